package org.fscensus.walk;

import java.util.List;

/**
 * How far a walk is, and what its time went into. The times are sums over all readers, so that they grow faster than
 * the clock; waiting for work and what is done with the entries are in none of them.
 *
 * @param directoriesRead directories read to their end
 * @param entries handed on, the root and directories included
 * @param excluded entries that a pattern excludes; what is below an excluded directory is not seen, and not counted
 * @param otherFilesystems directories that were counted but not entered, because they are of another file system
 * @param vanished entries gone between being listed and being asked about or opened. Of these, directories that went
 *     after being asked about are among {@code entries}
 * @param unreadable entries that could not be asked about, and directories that could not be opened or read to their
 *     end, which are among {@code entries}
 * @param directoriesQueued directories that wait now
 * @param slowReads directories that took more than 0.1 s to be opened and listed, without asking about their entries
 * @param readNanos spent in listing directories
 * @param statNanos spent in asking about entries, and making batches of them
 * @param excludeNanos spent in matching patterns
 * @param openNanos spent in opening directories so that no link is followed, and making sure that they are those listed
 * @param slowest the slowest directories to read, slowest first, at most ten
 */
public record WalkCounters(
        long directoriesRead,
        long entries,
        long excluded,
        long otherFilesystems,
        long vanished,
        long unreadable,
        long directoriesQueued,
        long slowReads,
        long readNanos,
        long statNanos,
        long excludeNanos,
        long openNanos,
        List<SlowDirectory> slowest) {
    /** Of a walk that has not begun. */
    public static final WalkCounters NONE = new WalkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    public WalkCounters {
        slowest = List.copyOf(slowest);
    }

    /**
     * A directory that took long to read.
     *
     * @param path as text, see {@link org.fscensus.entry.PathText}; a very long one is cut
     * @param seconds spent in opening and listing it
     */
    public record SlowDirectory(String path, double seconds) {}
}
