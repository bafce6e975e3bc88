package org.fscensus.census;

import java.util.Arrays;
import org.fscensus.store.Saturated;

/**
 * Files and bytes by {@link UsageKey} without a directory, added up in an open-addressing table. With
 * {@link UsageKey#NO_CELL} it has an account's apparent bytes. One thread.
 */
final class UsageSums {
    private static final int FIRST_SLOTS = 1 << 9;

    // A slot's longs; it is free without files, of which apparent bytes have one.
    private static final int KEY = 0;
    private static final int FILES = 1;
    private static final int BYTES = 2;
    private static final int WIDTH = 3;

    /** Beside a key the number of its slot stands in a long, for sorting. */
    private static final int SLOT_BITS = 30;

    private final MemoryBudget.Share budget;
    private long[] slots = new long[FIRST_SLOTS * WIDTH];
    private int slotBits = Integer.numberOfTrailingZeros(FIRST_SLOTS);
    /** The numbers of the slots that are taken, at most half of all. */
    private int[] taken = new int[FIRST_SLOTS / 2];

    private int count;

    UsageSums(MemoryBudget.Share budget) {
        this.budget = budget;
        budget.reserve(memory(slots, taken));
    }

    private static long memory(long[] slots, int[] taken) {
        return (long) Long.BYTES * slots.length + (long) Integer.BYTES * taken.length;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds files and their allocated bytes. */
    void addFiles(long key, long files, long allocated) {
        int at = slot(key);
        slots[at + FILES] += files;
        slots[at + BYTES] = Saturated.sum(slots[at + BYTES], allocated);
    }

    /** Adds an account's apparent bytes. */
    void addApparent(int account, long apparent) {
        int at = slot(UsageKey.of(account, UsageKey.NO_CELL));
        slots[at + FILES] = 1;
        slots[at + BYTES] = Saturated.sum(slots[at + BYTES], apparent);
    }

    /** Adds what another has. */
    void addAll(UsageSums other) {
        for (int n = 0; n < other.count; n++) {
            int from = other.taken[n] * WIDTH;
            long key = other.slots[from + KEY];
            if (UsageKey.cell(key) == UsageKey.NO_CELL) {
                addApparent(UsageKey.account(key), other.slots[from + BYTES]);
            } else {
                addFiles(key, other.slots[from + FILES], other.slots[from + BYTES]);
            }
        }
    }

    private int slot(long key) {
        int number = find(key);
        if (slots[number * WIDTH + FILES] == 0) {
            if (count == taken.length) {
                grow();
                number = find(key);
            }
            slots[number * WIDTH + KEY] = key;
            taken[count++] = number;
        }
        return number * WIDTH;
    }

    private int find(long key) {
        long[] table = slots;
        int number = (int) ((key * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - slotBits));
        while (table[number * WIDTH + FILES] != 0 && table[number * WIDTH + KEY] != key) {
            number = (number + 1) & ((1 << slotBits) - 1);
        }
        return number;
    }

    private void grow() {
        if (slotBits == SLOT_BITS - 1) {
            throw new IllegalStateException("more than " + count + " different owners, groups, ages and sizes");
        }
        long[] oldSlots = slots;
        int[] oldTaken = taken;
        budget.reserve(2 * memory(slots, taken));
        slots = new long[2 * oldSlots.length];
        taken = new int[2 * oldTaken.length];
        slotBits++;
        for (int n = 0; n < count; n++) {
            int from = oldTaken[n] * WIDTH;
            int number = find(oldSlots[from + KEY]);
            System.arraycopy(oldSlots, from, slots, number * WIDTH, WIDTH);
            taken[n] = number;
        }
        budget.release(memory(oldSlots, oldTaken));
    }

    /** Takes sums; of apparent bytes the number of files has no meaning. */
    interface Consumer {
        void add(int account, int cell, long files, long bytes);
    }

    /** Accounts in their order, of each the cells in theirs, and at last its apparent bytes. */
    void forEachSorted(Consumer consumer) {
        long[] sorted = new long[count];
        for (int n = 0; n < count; n++) {
            sorted[n] = slots[taken[n] * WIDTH + KEY] << SLOT_BITS | taken[n];
        }
        Arrays.sort(sorted);
        for (long keyAndSlot : sorted) {
            int at = ((int) keyAndSlot & ((1 << SLOT_BITS) - 1)) * WIDTH;
            long key = keyAndSlot >>> SLOT_BITS;
            consumer.add(UsageKey.account(key), UsageKey.cell(key), slots[at + FILES], slots[at + BYTES]);
        }
    }

    /** In no particular order. */
    void forEach(Consumer consumer) {
        for (int n = 0; n < count; n++) {
            int at = taken[n] * WIDTH;
            long key = slots[at + KEY];
            consumer.add(UsageKey.account(key), UsageKey.cell(key), slots[at + FILES], slots[at + BYTES]);
        }
    }

    /** Forgets everything. */
    void clear() {
        for (int n = 0; n < count; n++) {
            int at = taken[n] * WIDTH;
            slots[at + FILES] = 0;
            slots[at + BYTES] = 0;
        }
        count = 0;
    }

    /** Gives its memory back to the budget; it must not be used any more. */
    void free() {
        budget.release(memory(slots, taken));
        slots = new long[0];
        taken = new int[0];
        count = 0;
    }
}
