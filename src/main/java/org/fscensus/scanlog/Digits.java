package org.fscensus.scanlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal digits eight at a time, as bytes of a word, the first digit in the lowest byte: no loop over digits, whose end
 * no processor can foresee.
 */
final class Digits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long SIXES = 0x0606060606060606L;
    private static final long HIGH_NIBBLES = 0xf0f0f0f0f0f0f0f0L;

    // Each second pair of digits, and what it counts for in the upper half of a product: 1, 100, 10,000 and 1,000,000.
    private static final long PAIRS = 0x000000ff000000ffL;
    private static final long HUNDREDS = 100 + (1_000_000L << 32);
    private static final long ONES = 1 + (10_000L << 32);

    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};

    private Digits() {}

    /** Eight bytes at {@code at}. */
    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** How many digits a word begins with, 0 to 8. */
    static int count(long word) {
        return Long.numberOfTrailingZeros(notDigits(word)) >>> 3;
    }

    /** Something other than zero in every byte that is no digit. Right up to the lowest such byte, which is what counts. */
    static long notDigits(long word) {
        long nibbles = word ^ ZEROS;
        // A nibble above nine carries into the upper half of its byte; other upper halves were not that of a digit.
        return (nibbles | (nibbles + SIXES)) & HIGH_NIBBLES;
    }

    /** The number that the first {@code count} bytes of a word stand for, all of them digits; 1 to 8. */
    static long value(long word, int count) {
        // Moved to the high end, with zeros in front; then pairs are joined, and all four pairs by two products.
        long digits = (word ^ ZEROS) << (64 - 8 * count);
        digits = digits * 10 + (digits >>> 8);
        return ((digits & PAIRS) * HUNDREDS + (digits >>> 16 & PAIRS) * ONES) >>> 32;
    }

    /** The number of eight digits, with {@code count} more behind them in a second word; 0 to 7. */
    static long value(long word, long second, int count) {
        long first = value(word, 8);
        return count == 0 ? first : first * POWERS_OF_TEN[count] + value(second, count);
    }
}
