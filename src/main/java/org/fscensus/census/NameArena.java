package org.fscensus.census;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The names of all directories, one after the other in large byte arrays, each with its length in front
 * (one byte; from {@value #LONG} on that value and two bytes more, big-endian). Grows, never moves. Each worker appends
 * through a {@link Writer} of its own, without a lock; whoever has been handed an offset safely may read there.
 */
final class NameArena {
    private static final int SEGMENT_BITS = 20;
    private static final int SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;
    /** With its header an array is exactly a power of two, which garbage collectors with regions store without waste. */
    private static final int SEGMENT_LENGTH = (1 << SEGMENT_BITS) - 16;

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int LONG = 255;
    private static final int MOST_LENGTH_BYTES = 3;

    private final MemoryBudget.Share budget;
    private final AtomicLong nextBlock = new AtomicLong();
    private volatile byte[][] segments = new byte[16][];

    NameArena(MemoryBudget.Share budget) {
        this.budget = budget;
    }

    Writer newWriter() {
        return new Writer();
    }

    /** Bytes of all arrays. */
    long bytes() {
        return Stream.of(segments).filter(Objects::nonNull).count() * SEGMENT_LENGTH;
    }

    /** Forgets all names. */
    void free() {
        segments = new byte[0][];
    }

    int length(long offset) {
        byte[] segment = segments[(int) (offset >>> SEGMENT_BITS)];
        int at = (int) offset & SEGMENT_MASK;
        int length = segment[at] & 0xff;
        return length < LONG ? length : (segment[at + 1] & 0xff) << 8 | (segment[at + 2] & 0xff);
    }

    byte[] get(long offset) {
        int at = start(offset);
        return Arrays.copyOfRange(array(offset), at, at + length(offset));
    }

    /** The array that holds the name at {@code offset}. */
    byte[] array(long offset) {
        return segments[(int) (offset >>> SEGMENT_BITS)];
    }

    /** Where in {@link #array} the name's first byte stands. */
    int start(long offset) {
        int at = (int) offset & SEGMENT_MASK;
        return at + ((array(offset)[at] & 0xff) < LONG ? 1 : MOST_LENGTH_BYTES);
    }

    boolean equals(long offset, byte[] bytes, int from, int to) {
        int at = start(offset);
        return Arrays.equals(array(offset), at, at + length(offset), bytes, from, to);
    }

    private synchronized byte[] segment(int index) {
        byte[][] all = segments;
        if (index >= all.length) {
            all = Arrays.copyOf(all, Math.max(index + 1, all.length * 2));
        }
        byte[] segment = all[index];
        if (segment == null) {
            budget.reserve(SEGMENT_LENGTH);
            segment = new byte[SEGMENT_LENGTH];
            all[index] = segment;
        }
        segments = all;
        return segment;
    }

    /** Appends names; one thread. */
    final class Writer {
        private byte[] segment = new byte[0];
        private long next;
        private long end;

        private Writer() {}

        /** Appends a name of at most 65,000 bytes and returns its offset. */
        long append(byte[] bytes, int from, int to) {
            int length = to - from;
            if (end - next < length + MOST_LENGTH_BYTES) {
                takeBlock();
            }
            long offset = next;
            int at = (int) next & SEGMENT_MASK;
            if (length < LONG) {
                segment[at++] = (byte) length;
            } else {
                segment[at++] = (byte) LONG;
                segment[at++] = (byte) (length >>> 8);
                segment[at++] = (byte) length;
            }
            System.arraycopy(bytes, from, segment, at, length);
            next += at + length - (offset & SEGMENT_MASK);
            return offset;
        }

        private void takeBlock() {
            next = nextBlock.getAndIncrement() << BLOCK_BITS;
            int index = (int) (next >>> SEGMENT_BITS);
            segment = segment(index);
            end = Math.min(next + BLOCK, ((long) index << SEGMENT_BITS) + SEGMENT_LENGTH);
        }
    }
}
