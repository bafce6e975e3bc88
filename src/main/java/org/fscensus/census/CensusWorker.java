package org.fscensus.census;

import java.io.IOException;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * One worker's hand in a census: takes batches of entries, keeps what can be kept apart, and touches the shared table
 * once per run of files of the same directory. One thread, which afterwards hands it back to the census.
 */
public final class CensusWorker {
    private static final long FUTURE_SECONDS = 48 * 3600;

    private final DirectoryTable table;
    private final NameArena.Writer names;
    private final long scanTime;
    private final boolean ageFromModify;
    private final HardLinkSpill.@Nullable Writer hardLinks;
    private final CensusCounters counters;
    private final @Nullable UsageGatherer usage;
    private final FileSums sums = new FileSums();

    /** The batch's directories, without those that an entry shares with the one before it. */
    private final PathLookup directories;

    // Of each of these: the first of its entries, and where the last one's end; whether it is listed itself; and its
    // parent's number among the parents, if it is not the root.
    private final int[] firstEntry = new int[EntryBatch.CAPACITY + 1];
    private final boolean[] listed = new boolean[EntryBatch.CAPACITY];
    private final int[] parentNumber = new int[EntryBatch.CAPACITY];

    /** The parents of those directories that are new, or listed. */
    private final PathLookup parents;

    /** Of the batch's entries: the directory that is listed, or that holds the file. */
    private final int[] ids = new int[EntryBatch.CAPACITY];

    // Of the batch's files that are counted at once; and the number of each one's owner and group.
    private final int[] files = new int[EntryBatch.CAPACITY];
    private final int[] accounts = new int[EntryBatch.CAPACITY];

    /** Of no meaning; kept so that what was read for it is not left out. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /** This worker's own, since it last published. */
    private final CensusCounters counted = new CensusCounters();

    CensusWorker(
            DirectoryTable table,
            CensusOptions options,
            CensusCounters counters,
            @Nullable UsageGatherer usage,
            HardLinkSpill.@Nullable Writer hardLinks) {
        this.usage = usage;
        this.table = table;
        this.counters = counters;
        this.hardLinks = hardLinks;
        directories = new PathLookup(table);
        parents = new PathLookup(table);
        names = table.names().newWriter();
        scanTime = options.scanTime();
        ageFromModify = options.ageFromModify();
    }

    /**
     * Counts a batch.
     *
     * @throws MemoryBudget.ExceededException if the directories no longer fit
     * @throws HashCollisionException if two directories were taken for one
     * @throws IOException if the scratch directory cannot be written
     */
    public void add(EntryBatch batch) throws IOException {
        locate(batch);
        countFiles(batch, setAside(batch));
    }

    /** Takes care of what is no file to be counted at once; returns how many others there are. */
    private int setAside(EntryBatch batch) throws IOException {
        int count = 0;
        for (int i = 0; i < batch.size; i++) {
            if (batch.directory[i]) {
                list(batch, i, ids[i]);
            } else if (hardLinks == null || isCountedAtOnce(batch, i, hardLinks)) {
                files[count++] = i;
            }
        }
        return count;
    }

    private boolean isCountedAtOnce(EntryBatch batch, int i, HardLinkSpill.Writer spill) throws IOException {
        if (batch.links[i] > 1) {
            table.holdsFile(ids[i]);
            spill.add(batch, i, ids[i]);
            return false;
        }
        if (batch.links[i] == EntryBatch.NO_LINKS) {
            counted.addFileWithoutLinkCount();
        }
        return true;
    }

    /** Shows others what this worker has counted since the last call. */
    public void publishCounters() {
        counters.take(counted);
    }

    /** Finds or makes the directories of a batch, and makes sure that those that are listed are what they are taken for. */
    private void locate(EntryBatch batch) {
        int count = collectDirectories(batch);
        directories.run();
        collectParents(batch, count);
        parents.run();
        for (int k = 0; k < count; k++) {
            int id = directories.id(k) != 0 ? directories.id(k) : make(batch, k);
            Arrays.fill(ids, firstEntry[k], firstEntry[k + 1], id);
        }
        long sum = 0;
        for (int k = 0; k < count; k++) {
            sum += listed[k] ? table.touchName(ids[firstEntry[k]]) : 0;
        }
        touched = sum;
        for (int k = 0; k < count; k++) {
            if (listed[k]) {
                verify(batch, k);
            }
        }
    }

    /** Gathers the batch's directories, the same one several times in a row only once; returns how many. */
    private int collectDirectories(EntryBatch batch) {
        byte[] bytes = batch.bytes;
        int count = 0;
        int lastStart = 0;
        int lastLength = -1;
        directories.clear();
        for (int i = 0; i < batch.size; i++) {
            int start = batch.pathStart[i];
            int length = batch.directoryEnd(i) - start;
            boolean sameFiles = i > 0 && batch.sameParent[i] && !batch.directory[i] && !batch.directory[i - 1];
            if (!sameFiles
                    && (length != lastLength
                            || !Arrays.equals(bytes, lastStart, lastStart + length, bytes, start, start + length))) {
                directories.add(bytes, start, start + length);
                listed[count] = false;
                firstEntry[count++] = i;
                lastStart = start;
                lastLength = length;
            }
            listed[count - 1] |= batch.directory[i];
        }
        firstEntry[count] = batch.size;
        return count;
    }

    private void collectParents(EntryBatch batch, int count) {
        parents.clear();
        for (int k = 0; k < count; k++) {
            int i = firstEntry[k];
            int start = batch.pathStart[i];
            int end = batch.directoryEnd(i);
            if (end > start && (listed[k] || directories.id(k) == 0)) {
                parentNumber[k] = parents.add(batch.bytes, start, DirectoryTable.lastSlash(batch.bytes, start, end));
            }
        }
    }

    /** Makes a directory that was not there, if no other worker has meanwhile. */
    private int make(EntryBatch batch, int k) {
        int i = firstEntry[k];
        int start = batch.pathStart[i];
        int end = batch.directoryEnd(i);
        int parent = parents.id(parentNumber[k]);
        if (parent == 0) {
            return table.intern(batch.bytes, start, end, names);
        }
        int name = DirectoryTable.lastSlash(batch.bytes, start, end) + 1;
        return table.intern(parent, batch.bytes, name, end, directories.a(k), directories.b(k), names);
    }

    private void verify(EntryBatch batch, int k) {
        int i = firstEntry[k];
        int start = batch.pathStart[i];
        int end = batch.directoryEnd(i);
        if (end > start) {
            table.verifyIdentity(ids[i], parents.id(parentNumber[k]), batch.bytes, start, end);
        }
    }

    private void list(EntryBatch batch, int i, int id) {
        counted.addDirectory(table.list(id, batch.uid[i], batch.gid[i]));
    }

    private void countFiles(EntryBatch batch, int count) throws IOException {
        long[] times = ageFromModify ? batch.modifyTime : batch.accessTime;
        numberAccounts(batch, count);
        for (int n = 0; n < count; n++) {
            int i = files[n];
            gather(ids[i], accounts[n], times[i], batch.allocatedBytes[i], batch.apparentBytes[i]);
        }
        int n = 0;
        while (n < count) {
            int id = ids[files[n]];
            sums.clear();
            do {
                int i = files[n++];
                sums.add(
                        batch.allocatedBytes[i],
                        batch.apparentBytes[i],
                        batch.accessTime[i],
                        batch.uid[i],
                        batch.gid[i]);
            } while (n < count && ids[files[n]] == id);
            flush(id);
        }
    }

    /** Before anything else is done with the files: so the cache misses of looking for their accounts overlap. */
    private void numberAccounts(EntryBatch batch, int count) {
        if (usage != null) {
            for (int n = 0; n < count; n++) {
                int i = files[n];
                accounts[n] = usage.accounts().number(batch.uid[i], batch.gid[i]);
            }
        }
    }

    private void gather(int id, int account, long time, long allocated, long apparent) throws IOException {
        if (time > scanTime + FUTURE_SECONDS) {
            counted.addFutureTime();
        }
        if (OddSizes.areOdd(allocated, apparent)) {
            countOddSizes(allocated, apparent);
        }
        if (usage != null) {
            int cell = UsageCell.of(AgeBuckets.bucketOf(scanTime, time), SizeBuckets.bucketOf(allocated));
            usage.add(id, account, cell, allocated, apparent);
        }
    }

    /** Apart from the loop over all files, as it is seldom so. */
    private void countOddSizes(long allocated, long apparent) {
        if (allocated > apparent) {
            counted.addOverallocatedFile();
        } else {
            counted.addUnderallocatedFile();
        }
    }

    private void flush(int id) {
        counted.addFiles(sums);
        table.addFiles(id, sums);
    }

    /** Counts one file outside a batch: an inode whose links have all been seen. */
    void countLinked(HardLinkSpill.Link link) throws IOException {
        long time = ageFromModify ? link.modify() : link.access();
        int account = usage == null ? 0 : usage.accounts().number(link.uid(), link.gid());
        gather(link.directory(), account, time, link.allocated(), link.apparent());
        sums.clear();
        sums.add(link.allocated(), link.apparent(), link.access(), link.uid(), link.gid());
        flush(link.directory());
    }

    void finish() throws IOException {
        if (hardLinks != null) {
            hardLinks.flush();
        }
        publishCounters();
    }
}
