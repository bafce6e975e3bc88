package org.fscensus.census;

import java.util.Arrays;
import org.fscensus.store.Saturated;

/**
 * A row of numbers for each owner, or group, that was met: an open-addressing table of primitive arrays. One thread.
 */
final class AccountRows {
    private static final int FIRST_ROWS = 16;

    private final int width;
    private final MemoryBudget.Share budget;
    private int[] ids = new int[FIRST_ROWS];
    private long[] values;
    private int count;

    /** Row numbers plus one, 0 is free; at most half are taken. */
    private int[] slots = new int[2 * FIRST_ROWS];

    private int lastId;
    /** Where the row of {@link #lastId} begins, or -1. */
    private int lastRow = -1;

    /** @param width numbers in a row */
    AccountRows(int width, MemoryBudget.Share budget) {
        this.width = width;
        this.budget = budget;
        values = new long[width * FIRST_ROWS];
        budget.reserve(bytes());
    }

    private long bytes() {
        return 8L * values.length + 4L * ids.length + 4L * slots.length;
    }

    /** How many accounts were met. */
    int count() {
        return count;
    }

    /** The account of row {@code n}, unsigned. */
    int id(int n) {
        return ids[n];
    }

    /** The numbers of all rows; another array after a new account was met. */
    long[] values() {
        return values;
    }

    /** Where in {@link #values} the row of an account begins; one of zeros if it is new. */
    int row(int id) {
        if (id != lastId || lastRow < 0) {
            lastRow = find(id) * width;
            lastId = id;
        }
        return lastRow;
    }

    private int find(int id) {
        int at = home(id);
        while (slots[at] != 0) {
            if (ids[slots[at] - 1] == id) {
                return slots[at] - 1;
            }
            at = at + 1 & slots.length - 1;
        }
        if (count == ids.length) {
            grow();
            at = freeSlot(id);
        }
        ids[count] = id;
        slots[at] = ++count;
        return count - 1;
    }

    private void grow() {
        budget.reserve(2 * bytes());
        long before = bytes();
        ids = Arrays.copyOf(ids, 2 * count);
        values = Arrays.copyOf(values, 2 * count * width);
        slots = new int[4 * count];
        for (int n = 0; n < count; n++) {
            slots[freeSlot(ids[n])] = n + 1;
        }
        budget.release(before);
    }

    private int freeSlot(int id) {
        int at = home(id);
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    private int home(int id) {
        // The upper bits of the product, as many as the slots' number has.
        return (id * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    /** Adds what {@code other} has, and frees it; sums stay at the greatest long where they would pass it. */
    void takeAll(AccountRows other) {
        for (int n = 0; n < other.count; n++) {
            int to = row(other.ids[n]);
            for (int i = 0; i < width; i++) {
                values[to + i] = Saturated.sum(values[to + i], other.values[n * width + i]);
            }
        }
        budget.release(other.bytes());
        other.values = new long[0];
        other.ids = new int[0];
        other.slots = new int[0];
        other.count = 0;
    }
}
