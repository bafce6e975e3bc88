package org.fscensus.sqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The cell of an index's key that has nothing but integers. It is made from its end backwards, each value with one store
 * that reaches over what comes in front of it and is written next. One thread.
 */
final class IntegerKey {
    /** That a header and the length of a cell fit one such store, and a cell every page. */
    private static final int MOST_VALUES = Long.BYTES - 2;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** The cell is {@code bytes[start, end)}. */
    final byte[] bytes = new byte[Long.BYTES * (MOST_VALUES + 1)];

    final int end = bytes.length;
    int start;

    /** @throws IllegalArgumentException if there are more than six values */
    void make(long[] values) {
        int columns = values.length;
        if (columns > MOST_VALUES) {
            throw new IllegalArgumentException(columns + " integers in a key");
        }
        int at = end;
        // The types in its lowest bytes, in front of them the header's length, and the cell's before that.
        long header = 0;
        for (int i = columns - 1; i >= 0; i--) {
            long value = values[i];
            int type = Row.typeOf(value);
            header |= (long) type << (8 * (columns - 1 - i));
            int length = Row.bytesOf(type);
            if (length > 0) {
                LONG.set(bytes, at - Long.BYTES, value);
                at -= length;
            }
        }
        header |= (columns + 1L) << (8 * columns) | (end - at + columns + 1L) << (8 * (columns + 1));
        LONG.set(bytes, at - Long.BYTES, header);
        start = at - columns - 2;
    }
}
