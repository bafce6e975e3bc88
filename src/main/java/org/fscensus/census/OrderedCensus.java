package org.fscensus.census;

import java.util.function.LongConsumer;
import org.fscensus.store.DirectoryRows;

/**
 * A census with its directories numbered in pre-order and their figures rolled up. Arrays by arrival id; since parents
 * arrive before their children, one pass upwards numbers and one pass downwards rolls up. Immutable once made.
 */
public final class OrderedCensus {
    /** Progress is told, and a cancel seen, after so many directories. */
    private static final int STEP = 1 << 15;

    /** All arrays here, with those that numbering needs for a while; reserved when a directory is interned. */
    static final int BYTES_PER_DIRECTORY = 4 * 4 + 4 * 8 + 2 * 4 + 2 + 2 * 4;

    final DirectoryTable table;
    /** By rank, from 1. */
    final int[] idAtRank;
    /** By id: the {@code dir_id}, from 1. */
    final int[] rankOf;
    /** By id: its immediate subdirectories. */
    final int[] children;
    /** By id: the directories of its subtree, itself included. */
    final int[] subtree;

    final long[] files;
    final long[] allocatedBytes;
    final long[] apparentBytes;
    final long[] newestAccess;
    final int[] uid;
    final int[] gid;
    final byte[] uidState;
    final byte[] gidState;

    private final int limit;

    private OrderedCensus(DirectoryTable table) {
        this.table = table;
        limit = table.idLimit();
        idAtRank = new int[limit];
        rankOf = new int[limit];
        children = new int[limit];
        subtree = new int[limit];
        files = new long[limit];
        allocatedBytes = new long[limit];
        apparentBytes = new long[limit];
        newestAccess = new long[limit];
        uid = new int[limit];
        gid = new int[limit];
        uidState = new byte[limit];
        gidState = new byte[limit];
    }

    static OrderedCensus of(DirectoryTable table, MemoryBudget.Share budget, LongConsumer progress) {
        OrderedCensus census = new OrderedCensus(table);
        // Three passes of about the same cost: each counts for a third of the directories.
        Progress steps = new Progress(table.size(), progress);
        census.rollUp(steps);
        census.number(steps, budget);
        steps.finish();
        return census;
    }

    /** How many directories there are; the greatest {@code dir_id}. */
    public long size() {
        return table.size();
    }

    /** A new cursor over the directories in ascending {@code dir_id}. */
    public DirectoryRows rows() {
        return new CensusRows(this);
    }

    private void rollUp(Progress progress) {
        for (int id = limit - 1; id >= DirectoryTable.ROOT; id--) {
            progress.step();
            if (DirectoryTable.isHole(id)) {
                continue;
            }
            addOwn(id);
            int parent = table.parentOf(id);
            if (parent != 0) {
                addToParent(parent, id);
            }
        }
    }

    /** Joins a directory's own files to what its children have brought already. */
    private void addOwn(int id) {
        subtree[id]++;
        files[id] += table.files(id);
        allocatedBytes[id] = DirectoryTable.saturatedSum(allocatedBytes[id], table.allocatedBytes(id));
        apparentBytes[id] = DirectoryTable.saturatedSum(apparentBytes[id], table.apparentBytes(id));
        long newest = table.newestAccess(id);
        newestAccess[id] = subtree[id] == 1 ? newest : Math.max(newestAccess[id], newest);
        joinUid(id, table.fileUidState(id), table.fileUid(id));
        joinGid(id, table.fileGidState(id), table.fileGid(id));
    }

    private void addToParent(int parent, int id) {
        // The first child finds the parent's arrays empty.
        newestAccess[parent] =
                subtree[parent] == 0 ? newestAccess[id] : Math.max(newestAccess[parent], newestAccess[id]);
        children[parent]++;
        subtree[parent] += subtree[id];
        files[parent] += files[id];
        allocatedBytes[parent] = DirectoryTable.saturatedSum(allocatedBytes[parent], allocatedBytes[id]);
        apparentBytes[parent] = DirectoryTable.saturatedSum(apparentBytes[parent], apparentBytes[id]);
        joinUid(parent, uidState[id], uid[id]);
        joinGid(parent, gidState[id], gid[id]);
    }

    private void joinUid(int id, int state, int owner) {
        if (state != DirectoryTable.NONE) {
            uidState[id] = (byte) DirectoryTable.merge(uidState[id], uid[id], state, owner);
            uid[id] = owner;
        }
    }

    private void joinGid(int id, int state, int owner) {
        if (state != DirectoryTable.NONE) {
            gidState[id] = (byte) DirectoryTable.merge(gidState[id], gid[id], state, owner);
            gid[id] = owner;
        }
    }

    private void number(Progress progress, MemoryBudget.Share budget) {
        int[] firstChild = new int[limit + 1];
        int sum = 0;
        for (int id = 0; id < limit; id++) {
            firstChild[id] = sum;
            sum += children[id];
        }
        firstChild[limit] = sum;
        int[] siblings = siblings(firstChild, progress);
        SiblingSort sort = new SiblingSort(table, budget, progress::check);
        rankOf[DirectoryTable.ROOT] = 1;
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            progress.step();
            if (DirectoryTable.isHole(id)) {
                continue;
            }
            idAtRank[rankOf[id]] = id;
            int from = firstChild[id];
            int to = from + children[id];
            if (to - from > 1) {
                sort.sort(siblings, from, to);
            }
            int rank = rankOf[id] + 1;
            for (int i = from; i < to; i++) {
                rankOf[siblings[i]] = rank;
                rank += subtree[siblings[i]];
            }
        }
    }

    /** Every directory but the root, those of one parent beside each other. */
    private int[] siblings(int[] firstChild, Progress progress) {
        int[] siblings = new int[limit];
        int[] next = idAtRank; // Not filled yet: serves as the places taken.
        System.arraycopy(firstChild, 0, next, 0, limit);
        for (int id = DirectoryTable.ROOT + 1; id < limit; id++) {
            progress.step();
            if (!DirectoryTable.isHole(id)) {
                siblings[next[table.parentOf(id)]++] = id;
            }
        }
        return siblings;
    }

    /** Turns the steps of three passes into directories. */
    private static final class Progress {
        private final long directories;
        private final LongConsumer consumer;
        private long steps;
        private long told;

        Progress(long directories, LongConsumer consumer) {
            this.directories = directories;
            this.consumer = consumer;
        }

        void step() {
            if (++steps % STEP == 0) {
                tell(Math.min(steps / 3, directories));
            }
        }

        /** For long work between two steps. */
        void check() {
            consumer.accept(0);
        }

        void finish() {
            tell(directories);
        }

        private void tell(long done) {
            consumer.accept(done - told);
            told = done;
        }
    }
}
