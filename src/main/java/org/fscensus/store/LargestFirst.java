package org.fscensus.store;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Sorts directories, or whatever else has a size and a number, by size, the largest first, equals in the order that they
 * had: a radix sort from the least significant digit that differs anywhere. Sizes are moved together with their
 * directories, so that memory is read in order, and written in as many places in order as a digit has values. One thread.
 */
public final class LargestFirst {
    /** What a directory takes of all arrays together. */
    static final int BYTES_PER_DIRECTORY = 2 * (Long.BYTES + Integer.BYTES);

    private static final int MOST_DIGIT_BITS = 11;
    private static final int DIGIT_BITS_OF_FEW = 8;
    /** Below, clearing the counters of long digits takes longer than another pass. */
    private static final int FEW = 1 << 12;
    /** Below, insertion is quicker than any digit. */
    private static final int VERY_FEW = 24;

    private static final int STEP = 1 << 15;

    private final int[] next = new int[1 << MOST_DIGIT_BITS];
    private long[] sizes;
    private int[] ids;
    private long[] otherSizes;
    private int[] otherIds;

    /**
     * Sorts in these arrays, none of which is shorter than what is sorted.
     *
     * @param sizes not negative
     * @param ids of the directories that have those sizes
     * @param otherSizes room
     * @param otherIds room
     */
    public LargestFirst(long[] sizes, int[] ids, long[] otherSizes, int[] otherIds) {
        this.sizes = sizes;
        this.ids = ids;
        this.otherSizes = otherSizes;
        this.otherIds = otherIds;
    }

    /** The array that has the sizes: another one after each sort, perhaps. */
    long[] sizes() {
        return sizes;
    }

    /** The array that has the directories' ids: another one after each sort, perhaps. */
    public int[] ids() {
        return ids;
    }

    /** The array that has no sizes. */
    long[] otherSizes() {
        return otherSizes;
    }

    /** The array that has no ids. */
    int[] otherIds() {
        return otherIds;
    }

    /**
     * Sorts the first {@code count} directories.
     *
     * @param visited told after every some ten thousand directories that were looked at, {@link #visits} for each in all; an
     *     exception from it is thrown on
     */
    public void sort(int count, IntConsumer visited) {
        if (count <= VERY_FEW) {
            insertionSort(count);
            return;
        }
        long differing = differing(sizes, count);
        int digitBits = digitBits(count);
        for (int shift = 0; shift < Long.SIZE && differing >>> shift != 0; shift += digitBits) {
            shift += Long.numberOfTrailingZeros(differing >>> shift);
            pass(count, shift, (1 << digitBits) - 1, visited);
        }
    }

    /** How often each of so many directories is looked at: what is told while they are sorted. */
    static int visits(long[] sizes, int count) {
        if (count <= VERY_FEW) {
            return 0;
        }
        long differing = differing(sizes, count);
        int digitBits = digitBits(count);
        int visits = 0;
        for (int shift = 0; shift < Long.SIZE && differing >>> shift != 0; shift += digitBits) {
            shift += Long.numberOfTrailingZeros(differing >>> shift);
            visits += 2;
        }
        return visits;
    }

    private static int digitBits(int count) {
        return count < FEW ? DIGIT_BITS_OF_FEW : MOST_DIGIT_BITS;
    }

    /** The bits that are not the same in all sizes. */
    private static long differing(long[] sizes, int count) {
        long differing = 0;
        for (int i = 1; i < count; i++) {
            differing |= sizes[i] ^ sizes[0];
        }
        return differing;
    }

    private void insertionSort(int count) {
        for (int i = 1; i < count; i++) {
            long size = sizes[i];
            int id = ids[i];
            int at = i;
            while (at > 0 && sizes[at - 1] < size) {
                sizes[at] = sizes[at - 1];
                ids[at] = ids[at - 1];
                at--;
            }
            sizes[at] = size;
            ids[at] = id;
        }
    }

    private void pass(int count, int shift, int mask, IntConsumer visited) {
        Arrays.fill(next, 0, mask + 1, 0);
        for (int from = 0; from < count; from += STEP) {
            int to = Math.min(count, from + STEP);
            count(from, to, shift, mask);
            visited.accept(to - from);
        }
        int sum = 0;
        for (int digit = mask; digit >= 0; digit--) {
            int directories = next[digit];
            next[digit] = sum;
            sum += directories;
        }
        for (int from = 0; from < count; from += STEP) {
            int to = Math.min(count, from + STEP);
            scatter(from, to, shift, mask);
            visited.accept(to - from);
        }
        long[] sortedSizes = otherSizes;
        otherSizes = sizes;
        sizes = sortedSizes;
        int[] sortedIds = otherIds;
        otherIds = ids;
        ids = sortedIds;
    }

    private void count(int from, int to, int shift, int mask) {
        long[] of = sizes;
        int[] counts = next;
        for (int i = from; i < to; i++) {
            counts[(int) (of[i] >>> shift) & mask]++;
        }
    }

    private void scatter(int from, int to, int shift, int mask) {
        long[] fromSizes = sizes;
        int[] fromIds = ids;
        long[] toSizes = otherSizes;
        int[] toIds = otherIds;
        int[] places = next;
        for (int i = from; i < to; i++) {
            long size = fromSizes[i];
            int place = places[(int) (size >>> shift) & mask]++;
            toSizes[place] = size;
            toIds[place] = fromIds[i];
        }
    }
}
