package org.fscensus.sqlite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the b-tree of a table with rowids, its rows in ascending order of these. One thread. */
public final class TableWriter {
    private final PageFile file;
    private final Cells cells;
    private final int spared;
    private final TreePage leaf;
    private final byte[] key = new byte[Varint.MOST_BYTES];
    private @Nullable Interior parent;
    private long lastRowid = Long.MIN_VALUE;
    private long rows;

    TableWriter(PageFile file, int spared) {
        this.file = file;
        this.spared = spared;
        cells = Cells.ofTable(file);
        leaf = new TreePage(file.pageBytes(), TreePage.LEAF_TABLE, spared);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if the last one's rowid is not smaller
     * @throws IOException if the file cannot be written, here as in every method
     */
    public void add(long rowid, Row row) throws IOException {
        if (rowid <= lastRowid && rows > 0) {
            throw new IllegalArgumentException("row " + rowid + " comes after row " + lastRowid);
        }
        cells.makeTableCell(row, rowid);
        if (!leaf.add(row.bytes, row.cellStart, row.cellEnd)) {
            endLeaf();
            if (!leaf.add(row.bytes, row.cellStart, row.cellEnd)) {
                throw new IllegalStateException("row " + rowid + " fits no page of " + file.pageBytes() + " bytes");
            }
        }
        lastRowid = rowid;
        rows++;
    }

    private void endLeaf() throws IOException {
        if (parent == null) {
            parent = new Interior(file, TreePage.INTERIOR_TABLE, spared);
        }
        parent.add(file.append(leaf.image()), key, 0, Varint.put(key, 0, lastRowid));
        leaf.clear();
    }

    /** How many rows were added. */
    public long rows() {
        return rows;
    }

    /** Ends the tree and returns its root page, for the schema. */
    public int finish() throws IOException {
        return file.append(root().image());
    }

    /** Ends the tree but for its root page, which is left to the caller. */
    TreePage root() throws IOException {
        return parent == null ? leaf : parent.finish(file.append(leaf.image()));
    }
}
