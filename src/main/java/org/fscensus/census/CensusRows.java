package org.fscensus.census;

import java.util.Arrays;
import org.fscensus.store.DirectoryRows;

/** The rows of an ordered census for the bulk load. One thread. */
final class CensusRows implements DirectoryRows {
    private static final int LEAF = -1;

    private final OrderedCensus census;
    private final DirectoryRecord record;
    private final NameArena names;
    private final SubtreeFigures figures;
    private final long size;

    // The directories whose subtree has begun and not ended, and where it does.
    private int[] open = new int[64];
    private int[] openUntil = new int[64];
    private int openCount;

    private int rank;
    private byte[] nameBytes = new byte[0];
    private int nameFrom;
    private int nameTo;
    private int depth;
    private int parent;
    /** The present row's in the figures, or {@link #LEAF}. */
    private int place;

    private int nextPlace;

    @SuppressWarnings("UnusedVariable") // Keeps the compiler from dropping the work.
    private long touched;

    CensusRows(OrderedCensus census) {
        this.census = census;
        record = census.table.newRecord();
        names = census.table.names();
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
            touch();
        }
        record.moveTo(census.idAtRank[rank]);
        long name = record.nameOffset();
        nameBytes = names.array(name);
        nameFrom = names.start(name);
        nameTo = nameFrom + names.length(name);
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

    /** Fetches what a block of rows from the present one on will read. */
    private void touch() {
        int to = (int) Math.min(size + 1, (long) rank + SubtreeFigures.BLOCK);
        record.touch(census.idAtRank, rank, to);
        long sum = 0;
        for (int i = rank; i < to; i++) {
            record.moveTo(census.idAtRank[i]);
            long name = record.nameOffset();
            sum += names.length(name);
        }
        touched += sum;
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
        return record.isListed();
    }

    @Override
    public byte[] nameBytes() {
        return nameBytes;
    }

    @Override
    public int nameFrom() {
        return nameFrom;
    }

    @Override
    public int nameTo() {
        return nameTo;
    }

    @Override
    public long uid() {
        return Integer.toUnsignedLong(record.uid());
    }

    @Override
    public long gid() {
        return Integer.toUnsignedLong(record.gid());
    }

    @Override
    public long directFiles() {
        return record.files();
    }

    @Override
    public long directAllocatedBytes() {
        return record.allocatedBytes();
    }

    @Override
    public long directApparentBytes() {
        return record.apparentBytes();
    }

    @Override
    public long directDirectories() {
        return place == LEAF ? 0 : figures.children[place];
    }

    @Override
    public long directLastAccess() {
        return record.newestAccess();
    }

    @Override
    public long recursiveFiles() {
        return place == LEAF ? record.files() : figures.files[place];
    }

    @Override
    public long recursiveAllocatedBytes() {
        return place == LEAF ? record.allocatedBytes() : figures.allocatedBytes[place];
    }

    @Override
    public long recursiveApparentBytes() {
        return place == LEAF ? record.apparentBytes() : figures.apparentBytes[place];
    }

    @Override
    public long recursiveDirectories() {
        return census.subtree[rank] - 1L;
    }

    @Override
    public long recursiveLastAccess() {
        return place == LEAF ? record.newestAccess() : figures.newestAccess[place];
    }

    @Override
    public long ownerUid() {
        return place == LEAF
                ? owner(record.fileUidState(), record.fileUid())
                : owner(figures.uidState[place], figures.uid[place]);
    }

    @Override
    public long ownerGid() {
        return place == LEAF
                ? owner(record.fileGidState(), record.fileGid())
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
