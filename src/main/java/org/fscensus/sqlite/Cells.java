package org.fscensus.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes cells of records: the payload's length, the rowid in a table, and the payload, whose end goes to a chain of
 * overflow pages where it is too long. The limits are those of section 1.6 of the format's document, by its names.
 */
final class Cells {
    private static final int POINTER = 4;

    private final PageFile file;
    private final boolean ofTable;
    private final byte[] overflow;

    private Cells(PageFile file, boolean ofTable) {
        this.file = file;
        this.ofTable = ofTable;
        overflow = new byte[file.pageBytes()];
    }

    static Cells ofTable(PageFile file) {
        return new Cells(file, true);
    }

    static Cells ofIndex(PageFile file) {
        return new Cells(file, false);
    }

    /** How many bytes of a payload stand in its cell; the others go to overflow pages. */
    static int localBytes(int pageBytes, boolean ofTable, long payload) {
        int most = ofTable ? pageBytes - 35 : (pageBytes - 12) * 64 / 255 - 23;
        if (payload <= most) {
            return (int) payload;
        }
        int least = (pageBytes - 12) * 32 / 255 - 23;
        int fillingPages = (int) (least + (payload - least) % (pageBytes - POINTER));
        return fillingPages <= most ? fillingPages : least;
    }

    void makeTableCell(Row row, long rowid) throws IOException {
        row.seal();
        int payload = row.end - row.start;
        spill(row, payload);
        row.cellStart = row.start - Varint.length(rowid);
        Varint.put(row.bytes, row.cellStart, rowid);
        putLength(row, payload);
    }

    void makeIndexCell(Row row) throws IOException {
        row.seal();
        int payload = row.end - row.start;
        spill(row, payload);
        row.cellStart = row.start;
        putLength(row, payload);
    }

    private static void putLength(Row row, int payload) {
        row.cellStart -= Varint.length(payload);
        Varint.put(row.bytes, row.cellStart, payload);
    }

    private void spill(Row row, int payload) throws IOException {
        int local = localBytes(overflow.length, ofTable, payload);
        if (local == payload) {
            row.cellEnd = row.end;
            return;
        }
        int from = row.start + local;
        int firstPage = writeOverflow(row.bytes, from, row.end);
        // Over bytes that the overflow pages hold by now; a record has room behind its end.
        ByteBuffer.wrap(row.bytes).putInt(from, firstPage);
        row.cellEnd = from + POINTER;
    }

    private int writeOverflow(byte[] bytes, int from, int to) throws IOException {
        int firstPage = file.nextPage();
        for (int at = from; at < to; ) {
            int length = Math.min(overflow.length - POINTER, to - at);
            ByteBuffer page = ByteBuffer.wrap(overflow).putInt(0, 0).position(POINTER);
            page.put(bytes, at, length).put(new byte[page.remaining()]);
            at += length;
            if (at < to) {
                page.putInt(0, file.pageAfter(file.nextPage()));
            }
            file.append(overflow);
        }
        return firstPage;
    }
}
