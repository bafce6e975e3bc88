package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sorts directories by the bytes of their names, unsigned, a prefix before what it begins. Eight bytes of the names at a
 * time are sorted by radix, so that neither ten million siblings nor long common prefixes nor chosen names make it
 * slow: the work is linear in the bytes that tell the names apart. One thread.
 */
final class SiblingSort implements AutoCloseable {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SMALL = 24;
    private static final int CHECK_EVERY = 1 << 16;
    private static final int BYTES_PER_KEY = 8 + 4;

    private final DirectoryTable table;
    private final NameArena names;
    private final MemoryBudget.Share budget;
    private final Runnable checkpoint;
    private long[] otherKeys = new long[0];
    private int[] otherIds = new int[0];
    private final int[][] counts = new int[8][256];
    private final Deque<Run> runs = new ArrayDeque<>();

    /** Ids that have the same first {@code depth} bytes. */
    private record Run(int from, int to, int depth) {}

    /** @param checkpoint called now and then; throws to stop */
    SiblingSort(DirectoryTable table, MemoryBudget.Share budget, Runnable checkpoint) {
        this.table = table;
        this.budget = budget;
        this.checkpoint = checkpoint;
        names = table.names();
    }

    /**
     * Sorts {@code ids[from..to)}.
     *
     * @param keys by place in {@code ids}, the {@link #key} of each name's beginning; used up
     */
    void sort(int[] ids, long[] keys, int from, int to) {
        sortByKeys(ids, keys, new Run(from, to, 0));
        while (!runs.isEmpty()) {
            Run run = runs.pop();
            for (int i = run.from; i < run.to; i++) {
                if ((i & (CHECK_EVERY - 1)) == 0) {
                    checkpoint.run();
                }
                keys[i] = key(table.nameOffset(ids[i]), run.depth);
            }
            sortByKeys(ids, keys, run);
        }
    }

    /** Gives back what it has taken from the budget. */
    @Override
    public void close() {
        budget.release((long) BYTES_PER_KEY * otherKeys.length);
        otherKeys = new long[0];
        otherIds = new int[0];
    }

    private void sortByKeys(int[] ids, long[] keys, Run run) {
        if (run.to - run.from <= SMALL) {
            insertionSort(ids, keys, run.from, run.to);
        } else {
            radixSort(ids, keys, run.from, run.to - run.from);
        }
        pushEqualRuns(keys, run);
    }

    private static void insertionSort(int[] ids, long[] keys, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int id = ids[i];
            long key = keys[i];
            int at = i;
            while (at > from && Long.compareUnsigned(keys[at - 1], key) > 0) {
                ids[at] = ids[at - 1];
                keys[at] = keys[at - 1];
                at--;
            }
            ids[at] = id;
            keys[at] = key;
        }
    }

    private void radixSort(int[] ids, long[] keys, int from, int size) {
        ensureCapacity(size);
        for (int[] count : counts) {
            Arrays.fill(count, 0);
        }
        for (int i = 0; i < size; i++) {
            if ((i & (CHECK_EVERY - 1)) == 0) {
                checkpoint.run();
            }
            long key = keys[from + i];
            for (int digit = 0; digit < 8; digit++) {
                counts[digit][(int) (key >>> (8 * digit)) & 0xff]++;
            }
        }
        for (int digit = 0; digit < 8; digit++) {
            if (counts[digit][(int) (keys[from] >>> (8 * digit)) & 0xff] != size) {
                pass(ids, keys, from, size, digit);
            }
        }
    }

    private void ensureCapacity(int size) {
        if (otherKeys.length < size) {
            // No more than it takes: groups that grow by little each time add up to all directories at most.
            int capacity = Math.max(1024, size);
            close();
            budget.reserve((long) BYTES_PER_KEY * capacity);
            otherKeys = new long[capacity];
            otherIds = new int[capacity];
        }
    }

    private void pass(int[] ids, long[] keys, int from, int size, int digit) {
        checkpoint.run();
        int[] place = counts[digit];
        int sum = 0;
        for (int i = 0; i < 256; i++) {
            int count = place[i];
            place[i] = sum;
            sum += count;
        }
        for (int i = from; i < from + size; i++) {
            int to = place[(int) (keys[i] >>> (8 * digit)) & 0xff]++;
            otherKeys[to] = keys[i];
            otherIds[to] = ids[i];
        }
        System.arraycopy(otherKeys, 0, keys, from, size);
        System.arraycopy(otherIds, 0, ids, from, size);
    }

    private void pushEqualRuns(long[] keys, Run run) {
        int start = run.from;
        for (int i = start + 1; i <= run.to; i++) {
            if (i == run.to || keys[i] != keys[start]) {
                // A zero byte can only be the end of a name, and siblings differ: such a run is a single name.
                if (i - start > 1) {
                    runs.push(new Run(start, i, run.depth + 8));
                }
                start = i;
            }
        }
    }

    /**
     * Eight bytes of a name from {@code depth} on, the first in the highest place, zeros behind its end.
     *
     * @param offset of the name
     */
    long key(long offset, int depth) {
        int length = names.length(offset) - depth;
        if (length <= 0) {
            return 0;
        }
        byte[] array = names.array(offset);
        int at = names.start(offset) + depth;
        if (at + 8 > array.length) {
            byte[] name = Arrays.copyOf(Arrays.copyOfRange(array, at, at + Math.min(8, length)), 8);
            return (long) WORD.get(name, 0);
        }
        long word = (long) WORD.get(array, at);
        return length >= 8 ? word : word & (-1L << (64 - 8 * length));
    }
}
