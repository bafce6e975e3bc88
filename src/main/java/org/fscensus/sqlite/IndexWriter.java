package org.fscensus.sqlite;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the b-tree of an index, or of a table WITHOUT ROWID, whose keys come in the index's own order: that is not
 * checked here, whoever writes has to. An index's key ends with the rowid. One thread.
 *
 * <p>Where a leaf is full, the next key goes to the interior page above it, in no leaf. As with {@link Interior}, a full
 * leaf is held back until the next one has a key.
 */
public final class IndexWriter {
    private final PageFile file;
    private final Cells cells;
    private final IntegerKey integers = new IntegerKey();
    private TreePage leaf;
    private @Nullable TreePage held;
    private TreePage spare;
    private byte[] heldKey = new byte[0];
    private @Nullable Interior parent;
    private long rows;

    IndexWriter(PageFile file) {
        this.file = file;
        cells = Cells.ofIndex(file);
        leaf = new TreePage(file.pageBytes(), TreePage.LEAF_INDEX, 0);
        spare = new TreePage(file.pageBytes(), TreePage.LEAF_INDEX, 0);
    }

    /**
     * Adds a key, or a row of a table WITHOUT ROWID with the columns of its primary key first.
     *
     * @throws IOException if the file cannot be written, here as in every method
     */
    public void add(Row key) throws IOException {
        cells.makeIndexCell(key);
        add(key.bytes, key.cellStart, key.cellEnd);
    }

    /**
     * Adds a key of integers alone, at most six: the same as by {@link #add(Row)}, in less time.
     *
     * @param key its columns, the rowid last
     */
    public void add(long[] key) throws IOException {
        integers.make(key);
        add(integers.bytes, integers.start, integers.end);
    }

    private void add(byte[] cell, int from, int to) throws IOException {
        release();
        rows++;
        if (!leaf.add(cell, from, to)) {
            held = leaf;
            heldKey = Arrays.copyOfRange(cell, from, to);
            leaf = spare;
            leaf.clear();
        }
    }

    /** How many keys were added. */
    public long rows() {
        return rows;
    }

    /** Ends the tree and returns its root page, for the schema. */
    public int finish() throws IOException {
        TreePage full = held;
        if (full != null) {
            byte[] key = full.removeLast();
            leaf.add(heldKey, 0, heldKey.length);
            heldKey = key;
            release();
        }
        int last = file.append(leaf.image());
        return parent == null ? last : file.append(parent.finish(last).image());
    }

    /** Writes the leaf that is held back. */
    private void release() throws IOException {
        TreePage full = held;
        if (full != null) {
            held = null;
            spare = full;
            if (parent == null) {
                parent = new Interior(file, TreePage.INTERIOR_INDEX, 0);
            }
            parent.add(file.append(full.image()), heldKey, 0, heldKey.length);
        }
    }
}
