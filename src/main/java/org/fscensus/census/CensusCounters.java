package org.fscensus.census;

import org.fscensus.store.Saturated;

/** What a census has counted so far over all workers, as they publish it now and then; any thread may look. */
public final class CensusCounters {
    private long files;
    private long allocatedBytes;
    private long apparentBytes;
    private long listedDirectories;
    private long duplicateDirectories;
    private long futureTimes;
    private long filesWithoutLinkCount;
    private long overallocatedFiles;
    private long underallocatedFiles;

    CensusCounters() {}

    /** Adds what {@code other} has, and empties it. The other is one worker's own. */
    synchronized void take(CensusCounters other) {
        files += other.files;
        allocatedBytes = Saturated.sum(allocatedBytes, other.allocatedBytes);
        apparentBytes = Saturated.sum(apparentBytes, other.apparentBytes);
        listedDirectories += other.listedDirectories;
        duplicateDirectories += other.duplicateDirectories;
        futureTimes += other.futureTimes;
        filesWithoutLinkCount += other.filesWithoutLinkCount;
        overallocatedFiles += other.overallocatedFiles;
        underallocatedFiles += other.underallocatedFiles;
        other.clear();
    }

    private void clear() {
        files = 0;
        allocatedBytes = 0;
        apparentBytes = 0;
        listedDirectories = 0;
        duplicateDirectories = 0;
        futureTimes = 0;
        filesWithoutLinkCount = 0;
        overallocatedFiles = 0;
        underallocatedFiles = 0;
    }

    void addFiles(FileSums sums) {
        files += sums.count;
        allocatedBytes = Saturated.sum(allocatedBytes, sums.allocatedBytes);
        apparentBytes = Saturated.sum(apparentBytes, sums.apparentBytes);
    }

    void addDirectory(boolean first) {
        if (first) {
            listedDirectories++;
        } else {
            duplicateDirectories++;
        }
    }

    void addFutureTime() {
        futureTimes++;
    }

    void addOverallocatedFile() {
        overallocatedFiles++;
    }

    void addUnderallocatedFile() {
        underallocatedFiles++;
    }

    void addFileWithoutLinkCount() {
        filesWithoutLinkCount++;
    }

    public synchronized long files() {
        return files;
    }

    /** Stays at the greatest long where it would pass it. */
    public synchronized long allocatedBytes() {
        return allocatedBytes;
    }

    /** Stays at the greatest long where it would pass it. */
    public synchronized long apparentBytes() {
        return apparentBytes;
    }

    /** Distinct directories with a line of their own. */
    public synchronized long listedDirectories() {
        return listedDirectories;
    }

    /** Lines of directories that had been listed before. */
    public synchronized long duplicateDirectories() {
        return duplicateDirectories;
    }

    /** Files whose time lies more than 48 hours after the scan. */
    public synchronized long futureTimes() {
        return futureTimes;
    }

    /** Files that take far more bytes on disk than they are long, see {@link OddSizes}. */
    public synchronized long overallocatedFiles() {
        return overallocatedFiles;
    }

    /** Files that are far longer than the bytes that they take on disk, see {@link OddSizes}. */
    public synchronized long underallocatedFiles() {
        return underallocatedFiles;
    }

    /** Files without a link count, where hard links are to be counted once. */
    public synchronized long filesWithoutLinkCount() {
        return filesWithoutLinkCount;
    }
}
