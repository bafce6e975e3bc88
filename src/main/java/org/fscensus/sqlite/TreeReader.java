package org.fscensus.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the rows of a table, or the keys of an index, in the order of their b-tree. SQLite must have found the file's
 * structure whole before: of a damaged one this may read anything. One thread.
 */
public final class TreeReader implements Closeable {
    /** In place of a value that is no integer. */
    public static final long NO_INTEGER = Long.MIN_VALUE;

    /** SQLite's own limit. */
    private static final int MOST_LEVELS = 20;

    /** Room behind pages and payloads: integers are read eight bytes at a time. */
    private static final int SLACK = Long.BYTES;

    private static final int PAGE_SIZE_AT = 16;
    private static final int FILE_HEADER = 100;
    private static final int POINTER = 4;

    private final FileChannel channel;
    private final int pageBytes;
    private final ByteBuffer[] pages = new ByteBuffer[MOST_LEVELS];
    private final int[] headers = new int[MOST_LEVELS];
    /** Of a leaf the cells that were read; of an interior page the children, and in an index the keys between them. */
    private final int[] steps = new int[MOST_LEVELS];

    private int level = -1;
    private long rowid;
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private int at;
    private int lastFrom;
    private int lastTo;

    /** @throws IOException if the file cannot be read, here as in every method */
    public TreeReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        ByteBuffer size = ByteBuffer.allocate(2);
        read(size, PAGE_SIZE_AT);
        int told = Short.toUnsignedInt(size.getShort(0));
        pageBytes = told == 1 ? 1 << 16 : told;
    }

    /** Goes in front of the first row of another tree. */
    public void open(int rootPage) throws IOException {
        level = -1;
        descend(rootPage);
    }

    /** Moves to the next row; false after the last. */
    public boolean next() throws IOException {
        while (level >= 0) {
            ByteBuffer page = pages[level];
            int header = headers[level];
            int type = page.get(header);
            int cells = Short.toUnsignedInt(page.getShort(header + 3));
            int step = steps[level]++;
            if (type >= TreePage.LEAF_INDEX) {
                if (step < cells) {
                    readCell(page, cell(page, header + 8, step), type);
                    return true;
                }
                level--;
            } else if (type == TreePage.INTERIOR_INDEX && (step & 1) == 1) {
                if (step / 2 < cells) {
                    readCell(page, cell(page, header + 12, step / 2) + POINTER, type);
                    return true;
                }
                level--;
            } else {
                int child = type == TreePage.INTERIOR_INDEX ? step / 2 : step;
                if (child <= cells) {
                    descend(page.getInt(child < cells ? cell(page, header + 12, child) : header + 8));
                } else {
                    level--;
                }
            }
        }
        return false;
    }

    private static int cell(ByteBuffer page, int pointers, int index) {
        return Short.toUnsignedInt(page.getShort(pointers + 2 * index));
    }

    private void descend(int number) throws IOException {
        if (++level == MOST_LEVELS) {
            throw new IOException("page " + number + " lies deeper than any b-tree");
        }
        if (pages[level] == null) {
            pages[level] = ByteBuffer.allocate(pageBytes + SLACK);
        }
        readPage(pages[level], number);
        headers[level] = number == 1 ? FILE_HEADER : 0;
        steps[level] = 0;
    }

    private void readPage(ByteBuffer page, int number) throws IOException {
        read(page.clear().limit(pageBytes), (number - 1L) * pageBytes);
        page.clear();
    }

    private void read(ByteBuffer into, long from) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, from + into.position()) < 0) {
                throw new IOException("the file ends before byte " + (from + into.limit()));
            }
        }
    }

    private void readCell(ByteBuffer page, int cell, int type) throws IOException {
        at = cell;
        long length = varint(page);
        rowid = type == TreePage.LEAF_TABLE ? varint(page) : 0;
        int local = Cells.localBytes(pageBytes, type == TreePage.LEAF_TABLE, length);
        payload = local == length ? page : gather(page, local, Math.toIntExact(length));
    }

    private ByteBuffer gather(ByteBuffer page, int local, int length) throws IOException {
        byte[] whole = new byte[length + SLACK];
        page.get(at, whole, 0, local);
        int next = page.getInt(at + local);
        ByteBuffer overflow = ByteBuffer.allocate(pageBytes);
        for (int filled = local; filled < length; ) {
            readPage(overflow, next);
            int more = Math.min(pageBytes - POINTER, length - filled);
            overflow.get(POINTER, whole, filled, more);
            filled += more;
            next = overflow.getInt(0);
        }
        at = 0;
        return ByteBuffer.wrap(whole);
    }

    /** The rowid of a table's row. */
    public long rowid() {
        return rowid;
    }

    /**
     * The integers of the present row, once: {@link #NO_INTEGER} for other values, and for columns that it does not have.
     *
     * @param into by column
     */
    public void integers(long[] into) {
        int header = at;
        int body = header + (int) varint(payload);
        int bodyStart = body;
        for (int column = 0; column < into.length; column++) {
            if (at >= bodyStart) {
                into[column] = NO_INTEGER;
                continue;
            }
            long type = varint(payload);
            into[column] = integer(type, body);
            lastFrom = body;
            body += bytesOf(type);
        }
        lastTo = body;
    }

    /** The array that has the last of the columns read by {@link #integers}, until the next row. */
    public byte[] lastArray() {
        return payload.array();
    }

    /** Where that column's value begins in the array. */
    public int lastFrom() {
        return lastFrom;
    }

    /** Where it ends. */
    public int lastTo() {
        return lastTo;
    }

    private long integer(long type, int from) {
        if (type == 8 || type == 9) {
            return type - 8;
        }
        if (type < 1 || type > 6) {
            return NO_INTEGER;
        }
        return payload.getLong(from) >> (Long.SIZE - Byte.SIZE * bytesOf(type));
    }

    private static int bytesOf(long type) {
        if (type >= 12) {
            return (int) ((type - 12) / 2);
        }
        if (type <= 4) {
            return (int) type;
        }
        return type == 5 ? 6 : type <= 7 ? 8 : 0;
    }

    private long varint(ByteBuffer bytes) {
        byte first = bytes.get(at++);
        if (first >= 0) {
            return first;
        }
        long value = first & 0x7f;
        for (int i = 2; i < Varint.MOST_BYTES; i++) {
            byte next = bytes.get(at++);
            value = value << 7 | (next & 0x7f);
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | (bytes.get(at++) & 0xff);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
