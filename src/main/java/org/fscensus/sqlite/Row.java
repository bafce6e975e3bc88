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

    /** Bytes of an integer, by its serial type. */
    private static final byte[] BYTES_OF_TYPE = {0, 1, 2, 3, 4, 6, 8, 0, 0, 0};

    /** Serial type of an integer, by twice the number of its bits with the sign, and one more below zero. */
    private static final byte[] TYPES = new byte[2 * Long.SIZE + 2];

    static {
        int type = 1;
        for (int bits = 1; bits <= Long.SIZE; bits++) {
            if (bits > 8 * BYTES_OF_TYPE[type]) {
                type++;
            }
            TYPES[2 * bits] = (byte) type;
            TYPES[2 * bits + 1] = (byte) type;
        }
        // With so few bits there is but one that is not below zero: 0 itself, and 1.
        TYPES[2] = ZERO;
        TYPES[4] = ZERO + 1;
    }

    /** Room behind the last value: integers are written eight bytes at a time. */
    private static final int SLACK = 8;

    /** Room in front of the header for what a cell has before its payload. */
    private static final int CELL_PREFIX = 2 * Varint.MOST_BYTES;

    private final int columns;
    private final byte[] types;
    private final long[] single = new long[1];
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
        single[0] = value;
        integers(single, 0, 1, ~value);
    }

    /**
     * An integer, or NULL, for each of {@code values[from, to)}: a row's columns together take less time than one by one.
     *
     * @param none what stands for NULL
     */
    public void integers(long[] values, int from, int to, long none) {
        reserve((long) Long.BYTES * (to - from) + SLACK);
        int at = end;
        int typeAt = typesEnd;
        // No branch depends on a value: of these columns nobody, and no processor, can tell the next.
        for (int i = from; i < to; i++) {
            long value = values[i];
            int type = value == none ? NULL : typeOf(value);
            int length = bytesOf(type);
            types[typeAt++] = (byte) type;
            // Where the length is 0 this writes anything, which the next value writes over.
            LONG.set(bytes, at, value << (Long.SIZE - 8 * length));
            at += length;
        }
        end = at;
        typesEnd = typeAt;
        written += to - from;
    }

    /** The serial type of the fewest bytes that hold an integer. */
    static int typeOf(long value) {
        int bits = Long.SIZE + 1 - Long.numberOfLeadingZeros(value ^ (value >> 63));
        return TYPES[2 * bits + (int) (value >>> 63)];
    }

    /** How many bytes an integer of a serial type takes. */
    static int bytesOf(int type) {
        return BYTES_OF_TYPE[type];
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
        reserve(length + (long) SLACK);
        System.arraycopy(source, from, bytes, end, length);
        end += length;
        typesEnd = Varint.put(types, typesEnd, 2L * length + type);
        written++;
    }

    private void reserve(long more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(end + more, Math.min(2L * bytes.length, 1 << 30))));
        }
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
