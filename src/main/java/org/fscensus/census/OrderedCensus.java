package org.fscensus.census;

import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.LongConsumer;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.GenerationWriter;
import org.fscensus.store.UsageRows;
import org.fscensus.store.UsageSink;
import org.jspecify.annotations.Nullable;

/**
 * A census with its directories numbered in pre-order and their figures rolled up. One thread makes it, and frees it;
 * in between it does not change.
 */
public final class OrderedCensus {
    /**
     * What is reserved for it when a directory is interned: better refused then than after the whole scan. Together with
     * the index by path, which is given up by then, it is enough where less than about a third of all directories have
     * subdirectories; the rest is reserved once that is known.
     */
    static final int BYTES_PER_DIRECTORY = 29;

    /** Ranks and sizes of subtrees, and the indexes' keys that are collected while rows are read. */
    private static final int KEPT_BYTES_PER_DIRECTORY = 2 * Integer.BYTES + GenerationWriter.BYTES_PER_DIRECTORY;

    /** What is kept of the directories' own memory, which are freed before the indexes are created. */
    private static final int KEPT_FOR_INDEXES_PER_DIRECTORY =
            GenerationWriter.INDEX_BYTES_PER_DIRECTORY - BYTES_PER_DIRECTORY;

    final DirectoryTable table;
    private final MemoryBudget.Share budget;
    /** By {@code dir_id}, from 1: the arrival id. */
    int[] idAtRank;
    /** By {@code dir_id}: the directories of its subtree, itself included. */
    int[] subtree;

    SubtreeFigures figures;
    private final @Nullable CensusUsage usage;
    private final AccountDirectories listed;

    /** Bytes that the figures took beyond what was reserved when the directories were interned. */
    private final long moreForFigures;

    private OrderedCensus(
            DirectoryTable table,
            MemoryBudget.Share budget,
            Numbering numbering,
            SubtreeFigures figures,
            long moreForFigures,
            @Nullable CensusUsage usage,
            AccountDirectories listed) {
        this.table = table;
        this.budget = budget;
        this.moreForFigures = moreForFigures;
        this.figures = figures;
        this.usage = usage;
        this.listed = listed;
        idAtRank = numbering.idAtRank;
        subtree = numbering.subtree;
    }

    static OrderedCensus of(
            DirectoryTable table,
            @Nullable UsageSpill spill,
            MemoryBudget.Share budget,
            int workers,
            LongConsumer consumer)
            throws IOException {
        // Beside the numbering: the roll-up, the division of the usage, and the count of listed directories.
        OrderProgress progress = new OrderProgress(Numbering.PASSES + 3, table.size(), consumer);
        Numbering numbering = Numbering.of(table, budget, progress);
        int[] rankOf = numbering.takeRanks();
        CensusUsage usage = spill == null ? null : spill.divide(rankOf, table.size(), workers, progress);
        AccountDirectories listed = AccountDirectories.count(table, budget, progress);
        long reserved = (long) (BYTES_PER_DIRECTORY - KEPT_BYTES_PER_DIRECTORY) * table.size();
        long moreForFigures = Math.max(0, SubtreeFigures.bytes(numbering.inner) - reserved);
        budget.reserve(moreForFigures);
        SubtreeFigures figures = new SubtreeFigures(table, numbering.inner);
        figures.rollUp(numbering, table.size(), progress);
        progress.finish();
        return new OrderedCensus(table, budget, numbering, figures, moreForFigures, usage, listed);
    }

    /** How many directories there are; the greatest {@code dir_id}. */
    public long size() {
        return table.size();
    }

    /** A new cursor over the directories in ascending {@code dir_id}. */
    public DirectoryRows rows() {
        return new CensusRows(this);
    }

    /**
     * Files by directory, owner, group, age and size, to be read once; if they were counted so.
     *
     * @param workers threads that add up, beside the one that reads
     */
    public UsageRows usage(int workers) {
        CensusUsage rows = counted();
        return new UsageRows() {
            @Override
            public long steps() {
                return rows.steps();
            }

            @Override
            public void writeTo(UsageSink sink, LongConsumer stepsDone) throws IOException {
                rows.writeTo(workers, sink, stepsDone);
            }
        };
    }

    /** As {@link UsageRows#steps} of the usage. */
    public long usageSteps() {
        return counted().steps();
    }

    private CensusUsage counted() {
        return Objects.requireNonNull(usage, "usage was not counted");
    }

    /** Whoever owns a counted file or a listed directory, ascending. */
    public Collection<Long> owners() {
        SortedSet<Long> owners = listed.owners();
        AccountPairs accounts = counted().accounts();
        for (int n = 0; n < accounts.count(); n++) {
            owners.add(Integer.toUnsignedLong(accounts.uid(n)));
        }
        return owners;
    }

    /** The groups of counted files and listed directories, ascending. */
    public Collection<Long> groups() {
        SortedSet<Long> groups = listed.groups();
        AccountPairs accounts = counted().accounts();
        for (int n = 0; n < accounts.count(); n++) {
            groups.add(Integer.toUnsignedLong(accounts.gid(n)));
        }
        return groups;
    }

    /** Owner and group totals and the histograms of the whole file system, once its usage was read. */
    public CensusSummary summary() {
        return CensusSummary.of(counted().whole(), counted().accounts(), listed);
    }

    /**
     * Forgets the directories, the census's too, once their rows have been written: they cannot be read afterwards. Of
     * what was reserved for them so much is kept as creating the indexes takes.
     */
    public void free() {
        long bytes = table.bytes();
        table.free();
        idAtRank = new int[0];
        subtree = idAtRank;
        figures = new SubtreeFigures(table, 0);
        budget.release(Math.max(0, bytes + moreForFigures - (long) KEPT_FOR_INDEXES_PER_DIRECTORY * size()));
    }
}
