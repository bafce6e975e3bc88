package org.fscensus.census;

/**
 * One directory's record at a time, for whoever reads much of it; when the workers are done. One thread.
 */
final class DirectoryRecord {
    private final DirectoryTable table;
    private long[] words = new long[DirectoryTable.WORDS_PER_RECORD];
    private int base;

    @SuppressWarnings("UnusedVariable") // Keeps the compiler from dropping the work.
    private long touched;

    DirectoryRecord(DirectoryTable table) {
        this.table = table;
    }

    /** The getters describe this directory from now on. */
    void moveTo(int id) {
        words = table.segment(id);
        base = DirectoryTable.base(id);
    }

    /** Fetches the records of {@code ids[from..to)}, so that the cache misses overlap of a loop which reads them next. */
    void touch(int[] ids, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += table.segment(ids[i])[DirectoryTable.base(ids[i])];
        }
        touched += sum;
    }

    int parent() {
        return DirectoryTable.parent(words[base + DirectoryTable.LINK]);
    }

    /** Where in the {@link NameArena} the name stands. */
    long nameOffset() {
        return DirectoryTable.nameOffset(words[base + DirectoryTable.LINK], words[base + DirectoryTable.COUNT]);
    }

    boolean isListed() {
        return (words[base + DirectoryTable.LINK] & DirectoryTable.LISTED) != 0;
    }

    int uid() {
        return (int) (words[base + DirectoryTable.OWN] >>> 32);
    }

    int gid() {
        return (int) words[base + DirectoryTable.OWN];
    }

    long files() {
        return words[base + DirectoryTable.COUNT] >>> DirectoryTable.NAME_LOW_BITS;
    }

    long allocatedBytes() {
        return words[base + DirectoryTable.ALLOCATED];
    }

    long apparentBytes() {
        return words[base + DirectoryTable.APPARENT];
    }

    /** Epoch seconds; {@link Long#MIN_VALUE} where there is none. */
    long newestAccess() {
        return words[base + DirectoryTable.NEWEST];
    }

    /** {@link DirectoryTable#NONE}, {@link DirectoryTable#SINGLE} or {@link DirectoryTable#SEVERAL}. */
    int fileUidState() {
        return DirectoryTable.state(words[base + DirectoryTable.LINK], DirectoryTable.UID_STATE);
    }

    int fileGidState() {
        return DirectoryTable.state(words[base + DirectoryTable.LINK], DirectoryTable.GID_STATE);
    }

    int fileUid() {
        return (int) (words[base + DirectoryTable.FILE_OWNER] >>> 32);
    }

    int fileGid() {
        return (int) words[base + DirectoryTable.FILE_OWNER];
    }
}
