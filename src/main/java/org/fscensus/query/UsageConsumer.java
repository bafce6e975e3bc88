package org.fscensus.query;

/** What {@link UsageReader} hands figures to; the same account and the same cell may come again and again. One thread. */
interface UsageConsumer {
    /** In place of an owner and a group where it does not matter whose the files are. */
    long ANYBODY = -1;

    /** Whether it matters which owner the files have; 0 may come for each where it does not. */
    boolean needsOwners();

    /** Whether it matters which group the files have; 0 may come for each where it does not. */
    boolean needsGroups();

    /** Whether it matters how old and how large they are. */
    boolean needsCells();

    /**
     * Whose the figures are that follow; unsigned 32-bit, or {@link #ANYBODY} both.
     *
     * @return a number of the consumer's own, which it gets with them
     */
    int account(long uid, long gid);

    /** Figures of one age and size, where that matters to the consumer or to the condition. */
    void addCell(int account, int cell, long files, long allocatedBytes);

    /** Figures of all ages and sizes together, where they matter to nobody. */
    void addAll(int account, long files, long allocatedBytes, long apparentBytes);
}
