package org.fscensus.sqlite;

/** SQLite's integers of one to nine bytes: seven bits each from the most significant down, the ninth byte whole. */
final class Varint {
    static final int MOST_BYTES = 9;

    private Varint() {}

    static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return bits > 56 ? MOST_BYTES : (bits + 6) / 7;
    }

    /** Writes {@code value}, which takes {@link #length} bytes, and returns where it ends. */
    static int put(byte[] bytes, int at, long value) {
        if (value >= 0 && value < 0x80) {
            bytes[at] = (byte) value;
            return at + 1;
        }
        int length = length(value);
        long rest = value;
        int last = at + length - 1;
        if (length == MOST_BYTES) {
            bytes[last--] = (byte) rest;
            rest >>>= 8;
            bytes[last] = (byte) (rest | 0x80);
        } else {
            bytes[last] = (byte) (rest & 0x7f);
        }
        for (int i = last - 1; i >= at; i--) {
            rest >>>= 7;
            bytes[i] = (byte) (rest | 0x80);
        }
        return at + length;
    }
}
