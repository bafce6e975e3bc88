package org.fscensus.census;

import org.fscensus.entry.EntryBatch;

/**
 * Looks for the directories of several paths at once: step by step over all of them, so that the cache misses of each
 * step overlap. One thread.
 */
final class PathLookup {
    private final DirectoryTable table;
    private final PathIndex index;
    private final PathHash hash;

    private final long[] a = new long[EntryBatch.CAPACITY];
    private final long[] b = new long[EntryBatch.CAPACITY];
    private final long[] slots = new long[EntryBatch.CAPACITY];
    private final int[] ids = new int[EntryBatch.CAPACITY];
    private int count;

    PathLookup(DirectoryTable table) {
        this.table = table;
        index = table.index();
        hash = table.hash();
    }

    /** Forgets all paths. */
    void clear() {
        count = 0;
    }

    /** Adds a path, at most as many as a batch has entries; returns its number. */
    int add(byte[] bytes, int from, int to) {
        hash.hash(bytes, from, to, a, b, count);
        return count++;
    }

    /** Looks for all of them. */
    void run() {
        for (int k = 0; k < count; k++) {
            slots[k] = index.firstSlot(b[k]);
        }
        for (int k = 0; k < count; k++) {
            if (!PathIndex.matches(slots[k], b[k])) {
                slots[k] = index.nextSlot(b[k]);
            }
        }
        for (int k = 0; k < count; k++) {
            int id = PathIndex.id(slots[k]);
            ids[k] = table.hashOf(id) == a[k] ? id : 0;
        }
        for (int k = 0; k < count; k++) {
            if (ids[k] == 0 && slots[k] != 0) {
                // Another directory with the same tag stood in front.
                ids[k] = index.find(a[k], b[k]);
            }
        }
    }

    /** The directory of path {@code k}, 0 where it was not found. */
    int id(int k) {
        return ids[k];
    }

    /** The first hash of path {@code k}. */
    long a(int k) {
        return a[k];
    }

    /** The second. */
    long b(int k) {
        return b[k];
    }
}
