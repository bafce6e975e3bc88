package org.fscensus.census;

import java.io.IOException;
import java.util.Arrays;
import org.fscensus.store.Saturated;

/**
 * The records of usage of some neighbouring directories, to be sorted by directory, account and cell, and added up. They
 * are few enough to stay in the processor's cache while they are. One thread.
 */
final class UsagePartition {
    /** Records that one is made for; where most of its directories' files are in a few of them it becomes larger. */
    static final int RECORDS = 1 << 16;

    // A record's longs.
    private static final int KEY = 0;
    private static final int FILES = 1;
    private static final int ALLOCATED = 2;
    private static final int APPARENT = 3;
    private static final int WIDTH_SHIFT = 2;

    /** Beside a record's account and cell, its number among those of its directory stands in a long. */
    private static final int NUMBER_BITS = 30;

    private static final int MOST_RECORDS = 1 << (NUMBER_BITS - WIDTH_SHIFT);

    private final MemoryBudget.Share budget;
    private long first;
    private int directories;
    private int count;
    private long added;
    private long[] records = new long[RECORDS << WIDTH_SHIFT];
    private long[] sorted = new long[RECORDS << WIDTH_SHIFT];
    /** Of one directory. */
    private long[] order = new long[1 << 8];

    /** Where in {@link #sorted} the records of each directory end. */
    private int[] ends = new int[0];

    UsagePartition(MemoryBudget.Share budget) {
        this.budget = budget;
        budget.reserve(memory());
    }

    private long memory() {
        return (long) Long.BYTES * (records.length + sorted.length + order.length) + (long) Integer.BYTES * ends.length;
    }

    /** Begins with no record of {@code dirCount} directories from {@code firstDirectory} on. */
    void begin(long firstDirectory, int dirCount) {
        if (dirCount > ends.length) {
            budget.reserve((long) Integer.BYTES * (dirCount - ends.length));
            ends = new int[dirCount];
        }
        first = firstDirectory;
        directories = dirCount;
        count = 0;
        added = 0;
    }

    /** How many records were added. */
    long added() {
        return added;
    }

    void add(long directory, int account, int cell, long files, long allocated, long apparent) throws IOException {
        if (count << WIDTH_SHIFT == records.length) {
            makeRoom();
        }
        added++;
        put(UsageKey.of((int) (directory - first), account, cell), files, allocated, apparent);
    }

    private void put(long key, long files, long allocated, long apparent) {
        int at = count++ << WIDTH_SHIFT;
        records[at + KEY] = key;
        records[at + FILES] = files;
        records[at + ALLOCATED] = allocated;
        records[at + APPARENT] = apparent;
    }

    /** Adds up what is alike, and grows where that leaves little room. */
    private void makeRoom() throws IOException {
        sort();
        int before = count;
        count = 0;
        forEach((directory, account, cell, files, allocated, apparent) ->
                put(UsageKey.of((int) (directory - first), account, cell), files, allocated, apparent));
        if (count > before / 2) {
            if (before >= MOST_RECORDS) {
                throw new IOException("the files of " + directories + " directories are of more than " + count
                        + " different owners, groups, ages and sizes");
            }
            budget.reserve((long) Long.BYTES * (records.length + sorted.length));
            records = Arrays.copyOf(records, 2 * records.length);
            sorted = new long[records.length];
        }
    }

    /** Takes the sums over all records of a key, in the order of keys. */
    interface Consumer {
        void add(long directory, int account, int cell, long files, long allocated, long apparent) throws IOException;
    }

    /** Brings the records of each directory together. */
    void sort() {
        Arrays.fill(ends, 0, directories, 0);
        for (int i = 0; i < count; i++) {
            ends[directoryAt(i)]++;
        }
        int sum = 0;
        for (int d = 0; d < directories; d++) {
            int here = ends[d];
            ends[d] = sum;
            sum += here;
        }
        for (int i = 0; i < count; i++) {
            int to = ends[directoryAt(i)]++ << WIDTH_SHIFT;
            int from = i << WIDTH_SHIFT;
            sorted[to + KEY] = records[from + KEY];
            sorted[to + FILES] = records[from + FILES];
            sorted[to + ALLOCATED] = records[from + ALLOCATED];
            sorted[to + APPARENT] = records[from + APPARENT];
        }
    }

    private int directoryAt(int record) {
        return UsageKey.directory(records[(record << WIDTH_SHIFT) + KEY]);
    }

    /** Hands on what was added, once it is sorted. */
    void forEach(Consumer consumer) throws IOException {
        int from = 0;
        for (int d = 0; d < directories; d++) {
            int to = ends[d];
            if (to > from) {
                forEach(from, to, consumer);
            }
            from = to;
        }
    }

    /** The records of one directory. */
    private void forEach(int from, int to, Consumer consumer) throws IOException {
        int number = to - from;
        if (number > order.length) {
            int room = Math.max(number, 2 * order.length);
            budget.reserve((long) Long.BYTES * (room - order.length));
            order = new long[room];
        }
        for (int i = 0; i < number; i++) {
            long key = sorted[((from + i) << WIDTH_SHIFT) + KEY];
            order[i] = UsageKey.withoutDirectory(key) << NUMBER_BITS | i;
        }
        if (number > 1) {
            Arrays.sort(order, 0, number);
        }
        long directory = first + UsageKey.directory(sorted[(from << WIDTH_SHIFT) + KEY]);
        int i = 0;
        while (i < number) {
            long key = order[i] >>> NUMBER_BITS;
            long files = 0;
            long allocated = 0;
            long apparent = 0;
            do {
                int at = (from + ((int) order[i] & ((1 << NUMBER_BITS) - 1))) << WIDTH_SHIFT;
                files += sorted[at + FILES];
                allocated = Saturated.sum(allocated, sorted[at + ALLOCATED]);
                apparent = Saturated.sum(apparent, sorted[at + APPARENT]);
                i++;
            } while (i < number && order[i] >>> NUMBER_BITS == key);
            consumer.add(directory, UsageKey.account(key), UsageKey.cell(key), files, allocated, apparent);
        }
    }

    /** Gives its memory back to the budget; it must not be used any more. */
    void free() {
        budget.release(memory());
        records = new long[0];
        sorted = records;
        order = records;
        ends = new int[0];
    }
}
