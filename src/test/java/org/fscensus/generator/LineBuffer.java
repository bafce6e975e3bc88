package org.fscensus.generator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes under construction. Whoever writes makes sure that there is room. */
final class LineBuffer {
    private static final byte[] BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    byte[] bytes;
    int length;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** Makes room for so many bytes. */
    void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length / 2 * 3));
        }
    }

    void put(int b) {
        bytes[length++] = (byte) b;
    }

    void put(byte[] some) {
        put(some, 0, some.length);
    }

    void put(byte[] some, int from, int to) {
        System.arraycopy(some, from, bytes, length, to - from);
        length += to - from;
    }

    void decimal(long number) {
        number(number, 10);
    }

    void base36(long number) {
        number(number, 36);
    }

    private void number(long number, int base) {
        int digits = 1;
        for (long rest = number / base; rest > 0; rest /= base) {
            digits++;
        }
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = BASE_36[(int) (rest % base)];
            rest /= base;
        }
        length += digits;
    }

    /** A number from 0 to 99, with a zero in front where it is small. */
    void twoDigits(int number) {
        bytes[length++] = (byte) ('0' + number / 10);
        bytes[length++] = (byte) ('0' + number % 10);
    }
}
