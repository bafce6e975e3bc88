package org.fscensus.query;

import java.util.Arrays;

/** Numbers accounts from 0 in the order in which they come, by a key of 64 bits each. One thread. */
final class AccountNumbers {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private long[] keys = new long[16];
    private int count;
    private int last = -1;

    /** By hash: the number, and 1; 0 where there is none. At most half full. */
    private int[] table = new int[32];

    /** The number of a key; the next one where it is new. */
    int numberOf(long key) {
        // Figures of one account come together.
        if (last < 0 || keys[last] != key) {
            last = find(key);
        }
        return last;
    }

    private int find(long key) {
        int at = hash(key);
        while (table[at] != 0) {
            if (keys[table[at] - 1] == key) {
                return table[at] - 1;
            }
            at = (at + 1) & (table.length - 1);
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count] = key;
        table[at] = ++count;
        if (2 * count > table.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int number = 0; number < count; number++) {
            int at = hash(keys[number]);
            while (table[at] != 0) {
                at = (at + 1) & (table.length - 1);
            }
            table[at] = number + 1;
        }
    }

    private int hash(long key) {
        return (int) ((key * MULTIPLIER) >>> (Long.numberOfLeadingZeros(table.length) + 1));
    }

    int count() {
        return count;
    }

    /** All numbers in the order of their keys, which are unsigned. */
    int[] inOrder() {
        long[] sorted = new long[count];
        for (int number = 0; number < count; number++) {
            sorted[number] = keys[number] ^ Long.MIN_VALUE;
        }
        Arrays.sort(sorted);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = numberOf(sorted[i] ^ Long.MIN_VALUE);
        }
        return numbers;
    }

    long key(int number) {
        return keys[number];
    }
}
