package org.fscensus.sqlite;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One level of interior pages, filled from left to right; the level above grows as pages get full. A full page is held
 * back until the next has a key of its own: where there is none left for that, the full one gives up its last.
 */
final class Interior {
    private final PageFile file;
    private final int type;
    private final int spared;
    private TreePage page;
    private @Nullable TreePage held;
    private @Nullable TreePage spare;
    private byte[] heldKey = new byte[0];
    private @Nullable Interior parent;

    Interior(PageFile file, int type, int spared) {
        this.file = file;
        this.type = type;
        this.spared = spared;
        page = new TreePage(file.pageBytes(), type, spared);
    }

    /** Adds a page of the level below, and {@code key[from, to)} that divides it from the next. */
    void add(int child, byte[] key, int from, int to) throws IOException {
        release();
        if (!page.add(child, key, from, to)) {
            page.setRightChild(child);
            held = page;
            heldKey = Arrays.copyOfRange(key, from, to);
            page = spare == null ? new TreePage(file.pageBytes(), type, spared) : spare;
            page.clear();
            spare = null;
        }
    }

    /** Adds the last page of the level below and returns the tree's root, which is not written yet. */
    TreePage finish(int lastChild) throws IOException {
        TreePage full = held;
        if (full != null) {
            byte[] key = full.removeLast();
            page.add(full.rightChild(), heldKey, 0, heldKey.length);
            full.setRightChild(full.removedChild());
            heldKey = key;
        }
        page.setRightChild(lastChild);
        release();
        return parent == null ? page : parent.finish(file.append(page.image()));
    }

    /** Writes the page that is held back. */
    private void release() throws IOException {
        TreePage full = held;
        if (full != null) {
            held = null;
            spare = full;
            if (parent == null) {
                parent = new Interior(file, type, spared);
            }
            parent.add(file.append(full.image()), heldKey, 0, heldKey.length);
        }
    }
}
