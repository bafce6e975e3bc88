package org.fscensus.census;

import java.util.function.LongConsumer;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.GenerationWriter;

/**
 * A census with its directories numbered in pre-order and their figures rolled up. One thread makes it; afterwards it
 * does not change.
 */
public final class OrderedCensus {
    /**
     * What is reserved for it when a directory is interned: better refused then than after the whole scan. Together with
     * the index by path, which is given up by then, it is enough where less than about a third of all directories have
     * subdirectories; the rest is reserved once that is known.
     */
    static final int BYTES_PER_DIRECTORY = 37;

    /** Ranks and sizes of subtrees, and the indexes' keys while they are written. */
    private static final int KEPT_BYTES_PER_DIRECTORY = 2 * Integer.BYTES + GenerationWriter.BYTES_PER_DIRECTORY;

    final DirectoryTable table;
    /** By {@code dir_id}, from 1: the arrival id. */
    final int[] idAtRank;
    /** By {@code dir_id}: the directories of its subtree, itself included. */
    final int[] subtree;

    final SubtreeFigures figures;

    private OrderedCensus(DirectoryTable table, Numbering numbering, SubtreeFigures figures) {
        this.table = table;
        this.figures = figures;
        idAtRank = numbering.idAtRank;
        subtree = numbering.subtree;
    }

    static OrderedCensus of(DirectoryTable table, MemoryBudget.Share budget, LongConsumer consumer) {
        OrderProgress progress = new OrderProgress(Numbering.PASSES + 1, table.size(), consumer);
        Numbering numbering = Numbering.of(table, budget, progress);
        long reserved = (long) (BYTES_PER_DIRECTORY - KEPT_BYTES_PER_DIRECTORY) * table.size();
        budget.reserve(Math.max(0, SubtreeFigures.bytes(numbering.inner) - reserved));
        SubtreeFigures figures = new SubtreeFigures(table, numbering.inner);
        figures.rollUp(numbering, progress);
        progress.finish();
        return new OrderedCensus(table, numbering, figures);
    }

    /** How many directories there are; the greatest {@code dir_id}. */
    public long size() {
        return table.size();
    }

    /** Fetches what a block of rows from {@code rank} on will read, see {@link DirectoryTable#touch}. */
    long touch(int rank) {
        int to = (int) Math.min(size() + 1, (long) rank + SubtreeFigures.BLOCK);
        long sum = table.touch(idAtRank, rank, to);
        for (int i = rank; i < to; i++) {
            sum += table.names().length(table.nameOffset(idAtRank[i]));
        }
        return sum;
    }

    /** A new cursor over the directories in ascending {@code dir_id}. */
    public DirectoryRows rows() {
        return new CensusRows(this);
    }
}
