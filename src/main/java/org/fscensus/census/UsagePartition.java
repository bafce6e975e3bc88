package org.fscensus.census;

import java.io.IOException;
import java.util.Arrays;

/**
 * The records of usage of some neighbouring directories, to be sorted by directory, account and cell, and added up. One
 * thread.
 */
final class UsagePartition {
    /** Records that one is made for; where most of its directories' files are in a few of them it becomes larger. */
    static final int RECORDS = 1 << 19;

    /** Beside a record's account and cell, its index stands in a long. */
    private static final int INDEX_BITS = 30;

    private final MemoryBudget.Share budget;
    private long first;
    private int directories;
    private int count;
    private long[] keys = new long[RECORDS];
    private long[] files = new long[RECORDS];
    private long[] allocated = new long[RECORDS];
    private long[] apparent = new long[RECORDS];
    private long[] order = new long[RECORDS];
    private int[] starts = new int[0];

    UsagePartition(MemoryBudget.Share budget) {
        this.budget = budget;
        budget.reserve(memory(RECORDS));
    }

    private static long memory(long records) {
        return 5 * Long.BYTES * records;
    }

    /** Begins with no record of {@code dirCount} directories from {@code firstDirectory} on. */
    void begin(long firstDirectory, int dirCount) {
        if (dirCount + 1 > starts.length) {
            budget.reserve((long) Integer.BYTES * (dirCount + 1 - starts.length));
            starts = new int[dirCount + 1];
        }
        first = firstDirectory;
        directories = dirCount;
        count = 0;
    }

    int count() {
        return count;
    }

    void add(long directory, int account, int cell, long fileCount, long allocatedBytes, long apparentBytes)
            throws IOException {
        if (count == keys.length) {
            makeRoom();
        }
        keys[count] = UsageKey.of((int) (directory - first), account, cell);
        files[count] = fileCount;
        allocated[count] = allocatedBytes;
        apparent[count] = apparentBytes;
        count++;
    }

    /** Adds up what is alike, and grows where little is. */
    private void makeRoom() throws IOException {
        sort();
        Distinct distinct = new Distinct();
        forEach(distinct);
        int before = keys.length;
        int room = distinct.count > before / 2 ? 2 * before : before;
        if (room > 1 << INDEX_BITS) {
            throw new IOException("the files of " + directories + " directories are of more than " + before
                    + " different owners, groups, ages and sizes");
        }
        budget.reserve(memory(room));
        Copy copy = new Copy(room);
        forEach(copy);
        keys = copy.toKeys;
        files = copy.toFiles;
        allocated = copy.toAllocated;
        apparent = copy.toApparent;
        count = copy.size;
        order = new long[room];
        budget.release(memory(before));
    }

    /** Takes the sums over all records of a key, in the order of keys. */
    interface Consumer {
        void add(long directory, int account, int cell, long files, long allocated, long apparent) throws IOException;
    }

    private static final class Distinct implements Consumer {
        private int count;

        @Override
        public void add(long directory, int account, int cell, long files, long allocated, long apparent) {
            count++;
        }
    }

    private final class Copy implements Consumer {
        private final long[] toKeys;
        private final long[] toFiles;
        private final long[] toAllocated;
        private final long[] toApparent;
        private int size;

        Copy(int room) {
            toKeys = new long[room];
            toFiles = new long[room];
            toAllocated = new long[room];
            toApparent = new long[room];
        }

        @Override
        public void add(
                long directory, int account, int cell, long fileCount, long allocatedBytes, long apparentBytes) {
            toKeys[size] = UsageKey.of((int) (directory - first), account, cell);
            toFiles[size] = fileCount;
            toAllocated[size] = allocatedBytes;
            toApparent[size] = apparentBytes;
            size++;
        }
    }

    /** Sorts what was added. */
    void sort() {
        Arrays.fill(starts, 0, directories + 1, 0);
        for (int i = 0; i < count; i++) {
            starts[UsageKey.directory(keys[i])]++;
        }
        int sum = 0;
        for (int d = 0; d <= directories; d++) {
            int here = starts[d];
            starts[d] = sum;
            sum += here;
        }
        for (int i = 0; i < count; i++) {
            order[starts[UsageKey.directory(keys[i])]++] = UsageKey.withoutDirectory(keys[i]) << INDEX_BITS | i;
        }
        int from = 0;
        for (int d = 0; d < directories; d++) {
            Arrays.sort(order, from, starts[d]);
            from = starts[d];
        }
    }

    /** Hands on what was added, once it is sorted. */
    void forEach(Consumer consumer) throws IOException {
        int i = 0;
        while (i < count) {
            int at = (int) order[i] & ((1 << INDEX_BITS) - 1);
            long key = keys[at];
            long fileSum = files[at];
            long allocatedSum = allocated[at];
            long apparentSum = apparent[at];
            while (++i < count) {
                int next = (int) order[i] & ((1 << INDEX_BITS) - 1);
                if (keys[next] != key) {
                    break;
                }
                fileSum += files[next];
                allocatedSum = DirectoryTable.saturatedSum(allocatedSum, allocated[next]);
                apparentSum = DirectoryTable.saturatedSum(apparentSum, apparent[next]);
            }
            consumer.add(
                    first + UsageKey.directory(key),
                    UsageKey.account(key),
                    UsageKey.cell(key),
                    fileSum,
                    allocatedSum,
                    apparentSum);
        }
    }

    /** Gives its memory back to the budget; it must not be used any more. */
    void free() {
        budget.release(memory(keys.length) + (long) Integer.BYTES * starts.length);
        keys = new long[0];
        files = keys;
        allocated = keys;
        apparent = keys;
        order = keys;
        starts = new int[0];
    }
}
