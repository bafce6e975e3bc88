package org.fscensus.store;

import java.util.Arrays;

/**
 * Writes the figures of the usage relation ({@link GenerationSchema#USAGE}, {@link GenerationSchema#USAGE_BLOCKS}) in as
 * few bytes as they take, for {@link UsageDecoder} to read. docs/DATABASE.md describes the format. One thread.
 */
public final class UsageEncoder {
    /** Allocated sizes are mostly whole sectors: these are told by their number. */
    private static final int SECTOR_BITS = 9;

    /** An unsigned number of 64 bits takes no more. */
    private static final int MOST_BYTES = 10;

    private static final int FIRST_BYTES = 1 << 8;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Forgets what was written. */
    public void clear() {
        length = 0;
    }

    /** The array that begins with what was written; another one after more is. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** An unsigned number: seven bits a byte, the lowest first, the highest bit set in all bytes but the last. */
    public void number(long value) {
        reserve(MOST_BYTES);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Bytes: twice the sectors where they are whole, else twice the bytes and one. */
    public void size(long value) {
        number(shortSize(value));
    }

    /** The number that {@link #size} writes, for whoever has another use for it. */
    public static long shortSize(long bytes) {
        boolean whole = (bytes & ((1 << SECTOR_BITS) - 1)) == 0;
        return whole ? bytes >>> (SECTOR_BITS - 1) : bytes << 1 | 1;
    }

    /** The bytes that a {@link #shortSize} stands for. */
    public static long longSize(long number) {
        return (number & 1) == 0 ? number << (SECTOR_BITS - 1) : number >>> 1;
    }

    /**
     * One cell.
     *
     * @param code of its age and its size, 0 to 127
     * @param files at least 1
     * @param allocated bytes
     */
    public void cell(int code, long files, long allocated) {
        number((long) code << 1 | (files == 1 ? 0 : 1));
        if (files != 1) {
            number(files);
        }
        size(allocated);
    }

    /** What another one wrote. */
    public void append(UsageEncoder other) {
        append(other, 0, other.length);
    }

    private void append(UsageEncoder other, int from, int to) {
        reserve(to - from);
        System.arraycopy(other.bytes, from, bytes, length, to - from);
        length += to - from;
    }

    /** A part of what another one wrote, in place of what was written here. */
    public void set(UsageEncoder other, int from, int to) {
        clear();
        append(other, from, to);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
