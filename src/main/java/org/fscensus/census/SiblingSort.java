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
    private static final int BYTES_PER_KEY = 8 + 8 + 4;

    private final DirectoryTable table;
    private final NameArena names;
    private final MemoryBudget.Share budget;
    private final Runnable checkpoint;
    private final long[] smallKeys = new long[SMALL];
    private long[] keys = new long[0];
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

    /** Sorts {@code ids[from..to)}. */
    void sort(int[] ids, int from, int to) {
        runs.push(new Run(from, to, 0));
        while (!runs.isEmpty()) {
            Run run = runs.pop();
            if (run.to - run.from <= SMALL) {
                insertionSort(ids, run.from, run.to, run.depth);
            } else {
                radixSort(ids, run);
            }
        }
    }

    /** Gives back what it has taken from the budget. */
    @Override
    public void close() {
        budget.release((long) BYTES_PER_KEY * keys.length);
        keys = new long[0];
        otherKeys = keys;
        otherIds = new int[0];
    }

    /** By the first eight bytes, read once for each, and by all of them only where these are the same. */
    private void insertionSort(int[] ids, int from, int to, int depth) {
        for (int i = from; i < to; i++) {
            smallKeys[i - from] = key(ids[i], depth);
        }
        for (int i = from + 1; i < to; i++) {
            int id = ids[i];
            long key = smallKeys[i - from];
            int at = i;
            while (at > from && isAfter(smallKeys[at - 1 - from], ids[at - 1], key, id)) {
                ids[at] = ids[at - 1];
                smallKeys[at - from] = smallKeys[at - 1 - from];
                at--;
            }
            ids[at] = id;
            smallKeys[at - from] = key;
        }
    }

    private boolean isAfter(long key, int id, long otherKey, int otherId) {
        return key == otherKey ? compare(id, otherId) > 0 : Long.compareUnsigned(key, otherKey) > 0;
    }

    private int compare(int id, int other) {
        long a = table.nameOffset(id);
        long b = table.nameOffset(other);
        int aStart = names.start(a);
        int bStart = names.start(b);
        return Arrays.compareUnsigned(
                names.array(a), aStart, aStart + names.length(a), names.array(b), bStart, bStart + names.length(b));
    }

    private void radixSort(int[] ids, Run run) {
        int size = run.to - run.from;
        ensureCapacity(size);
        for (int[] count : counts) {
            Arrays.fill(count, 0);
        }
        for (int i = 0; i < size; i++) {
            if ((i & (CHECK_EVERY - 1)) == 0) {
                checkpoint.run();
            }
            long key = key(ids[run.from + i], run.depth);
            keys[i] = key;
            for (int digit = 0; digit < 8; digit++) {
                counts[digit][(int) (key >>> (8 * digit)) & 0xff]++;
            }
        }
        for (int digit = 0; digit < 8; digit++) {
            if (counts[digit][(int) (keys[0] >>> (8 * digit)) & 0xff] != size) {
                pass(ids, run.from, size, digit);
            }
        }
        pushEqualRuns(run);
    }

    private void ensureCapacity(int size) {
        if (keys.length < size) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(1024, size * 3L / 2));
            close();
            budget.reserve((long) BYTES_PER_KEY * capacity);
            keys = new long[capacity];
            otherKeys = new long[capacity];
            otherIds = new int[capacity];
        }
    }

    private void pass(int[] ids, int from, int size, int digit) {
        checkpoint.run();
        int[] place = counts[digit];
        int sum = 0;
        for (int i = 0; i < 256; i++) {
            int count = place[i];
            place[i] = sum;
            sum += count;
        }
        for (int i = 0; i < size; i++) {
            int to = place[(int) (keys[i] >>> (8 * digit)) & 0xff]++;
            otherKeys[to] = keys[i];
            otherIds[to] = ids[from + i];
        }
        long[] swap = keys;
        keys = otherKeys;
        otherKeys = swap;
        System.arraycopy(otherIds, 0, ids, from, size);
    }

    private void pushEqualRuns(Run run) {
        int size = run.to - run.from;
        int start = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || keys[i] != keys[start]) {
                // A zero byte can only be the end of a name, and siblings differ: such a run is a single name.
                if (i - start > 1) {
                    runs.push(new Run(run.from + start, run.from + i, run.depth + 8));
                }
                start = i;
            }
        }
    }

    /** Eight bytes of a name from {@code depth} on, the first in the highest place, zeros behind its end. */
    private long key(int id, int depth) {
        long offset = table.nameOffset(id);
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
