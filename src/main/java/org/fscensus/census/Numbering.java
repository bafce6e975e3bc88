package org.fscensus.census;

import java.util.Arrays;

/**
 * The pre-order of all directories, siblings in byte order of their names. Since parents arrive before their children, one
 * pass downwards over the arrival ids counts the subtrees and one pass upwards numbers them: neither recursion nor lists
 * of children are needed.
 */
final class Numbering {
    /** Passes over all directories, of about the same cost. */
    static final int PASSES = 4;

    /** By {@code dir_id}, from 1: the arrival id. */
    final int[] idAtRank;
    /** By {@code dir_id}: the directories of its subtree, itself included. */
    final int[] subtree;
    /** By arrival id: the {@code dir_id}. */
    private int[] rankOf;

    /** How many directories have subdirectories. */
    final int inner;

    private Numbering(int[] rankOf, int[] idAtRank, int[] subtree, int inner) {
        this.rankOf = rankOf;
        this.idAtRank = idAtRank;
        this.subtree = subtree;
        this.inner = inner;
    }

    /** By arrival id: the {@code dir_id}; once, since it is kept no longer. */
    int[] takeRanks() {
        int[] taken = rankOf;
        rankOf = new int[0];
        return taken;
    }

    static Numbering of(DirectoryTable table, MemoryBudget.Share budget, OrderProgress progress) {
        int limit = table.idLimit();
        int[] subtreeOf = new int[limit];
        int[] firstChild = new int[limit + 1];
        int inner = count(table, subtreeOf, firstChild, progress);
        int[] rankOf = new int[limit];
        int[] siblings = new int[limit];
        try (SiblingSort sort = new SiblingSort(table, budget, progress::check)) {
            long[] keys = siblings(table, firstChild, rankOf, siblings, sort, progress);
            number(subtreeOf, firstChild, siblings, keys, rankOf, sort, progress);
        }
        // By rank from here on, in the arrays whose content by id is no longer needed.
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            progress.step();
            siblings[rankOf[id]] = id;
            firstChild[rankOf[id]] = subtreeOf[id];
        }
        return new Numbering(rankOf, siblings, firstChild, inner);
    }

    /**
     * Counts every subtree, and the children of every directory, these one place further up.
     *
     * @return how many directories have children
     */
    private static int count(DirectoryTable table, int[] subtreeOf, int[] children, OrderProgress progress) {
        int inner = 0;
        for (int id = subtreeOf.length - 1; id >= DirectoryTable.ROOT; id--) {
            progress.step();
            if (DirectoryTable.isHole(id)) {
                continue;
            }
            if (++subtreeOf[id] > 1) {
                inner++;
            }
            int parent = table.parentOf(id);
            if (parent != 0) {
                subtreeOf[parent] += subtreeOf[id];
                children[parent + 1]++;
            }
        }
        return inner;
    }

    /**
     * Puts every directory but the root beside the others of its parent. The beginnings of their names come along, which
     * are read here in the order in which they were written, and there would be at random.
     *
     * @param firstChild the numbers of children one place further up; afterwards where the children of each begin
     * @param next used, and left empty
     * @return by place in {@code siblings}, the sort's key of the name's beginning
     */
    private static long[] siblings(
            DirectoryTable table,
            int[] firstChild,
            int[] next,
            int[] siblings,
            SiblingSort sort,
            OrderProgress progress) {
        int limit = next.length;
        for (int id = 0; id < limit; id++) {
            firstChild[id + 1] += firstChild[id];
            next[id] = firstChild[id];
        }
        long[] keys = new long[limit];
        DirectoryRecord record = table.newRecord();
        for (int id = DirectoryTable.ROOT + 1; id < limit; id++) {
            progress.step();
            if (!DirectoryTable.isHole(id)) {
                record.moveTo(id);
                int at = next[record.parent()]++;
                siblings[at] = id;
                keys[at] = sort.key(record.nameOffset(), 0);
            }
        }
        Arrays.fill(next, 0);
        return keys;
    }

    private static void number(
            int[] subtreeOf,
            int[] firstChild,
            int[] siblings,
            long[] keys,
            int[] rankOf,
            SiblingSort sort,
            OrderProgress progress) {
        rankOf[DirectoryTable.ROOT] = 1;
        for (int id = DirectoryTable.ROOT; id < rankOf.length; id++) {
            progress.step();
            int from = firstChild[id];
            int to = firstChild[id + 1];
            if (to - from > 1) {
                sort.sort(siblings, keys, from, to);
            }
            int rank = rankOf[id] + 1;
            for (int i = from; i < to; i++) {
                rankOf[siblings[i]] = rank;
                rank += subtreeOf[siblings[i]];
            }
        }
    }
}
