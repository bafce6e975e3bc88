package org.fscensus.census;

import java.io.IOException;
import org.fscensus.store.Saturated;

/**
 * One worker's files by directory, account and cell, on their way to scratch files. Files of one directory often come in
 * a burst: what is alike is added up in a small table, in which whatever comes later takes the place of what is there.
 * One thread.
 */
final class UsageGatherer implements AutoCloseable {
    /** The table stays in the processor's cache beside all else that a worker touches. */
    private static final int SLOT_BITS = 8;

    // A slot's longs; without files it is free.
    private static final int KEY = 0;
    private static final int FILES = 1;
    private static final int ALLOCATED = 2;
    private static final int APPARENT = 3;
    private static final int WIDTH_SHIFT = 2;

    private final AccountPairs accounts;
    private final UsageSegments segments;
    private long[] slots = new long[1 << (SLOT_BITS + WIDTH_SHIFT)];

    UsageGatherer(AccountPairs accounts, UsageSegments segments) {
        this.accounts = accounts;
        this.segments = segments;
    }

    /** What it takes in memory, its accounts aside. */
    static long memory() {
        return ((long) Long.BYTES << (SLOT_BITS + WIDTH_SHIFT)) + UsageSegments.memory();
    }

    /**
     * Counts a file of a directory.
     *
     * @param account its owner and group, by their number in {@link #accounts()}
     */
    void add(int directory, int account, int cell, long allocated, long apparent) throws IOException {
        long key = UsageKey.of(directory, account, cell);
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SLOT_BITS)) << WIDTH_SHIFT;
        long[] table = slots;
        if (table[at + KEY] == key && table[at + FILES] > 0) {
            table[at + FILES]++;
            table[at + ALLOCATED] = Saturated.sum(table[at + ALLOCATED], allocated);
            table[at + APPARENT] = Saturated.sum(table[at + APPARENT], apparent);
            return;
        }
        putAside(at);
        table[at + KEY] = key;
        table[at + FILES] = 1;
        table[at + ALLOCATED] = allocated;
        table[at + APPARENT] = apparent;
    }

    private void putAside(int at) throws IOException {
        if (slots[at + FILES] > 0) {
            segments.add(slots[at + KEY], slots[at + FILES], slots[at + ALLOCATED], slots[at + APPARENT]);
        }
    }

    /** Writes what is left; nothing is counted afterwards. */
    void finish() throws IOException {
        for (int at = 0; at < slots.length; at += 1 << WIDTH_SHIFT) {
            putAside(at);
        }
        slots = new long[0];
        segments.finish();
    }

    AccountPairs accounts() {
        return accounts;
    }

    UsageSegments segments() {
        return segments;
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
