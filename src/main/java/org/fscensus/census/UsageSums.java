package org.fscensus.census;

import java.util.Arrays;

/**
 * Files and bytes by {@link UsageKey} without a directory, added up in an open-addressing table. With
 * {@link UsageKey#NO_CELL} it has an account's apparent bytes. One thread.
 */
final class UsageSums {
    private static final int FIRST_SLOTS = 1 << 9;

    private final MemoryBudget.Share budget;
    private long[] keys = new long[FIRST_SLOTS];
    /** 0 where a slot is free, and of apparent bytes 1. */
    private long[] files = new long[FIRST_SLOTS];

    private long[] bytes = new long[FIRST_SLOTS];
    /** The slots that are taken, at most half of all. */
    private int[] taken = new int[FIRST_SLOTS / 2];

    private int count;

    UsageSums(MemoryBudget.Share budget) {
        this.budget = budget;
        budget.reserve(memory(FIRST_SLOTS));
    }

    private static long memory(int slots) {
        return (3L * Long.BYTES + Integer.BYTES / 2) * slots;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds files and their allocated bytes. */
    void addFiles(long key, long fileCount, long allocated) {
        int at = slot(key);
        files[at] += fileCount;
        bytes[at] = DirectoryTable.saturatedSum(bytes[at], allocated);
    }

    /** Adds an account's apparent bytes. */
    void addApparent(int account, long apparent) {
        int at = slot(UsageKey.of(account, UsageKey.NO_CELL));
        files[at] = 1;
        bytes[at] = DirectoryTable.saturatedSum(bytes[at], apparent);
    }

    /** Adds what another has. */
    void addAll(UsageSums other) {
        for (int n = 0; n < other.count; n++) {
            int from = other.taken[n];
            long key = other.keys[from];
            if (UsageKey.cell(key) == UsageKey.NO_CELL) {
                addApparent(UsageKey.account(key), other.bytes[from]);
            } else {
                addFiles(key, other.files[from], other.bytes[from]);
            }
        }
    }

    private int slot(long key) {
        int at = find(key);
        if (files[at] == 0) {
            if (count == taken.length) {
                grow();
                at = find(key);
            }
            keys[at] = key;
            taken[count++] = at;
        }
        return at;
    }

    private int find(long key) {
        // The upper bits of the product, as many as the slots' number has.
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(keys.length) + 1));
        while (files[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void grow() {
        int slots = 2 * keys.length;
        budget.reserve(memory(slots));
        long[] oldKeys = keys;
        long[] oldFiles = files;
        long[] oldBytes = bytes;
        int[] oldTaken = taken;
        keys = new long[slots];
        files = new long[slots];
        bytes = new long[slots];
        taken = new int[slots / 2];
        for (int n = 0; n < count; n++) {
            int from = oldTaken[n];
            int at = find(oldKeys[from]);
            keys[at] = oldKeys[from];
            files[at] = oldFiles[from];
            bytes[at] = oldBytes[from];
            taken[n] = at;
        }
        budget.release(memory(oldKeys.length));
    }

    /** The keys, sorted: accounts in their order, of each the cells, and at last its apparent bytes. */
    long[] sortedKeys() {
        long[] sorted = new long[count];
        for (int n = 0; n < count; n++) {
            sorted[n] = keys[taken[n]];
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** Files of a key that it has. */
    long files(long key) {
        return files[find(key)];
    }

    /** Allocated bytes of a key that it has; or apparent bytes. */
    long bytes(long key) {
        return bytes[find(key)];
    }

    /** Forgets everything. */
    void clear() {
        for (int n = 0; n < count; n++) {
            files[taken[n]] = 0;
            bytes[taken[n]] = 0;
        }
        count = 0;
    }

    /** Gives its memory back to the budget; it must not be used any more. */
    void free() {
        budget.release(memory(keys.length));
        keys = new long[0];
        files = keys;
        bytes = keys;
        taken = new int[0];
        count = 0;
    }
}
