package org.fscensus.sqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A row in SQLite's record format, built value by value in a buffer that is used again for the next row: call
 * {@link #begin}, one method for each column, and hand it to a {@link TableWriter} or an {@link IndexWriter}, which
 * makes a cell of it in the same buffer. One thread.
 */
public final class Row {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private static final int NULL = 0;
    private static final int ZERO = 8;
    private static final int BLOB = 12;
    private static final int TEXT = 13;

    /** Serial type and bytes of an integer, by the number of its bits with the sign. */
    private static final byte[] TYPE_OF_BITS = new byte[Long.SIZE + 1];

    private static final byte[] BYTES_OF_BITS = new byte[Long.SIZE + 1];

    static {
        int[] bytesOfType = {0, 1, 2, 3, 4, 6, 8};
        int type = 1;
        for (int bits = 1; bits <= Long.SIZE; bits++) {
            if (bits > 8 * bytesOfType[type]) {
                type++;
            }
            TYPE_OF_BITS[bits] = (byte) type;
            BYTES_OF_BITS[bits] = (byte) bytesOfType[type];
        }
    }

    /** Room behind the last value: integers are written eight bytes at a time. */
    private static final int SLACK = 8;

    /** Room in front of the header for what a cell has before its payload. */
    private static final int CELL_PREFIX = 2 * Varint.MOST_BYTES;

    private final int columns;
    private final byte[] types;
    private final int bodyStart;
    private int typesEnd;
    private int written;

    /** The payload is {@code bytes[start, end)}, and after {@link Cells} the cell {@code bytes[cellStart, cellEnd)}. */
    byte[] bytes;

    int start;
    int end;
    int cellStart;
    int cellEnd;

    /** @param columns of each row */
    public Row(int columns) {
        this.columns = columns;
        types = new byte[columns * Varint.MOST_BYTES];
        bodyStart = CELL_PREFIX + Varint.MOST_BYTES + types.length;
        bytes = new byte[bodyStart + columns * Long.BYTES + SLACK];
        end = bodyStart;
    }

    /** Starts the next row. */
    public void begin() {
        typesEnd = 0;
        written = 0;
        end = bodyStart;
    }

    /** NULL; also what a row holds in place of its {@code INTEGER PRIMARY KEY}. */
    public void nothing() {
        types[typesEnd++] = NULL;
        written++;
    }

    /** An integer, in as few bytes as it takes. */
    public void integer(long value) {
        written++;
        if ((value & ~1L) == 0) {
            types[typesEnd++] = (byte) (ZERO + value);
            return;
        }
        int bits = Long.SIZE + 1 - Long.numberOfLeadingZeros(value ^ (value >> 63));
        int length = BYTES_OF_BITS[bits];
        types[typesEnd++] = TYPE_OF_BITS[bits];
        if (end + SLACK > bytes.length) {
            grow(SLACK);
        }
        LONG.set(bytes, end, value << (Long.SIZE - 8 * length));
        end += length;
    }

    /** {@code source[from, to)} as TEXT; the bytes are taken as they are, valid UTF-8 or not. */
    public void text(byte[] source, int from, int to) {
        put(TEXT, source, from, to);
    }

    /** {@code source[from, to)} as BLOB. */
    public void blob(byte[] source, int from, int to) {
        put(BLOB, source, from, to);
    }

    private void put(int type, byte[] source, int from, int to) {
        int length = to - from;
        if (end + (long) length + SLACK > bytes.length) {
            grow(length + (long) SLACK);
        }
        System.arraycopy(source, from, bytes, end, length);
        end += length;
        typesEnd = Varint.put(types, typesEnd, 2L * length + type);
        written++;
    }

    private void grow(long more) {
        bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(end + more, Math.min(2L * bytes.length, 1 << 30))));
    }

    /**
     * Puts the header in front of the values.
     *
     * @throws IllegalStateException if there are not as many values as columns
     */
    void seal() {
        if (written != columns) {
            throw new IllegalStateException(written + " values for " + columns + " columns");
        }
        int headerBytes = typesEnd + 1;
        while (headerBytes < typesEnd + Varint.length(headerBytes)) {
            headerBytes++;
        }
        start = bodyStart - headerBytes;
        Varint.put(bytes, start, headerBytes);
        System.arraycopy(types, 0, bytes, bodyStart - typesEnd, typesEnd);
    }
}
