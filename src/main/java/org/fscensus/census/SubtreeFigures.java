package org.fscensus.census;

import java.util.Arrays;
import org.fscensus.store.Saturated;

/**
 * The recursive figures of those directories that have subdirectories; those of the others are their own. They are rolled
 * up in one pass in pre-order, on a stack of the directories whose subtree has begun and not ended.
 *
 * <p>Places are given out in pre-order: a cursor that counts the directories with subdirectories knows the place of each.
 */
final class SubtreeFigures {
    /** Directories whose records are fetched together. */
    static final int BLOCK = 64;

    private final DirectoryRecord record;

    final long[] files;
    final long[] allocatedBytes;
    final long[] apparentBytes;
    final long[] newestAccess;
    /** Immediate subdirectories. */
    final int[] children;

    final int[] uid;
    final int[] gid;
    final byte[] uidState;
    final byte[] gidState;

    private int[] open = new int[64];
    private int[] openUntil = new int[64];
    private int depth;
    private int next;

    SubtreeFigures(DirectoryTable table, int directories) {
        record = table.newRecord();
        files = new long[directories];
        allocatedBytes = new long[directories];
        apparentBytes = new long[directories];
        newestAccess = new long[directories];
        children = new int[directories];
        uid = new int[directories];
        gid = new int[directories];
        uidState = new byte[directories];
        gidState = new byte[directories];
    }

    /** What they take for so many directories with subdirectories. */
    static long bytes(int directories) {
        return directories * (4L * Long.BYTES + 3 * Integer.BYTES + 2);
    }

    /** Adds up {@code size} directories; once. */
    void rollUp(Numbering numbering, int size, OrderProgress progress) {
        for (int from = 1; from <= size; from += BLOCK) {
            int to = Math.min(size + 1, from + BLOCK);
            record.touch(numbering.idAtRank, from, to);
            for (int rank = from; rank < to; rank++) {
                progress.step();
                add(rank, numbering.idAtRank[rank], numbering.subtree[rank]);
            }
        }
        closeBefore(Integer.MAX_VALUE);
    }

    private void add(int rank, int id, int subtree) {
        closeBefore(rank);
        if (depth > 0) {
            children[open[depth - 1]]++;
        }
        if (subtree > 1) {
            begin(id, rank + subtree - 1);
        } else if (depth > 0) {
            addOwn(open[depth - 1], id);
        }
    }

    private void begin(int id, int last) {
        int place = next++;
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
            openUntil = Arrays.copyOf(openUntil, depth * 2);
        }
        open[depth] = place;
        openUntil[depth] = last;
        depth++;
        newestAccess[place] = Long.MIN_VALUE;
        addOwn(place, id);
    }

    private void closeBefore(int rank) {
        while (depth > 0 && openUntil[depth - 1] < rank) {
            int place = open[--depth];
            if (depth > 0) {
                addSubtree(open[depth - 1], place);
            }
        }
    }

    private void addOwn(int place, int id) {
        record.moveTo(id);
        add(place, record.files(), record.allocatedBytes(), record.apparentBytes(), record.newestAccess());
        joinUid(place, record.fileUidState(), record.fileUid());
        joinGid(place, record.fileGidState(), record.fileGid());
    }

    private void addSubtree(int place, int child) {
        add(place, files[child], allocatedBytes[child], apparentBytes[child], newestAccess[child]);
        joinUid(place, uidState[child], uid[child]);
        joinGid(place, gidState[child], gid[child]);
    }

    private void add(int place, long moreFiles, long allocated, long apparent, long newest) {
        files[place] += moreFiles;
        allocatedBytes[place] = Saturated.sum(allocatedBytes[place], allocated);
        apparentBytes[place] = Saturated.sum(apparentBytes[place], apparent);
        newestAccess[place] = Math.max(newestAccess[place], newest);
    }

    private void joinUid(int place, int state, int owner) {
        if (state != DirectoryTable.NONE) {
            uidState[place] = (byte) DirectoryTable.merge(uidState[place], uid[place], state, owner);
            uid[place] = owner;
        }
    }

    private void joinGid(int place, int state, int owner) {
        if (state != DirectoryTable.NONE) {
            gidState[place] = (byte) DirectoryTable.merge(gidState[place], gid[place], state, owner);
            gid[place] = owner;
        }
    }
}
