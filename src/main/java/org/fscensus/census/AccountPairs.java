package org.fscensus.census;

import java.util.Arrays;

/** Numbers for the pairs of owner and group that were met, in the order in which they were. One thread. */
final class AccountPairs {
    private static final int FIRST = 64;

    private final MemoryBudget.Share budget;
    private long[] pairs = new long[FIRST];
    private int count;

    /** Numbers plus one, 0 is free; at most half are taken. */
    private int[] slots = new int[2 * FIRST];
    /** The pairs of those slots: beside them, so that both are fetched at once. */
    private long[] slotPairs = new long[2 * FIRST];

    private long last;
    /** The number of {@link #last}, or -1. */
    private int lastNumber = -1;

    AccountPairs(MemoryBudget.Share budget) {
        this.budget = budget;
        budget.reserve(bytes());
    }

    private long bytes() {
        return 8L * pairs.length + 12L * slots.length;
    }

    int count() {
        return count;
    }

    /** The owner of a pair, unsigned. */
    int uid(int number) {
        return (int) (pairs[number] >>> Integer.SIZE);
    }

    /** The group of a pair, unsigned. */
    int gid(int number) {
        return (int) pairs[number];
    }

    /** The number of a pair; the next one if it is new. */
    int number(int uid, int gid) {
        long pair = (long) uid << Integer.SIZE | Integer.toUnsignedLong(gid);
        if (pair != last || lastNumber < 0) {
            lastNumber = find(pair);
            last = pair;
        }
        return lastNumber;
    }

    private int find(long pair) {
        int at = home(pair);
        while (slots[at] != 0) {
            if (slotPairs[at] == pair) {
                return slots[at] - 1;
            }
            at = at + 1 & slots.length - 1;
        }
        if (count == pairs.length) {
            grow();
            at = freeSlot(pair);
        }
        pairs[count] = pair;
        slotPairs[at] = pair;
        slots[at] = ++count;
        return count - 1;
    }

    private void grow() {
        if (count == UsageKey.MOST_ACCOUNTS) {
            throw new IllegalStateException("more than " + count + " different pairs of owner and group");
        }
        budget.reserve(2 * bytes());
        long before = bytes();
        pairs = Arrays.copyOf(pairs, 2 * count);
        slots = new int[4 * count];
        slotPairs = new long[4 * count];
        for (int n = 0; n < count; n++) {
            fill(n);
        }
        budget.release(before);
    }

    private int freeSlot(long pair) {
        int at = home(pair);
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    private void fill(int n) {
        int at = freeSlot(pairs[n]);
        slotPairs[at] = pairs[n];
        slots[at] = n + 1;
    }

    private int home(long pair) {
        // The upper bits of the product, as many as the slots' number has.
        return (int) ((pair * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(slots.length) + 1));
    }

    /**
     * Numbers the pairs anew, by owner and group.
     *
     * @return the new number, by the present one
     */
    int[] sort() {
        long[] sorted = Arrays.copyOf(pairs, count);
        for (int n = 0; n < count; n++) {
            // Unsigned order.
            sorted[n] ^= Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        Arrays.fill(slots, 0);
        int[] numbers = new int[count];
        for (int n = 0; n < count; n++) {
            numbers[n] = Arrays.binarySearch(sorted, pairs[n] ^ Long.MIN_VALUE);
        }
        for (int n = 0; n < count; n++) {
            pairs[n] = sorted[n] ^ Long.MIN_VALUE;
        }
        for (int n = 0; n < count; n++) {
            fill(n);
        }
        lastNumber = -1;
        return numbers;
    }

    /** Gives its memory back to the budget; it must not be used any more. */
    void free() {
        budget.release(bytes());
        pairs = new long[0];
        slots = new int[0];
        slotPairs = new long[0];
        count = 0;
    }
}
