package org.fscensus.census;

import java.util.Arrays;

/**
 * Files and bytes by owner, group, age bucket and size bucket, exactly, in one flat hash table of primitive arrays: its
 * size grows with the distinct combinations, not with the files. One thread.
 */
final class UsageCells {
    /** Cells of one owner and group. */
    private static final int CELLS_PER_PAIR = AgeBuckets.COUNT * SizeBuckets.COUNT;

    private static final int SLOT_BITS = 2;
    private static final int FIRST_LENGTH = 256 << SLOT_BITS;
    private static final int CHECK_EVERY = 1 << 16;
    private static final int FILES = 1;
    private static final int ALLOCATED = 2;
    private static final int APPARENT = 3;

    private final MemoryBudget.Share budget;
    private long[] pairs = new long[64];
    private int[] pairSlots = filled(128);
    private int pairCount;

    /** Slots of four numbers, so that a cell is in one cache line: key + 1 (0 is free), files, allocated, apparent. */
    private long[] slots = new long[FIRST_LENGTH];

    private int used;

    private long lastPair;
    private int lastPairIndex = -1;

    UsageCells(MemoryBudget.Share budget) {
        this.budget = budget;
    }

    /** What {@link #forEach} calls for every cell. */
    interface Visitor {
        void cell(int uid, int gid, int age, int size, long files, long allocatedBytes, long apparentBytes);
    }

    /** The cell of some files; meaningful to this object only. */
    long key(int uid, int gid, int age, int size) {
        long pair = (long) uid << 32 | (gid & 0xffff_ffffL);
        if (lastPairIndex < 0 || pair != lastPair) {
            lastPairIndex = pairIndex(pair);
            lastPair = pair;
        }
        return (long) lastPairIndex * CELLS_PER_PAIR + (age * SizeBuckets.COUNT + size);
    }

    void add(long key, long fileCount, long allocatedBytes, long apparentBytes) {
        int at = slot(key);
        slots[at + FILES] += fileCount;
        slots[at + ALLOCATED] = DirectoryTable.saturatedSum(slots[at + ALLOCATED], allocatedBytes);
        slots[at + APPARENT] = DirectoryTable.saturatedSum(slots[at + APPARENT], apparentBytes);
    }

    /** Adds what {@code other} has and frees it; {@code checkpoint} is called now and then. */
    void takeAll(UsageCells other, Runnable checkpoint) {
        other.forEach(
                (uid, gid, age, size, files, allocated, apparent) ->
                        add(key(uid, gid, age, size), files, allocated, apparent),
                checkpoint);
        other.free();
    }

    void forEach(Visitor visitor, Runnable checkpoint) {
        for (int at = 0; at < slots.length; at += 1 << SLOT_BITS) {
            if ((at & (CHECK_EVERY - 1)) == 0) {
                checkpoint.run();
            }
            if (slots[at] != 0) {
                long key = slots[at] - 1;
                long pair = pairs[(int) (key / CELLS_PER_PAIR)];
                int cell = (int) (key % CELLS_PER_PAIR);
                visitor.cell(
                        (int) (pair >>> 32),
                        (int) pair,
                        cell / SizeBuckets.COUNT,
                        cell % SizeBuckets.COUNT,
                        slots[at + FILES],
                        slots[at + ALLOCATED],
                        slots[at + APPARENT]);
            }
        }
    }

    private int pairIndex(long pair) {
        int at = spread(pair, pairSlots.length);
        while (pairSlots[at] >= 0) {
            if (pairs[pairSlots[at]] == pair) {
                return pairSlots[at];
            }
            at = at + 1 & pairSlots.length - 1;
        }
        if (pairCount == pairs.length) {
            growPairs();
            at = freePairSlot(pair);
        }
        pairs[pairCount] = pair;
        pairSlots[at] = pairCount;
        return pairCount++;
    }

    private void growPairs() {
        pairs = Arrays.copyOf(pairs, pairs.length * 2);
        pairSlots = filled(pairs.length * 2);
        for (int i = 0; i < pairCount; i++) {
            pairSlots[freePairSlot(pairs[i])] = i;
        }
    }

    private int freePairSlot(long pair) {
        int at = spread(pair, pairSlots.length);
        while (pairSlots[at] >= 0) {
            at = at + 1 & pairSlots.length - 1;
        }
        return at;
    }

    /** Where the slot of a key begins; a free one is taken for it. */
    private int slot(long key) {
        int at = find(key);
        if (slots[at] == 0) {
            if (used >= slots.length >>> (SLOT_BITS + 1)) {
                grow();
                at = find(key);
            }
            used++;
            slots[at] = key + 1;
        }
        return at;
    }

    private int find(long key) {
        int mask = slots.length - 1;
        int at = spread(key, slots.length >>> SLOT_BITS) << SLOT_BITS;
        while (slots[at] != key + 1 && slots[at] != 0) {
            at = (at + (1 << SLOT_BITS)) & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = slots;
        budget.reserve(16L * old.length);
        slots = new long[old.length * 2];
        for (int from = 0; from < old.length; from += 1 << SLOT_BITS) {
            if (old[from] != 0) {
                System.arraycopy(old, from, slots, find(old[from] - 1), 1 << SLOT_BITS);
            }
        }
        budget.release(8L * old.length);
    }

    /** Forgets everything. */
    void free() {
        budget.release(8L * (slots.length - FIRST_LENGTH));
        slots = new long[FIRST_LENGTH];
        used = 0;
    }

    private static int spread(long key, int capacity) {
        long x = key * 0x9E3779B97F4A7C15L;
        return (int) (x >>> 32) & capacity - 1;
    }

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, -1);
        return array;
    }
}
