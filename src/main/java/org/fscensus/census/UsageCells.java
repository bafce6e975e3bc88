package org.fscensus.census;

import java.util.Arrays;

/**
 * Files and bytes by owner, group, age bucket and size bucket, exactly, in one flat hash table of primitive arrays: its
 * size grows with the distinct combinations, not with the files. One thread.
 */
final class UsageCells {
    /** Cells of one owner and group. */
    private static final int CELLS_PER_PAIR = AgeBuckets.COUNT * SizeBuckets.COUNT;

    private long[] pairs = new long[64];
    private int[] pairSlots = filled(128);
    private int pairCount;

    private long[] keys = filledLong(256);
    private long[] files = new long[256];
    private long[] allocated = new long[256];
    private long[] apparent = new long[256];
    private int used;

    private long lastPair;
    private int lastPairIndex = -1;

    /** What {@link #forEach} calls for every cell. */
    interface Visitor {
        void cell(int uid, int gid, int age, int size, long files, long allocatedBytes, long apparentBytes);
    }

    void add(int uid, int gid, int age, int size, long fileCount, long allocatedBytes, long apparentBytes) {
        long pair = (long) uid << 32 | (gid & 0xffff_ffffL);
        if (lastPairIndex < 0 || pair != lastPair) {
            lastPairIndex = pairIndex(pair);
            lastPair = pair;
        }
        int cell = age * SizeBuckets.COUNT + size;
        int at = cell((long) lastPairIndex * CELLS_PER_PAIR + cell);
        files[at] += fileCount;
        allocated[at] = DirectoryTable.saturatedSum(allocated[at], allocatedBytes);
        apparent[at] = DirectoryTable.saturatedSum(apparent[at], apparentBytes);
    }

    void addAll(UsageCells other) {
        other.forEach(this::add);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                long pair = pairs[(int) (keys[i] / CELLS_PER_PAIR)];
                int cell = (int) (keys[i] % CELLS_PER_PAIR);
                visitor.cell(
                        (int) (pair >>> 32),
                        (int) pair,
                        cell / SizeBuckets.COUNT,
                        cell % SizeBuckets.COUNT,
                        files[i],
                        allocated[i],
                        apparent[i]);
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

    private int cell(long key) {
        int at = spread(key, keys.length);
        while (keys[at] != key) {
            if (keys[at] < 0) {
                if (used * 2 >= keys.length) {
                    growCells();
                    return cell(key);
                }
                used++;
                keys[at] = key;
                return at;
            }
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private void growCells() {
        long[] oldKeys = keys;
        long[] oldFiles = files;
        long[] oldAllocated = allocated;
        long[] oldApparent = apparent;
        int capacity = oldKeys.length * 2;
        keys = filledLong(capacity);
        files = new long[capacity];
        allocated = new long[capacity];
        apparent = new long[capacity];
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0) {
                int at = cell(oldKeys[i]);
                files[at] = oldFiles[i];
                allocated[at] = oldAllocated[i];
                apparent[at] = oldApparent[i];
            }
        }
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

    private static long[] filledLong(int length) {
        long[] array = new long[length];
        Arrays.fill(array, -1);
        return array;
    }
}
