package org.fscensus.census;

import java.util.Arrays;
import org.fscensus.store.DirectoryRows;

/** The rows of an ordered census for the bulk load. One thread. */
final class CensusRows implements DirectoryRows {
    private static final int LEAF = -1;

    private final OrderedCensus census;
    private final DirectoryTable table;
    private final SubtreeFigures figures;
    private final long size;

    // The directories whose subtree has begun and not ended, and where it does.
    private int[] open = new int[64];
    private int[] openUntil = new int[64];
    private int openCount;

    private int rank;
    private int id;
    private int depth;
    private int parent;
    /** The present row's in the figures, or {@link #LEAF}. */
    private int place;

    private int nextPlace;

    @SuppressWarnings("UnusedVariable") // Keeps the compiler from dropping the work.
    private long touched;

    CensusRows(OrderedCensus census) {
        this.census = census;
        table = census.table;
        figures = census.figures;
        size = census.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean next() {
        if (rank == size) {
            return false;
        }
        rank++;
        if (rank % SubtreeFigures.BLOCK == 1) {
            touched += census.touch(rank);
        }
        id = census.idAtRank[rank];
        while (openCount > 0 && openUntil[openCount - 1] < rank) {
            openCount--;
        }
        depth = openCount;
        parent = openCount == 0 ? 0 : open[openCount - 1];
        if (census.subtree[rank] > 1) {
            place = nextPlace++;
            begin();
        } else {
            place = LEAF;
        }
        return true;
    }

    private void begin() {
        if (openCount == open.length) {
            open = Arrays.copyOf(open, openCount * 2);
            openUntil = Arrays.copyOf(openUntil, openCount * 2);
        }
        open[openCount] = rank;
        openUntil[openCount] = rank + census.subtree[rank] - 1;
        openCount++;
    }

    @Override
    public long dirId() {
        return rank;
    }

    @Override
    public long parentId() {
        return parent;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public boolean listed() {
        return table.isListed(id);
    }

    @Override
    public byte[] nameBytes() {
        return table.names().array(table.nameOffset(id));
    }

    @Override
    public int nameFrom() {
        return table.names().start(table.nameOffset(id));
    }

    @Override
    public int nameTo() {
        return nameFrom() + table.names().length(table.nameOffset(id));
    }

    @Override
    public long uid() {
        return Integer.toUnsignedLong(table.uid(id));
    }

    @Override
    public long gid() {
        return Integer.toUnsignedLong(table.gid(id));
    }

    @Override
    public long directFiles() {
        return table.files(id);
    }

    @Override
    public long directAllocatedBytes() {
        return table.allocatedBytes(id);
    }

    @Override
    public long directApparentBytes() {
        return table.apparentBytes(id);
    }

    @Override
    public long directDirectories() {
        return place == LEAF ? 0 : figures.children[place];
    }

    @Override
    public long directLastAccess() {
        return table.newestAccess(id);
    }

    @Override
    public long recursiveFiles() {
        return place == LEAF ? table.files(id) : figures.files[place];
    }

    @Override
    public long recursiveAllocatedBytes() {
        return place == LEAF ? table.allocatedBytes(id) : figures.allocatedBytes[place];
    }

    @Override
    public long recursiveApparentBytes() {
        return place == LEAF ? table.apparentBytes(id) : figures.apparentBytes[place];
    }

    @Override
    public long recursiveDirectories() {
        return census.subtree[rank] - 1L;
    }

    @Override
    public long recursiveLastAccess() {
        return place == LEAF ? table.newestAccess(id) : figures.newestAccess[place];
    }

    @Override
    public long ownerUid() {
        return place == LEAF
                ? owner(table.fileUidState(id), table.fileUid(id))
                : owner(figures.uidState[place], figures.uid[place]);
    }

    @Override
    public long ownerGid() {
        return place == LEAF
                ? owner(table.fileGidState(id), table.fileGid(id))
                : owner(figures.gidState[place], figures.gid[place]);
    }

    private static long owner(int state, int owner) {
        return switch (state) {
            case DirectoryTable.NONE -> NO_OWNER;
            case DirectoryTable.SINGLE -> Integer.toUnsignedLong(owner);
            default -> SEVERAL_OWNERS;
        };
    }
}
