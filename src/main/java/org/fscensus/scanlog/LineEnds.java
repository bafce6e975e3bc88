package org.fscensus.scanlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines and tokens eight bytes at a time. */
public final class LineEnds {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';
    private static final long SPACES = ONES * ' ';
    private static final long TABS = ONES * '\t';

    private LineEnds() {}

    /**
     * The index of the first space or tab in {@code bytes[from..to)}, or {@code to}; {@code from} itself where it lies
     * behind {@code to}. Eight bytes behind {@code to} can be read.
     */
    static int nextBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at += 8) {
            long word = (long) LONG.get(bytes, at);
            long space = word ^ SPACES;
            long tab = word ^ TABS;
            long found = (((space - ONES) & ~space) | ((tab - ONES) & ~tab)) & HIGHS;
            if (found != 0) {
                return Math.min(to, at + Long.numberOfTrailingZeros(found) / 8);
            }
        }
        return Math.max(from, to);
    }

    /** The index of the first newline in {@code bytes[from..to)}, or {@code to}. */
    public static int next(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long x = (long) LONG.get(bytes, at) ^ NEWLINES;
            // The lowest set bit is exact; higher ones may be borrows, and are not looked at.
            long found = (x - ONES) & ~x & HIGHS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
