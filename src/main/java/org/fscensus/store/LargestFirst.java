package org.fscensus.store;

import java.util.function.IntConsumer;

/**
 * Sorts directories by size, the largest first, equals by ascending id: a radix sort from the least significant digit
 * that differs anywhere.
 */
final class LargestFirst {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int STEP = 1 << 15;

    private final long[] size;
    private final int directories;
    private final int shift;
    private final int passes;

    /** @param size by id, from 1; not negative */
    LargestFirst(long[] size) {
        this.size = size;
        directories = size.length - 1;
        long differing = 0;
        for (int id = 2; id <= directories; id++) {
            differing |= size[id] ^ size[1];
        }
        shift = differing == 0 ? 0 : Long.numberOfTrailingZeros(differing);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(differing >>> shift);
        passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    }

    /** How often every directory is looked at: the units of work that {@link #sort} tells for each. */
    int visits() {
        return 1 + 2 * passes;
    }

    /**
     * Sorts.
     *
     * @param a room for all ids from 0
     * @param b likewise
     * @param visited told after every few thousand directories that were looked at; an exception from it is thrown on
     * @return {@code a} or {@code b}, whichever has the sorted ids
     */
    int[] sort(int[] a, int[] b, IntConsumer visited) {
        for (int i = 0; i < directories; i++) {
            a[i] = i + 1;
        }
        visited.accept(directories);
        int[] from = a;
        int[] to = b;
        for (int pass = 0; pass < passes; pass++) {
            int digit = shift + pass * DIGIT_BITS;
            int[] next = starts(digit, visited);
            for (int start = 0; start < directories; start += STEP) {
                int end = Math.min(directories, start + STEP);
                scatter(from, to, start, end, digit, next);
                visited.accept(end - start);
            }
            int[] sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }

    private void scatter(int[] from, int[] to, int start, int end, int digit, int[] next) {
        for (int i = start; i < end; i++) {
            int id = from[i];
            to[next[digitOf(size[id], digit)]++] = id;
        }
    }

    private int[] starts(int digit, IntConsumer visited) {
        int[] counts = new int[DIGITS];
        for (int start = 1; start <= directories; start += STEP) {
            int end = Math.min(directories, start + STEP - 1);
            for (int id = start; id <= end; id++) {
                counts[digitOf(size[id], digit)]++;
            }
            visited.accept(end - start + 1);
        }
        int sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        return counts;
    }

    /** Smaller for larger sizes. */
    private static int digitOf(long size, int digit) {
        return (int) (~size >>> digit) & (DIGITS - 1);
    }
}
