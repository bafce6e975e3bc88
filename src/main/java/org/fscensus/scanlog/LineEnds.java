package org.fscensus.scanlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines and tokens eight bytes at a time. */
public final class LineEnds {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private LineEnds() {}

    /** Whether a byte separates tokens. */
    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The index of the first byte from {@code from} on that separates no tokens; the line's end is one. */
    static int skipBlanks(byte[] bytes, int from) {
        int at = from;
        while (isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /**
     * The index of the first space, tab or newline in {@code bytes[from..limit)}, or {@code limit}, where a 0 stands with
     * eight more bytes that can be read behind it.
     */
    static int nextBlank(byte[] bytes, int from, int limit) {
        return nextBlank(bytes, from, limit, (byte) '\n');
    }

    /** As {@link #nextBlank(byte[], int, int)}, with another byte in the newline's place: below the space too. */
    static int nextBlank(byte[] bytes, int from, int limit, byte terminator) {
        int at = from;
        while (true) {
            long word = (long) LONG.get(bytes, at);
            // Exact up to the lowest byte that is found; the few control bytes among them are passed over.
            long found = (word - ONES * (' ' + 1)) & ~word & HIGHS;
            if (found == 0) {
                at += 8;
                continue;
            }
            at += Long.numberOfTrailingZeros(found) >>> 3;
            byte b = bytes[at];
            if (b == ' ' || b == '\t' || b == terminator || at >= limit) {
                return at;
            }
            at++;
        }
    }

    /** The index of the first newline in {@code bytes[from..to)}, or {@code to}. */
    public static int next(byte[] bytes, int from, int to) {
        return next(bytes, from, to, (byte) '\n');
    }

    /** The index of the first such byte in {@code bytes[from..to)}, or {@code to}. */
    static int next(byte[] bytes, int from, int to, byte terminator) {
        long terminators = ONES * (terminator & 0xff);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long x = (long) LONG.get(bytes, at) ^ terminators;
            // The lowest set bit is exact; higher ones may be borrows, and are not looked at.
            long found = (x - ONES) & ~x & HIGHS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < to && bytes[at] != terminator) {
            at++;
        }
        return at;
    }
}
