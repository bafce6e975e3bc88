package org.fscensus.census;

import org.fscensus.store.DirectoryRows;

/** The rows of an ordered census for the bulk load. One thread. */
final class CensusRows implements DirectoryRows {
    private final OrderedCensus census;
    private final DirectoryTable table;
    private final long size;
    /** The {@code dir_id} of the ancestor at each depth of the present row, itself included. */
    private long[] ancestors = new long[64];

    private int rank;
    private int id;
    private int depth = -1;

    CensusRows(OrderedCensus census) {
        this.census = census;
        table = census.table;
        size = census.size();
    }

    @Override
    public boolean next() {
        if (rank == size) {
            return false;
        }
        rank++;
        id = census.idAtRank[rank];
        long parent = parentId();
        while (depth >= 0 && ancestors[depth] != parent) {
            depth--;
        }
        depth++;
        if (depth == ancestors.length) {
            ancestors = java.util.Arrays.copyOf(ancestors, depth * 2);
        }
        ancestors[depth] = rank;
        return true;
    }

    @Override
    public long dirId() {
        return rank;
    }

    @Override
    public long parentId() {
        return census.rankOf[table.parentOf(id)];
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
    public byte[] name() {
        return table.names().get(table.nameOffset(id));
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
        return census.children[id];
    }

    @Override
    public long directLastAccess() {
        return table.newestAccess(id);
    }

    @Override
    public long recursiveFiles() {
        return census.files[id];
    }

    @Override
    public long recursiveAllocatedBytes() {
        return census.allocatedBytes[id];
    }

    @Override
    public long recursiveApparentBytes() {
        return census.apparentBytes[id];
    }

    @Override
    public long recursiveDirectories() {
        return census.subtree[id] - 1L;
    }

    @Override
    public long recursiveLastAccess() {
        return census.newestAccess[id];
    }

    @Override
    public long ownerUid() {
        return owner(census.uidState[id], census.uid[id]);
    }

    @Override
    public long ownerGid() {
        return owner(census.gidState[id], census.gid[id]);
    }

    private static long owner(int state, int owner) {
        return switch (state) {
            case DirectoryTable.NONE -> NO_OWNER;
            case DirectoryTable.SINGLE -> Integer.toUnsignedLong(owner);
            default -> SEVERAL_OWNERS;
        };
    }
}
