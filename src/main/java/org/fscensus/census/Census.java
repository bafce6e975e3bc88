package org.fscensus.census;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A census being taken. In this order: workers count ({@link #newWorker}, each on its thread), {@link #finishScan} on one
 * thread when all have ended, {@link #order}, then the figures can be read. What it holds is told to the memory budget,
 * whose share the caller closes.
 */
public final class Census implements AutoCloseable {
    /** Comes to about three times as much in objects. */
    private static final long LARGEST_SPILL_IN_MEMORY = 16L << 20;

    private final CensusOptions options;
    private final MemoryBudget.Share budget;
    private final DirectoryTable table;
    private final CensusCounters counters = new CensusCounters();
    private final @Nullable HardLinkSpill hardLinks;
    private final List<CensusWorker> workers = new ArrayList<>();
    private final @Nullable UsageSpill usage;
    private long unlistedDirectories;

    /** @throws IOException if the scratch directory cannot be written */
    public Census(CensusOptions options, MemoryBudget.Share budget) throws IOException {
        this(options, budget, PathHash.create());
    }

    Census(CensusOptions options, MemoryBudget.Share budget, PathHash hash) throws IOException {
        this.options = options;
        this.budget = budget;
        usage = options.usage() ? new UsageSpill(options.scratch(), budget) : null;
        table = new DirectoryTable(hash, budget);
        hardLinks = options.hardLinksOnce() ? new HardLinkSpill(options.scratch(), LARGEST_SPILL_IN_MEMORY) : null;
    }

    /** A hand for one more worker. */
    public synchronized CensusWorker newWorker() {
        HardLinkSpill.Writer spill = hardLinks == null ? null : hardLinks.newWriter();
        return newWorker(spill);
    }

    private CensusWorker newWorker(HardLinkSpill.@Nullable Writer spill) {
        UsageGatherer gatherer = usage == null ? null : usage.newGatherer();
        CensusWorker worker = new CensusWorker(table, options, counters, gatherer, spill);
        workers.add(worker);
        return worker;
    }

    public CensusCounters counters() {
        return counters;
    }

    /** Directories at or below a scanned root that have no line of their own; known after the scan. */
    public long unlistedDirectories() {
        return unlistedDirectories;
    }

    /** All directories, unlisted ones and the root's ancestors included. */
    public long directories() {
        return table.size();
    }

    /** Bytes that the directories take in memory: records, index and names. While no worker adds to them. */
    public long tableBytes() {
        return table.bytes();
    }

    /**
     * Brings together what the workers hold.
     *
     * @param checkpoint called now and then; throws to stop
     * @throws IOException if the scratch directory cannot be read or written
     */
    public void finishScan(Runnable checkpoint) throws IOException {
        for (CensusWorker worker : workers) {
            worker.finish();
        }
        if (hardLinks != null) {
            CensusWorker last = newWorker(null);
            hardLinks.resolve(last::countLinked, () -> {
                last.publishCounters();
                checkpoint.run();
            });
            last.finish();
        }
        workers.clear();
        if (usage != null) {
            usage.finish();
        }
        unlistedDirectories = countUnlisted(checkpoint);
    }

    /** A scanned root is a topmost directory that is listed or holds files; what is above it is not counted. */
    private long countUnlisted(Runnable checkpoint) {
        long count = 0;
        int limit = table.idLimit();
        BitSet inside = new BitSet(limit);
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            if (DirectoryTable.isHole(id)) {
                checkpoint.run();
                continue;
            }
            boolean listed = table.isListed(id);
            if (listed || table.holdsFiles(id) || inside.get(table.parentOf(id))) {
                inside.set(id);
                if (!listed) {
                    count++;
                }
            }
        }
        return count;
    }

    /**
     * Numbers the directories, rolls their figures up and divides the usage by directory. The index by path is given up
     * for it: there is no counting afterwards.
     *
     * @param workers threads that divide the usage
     * @param progress called with the directories done since the last call, in all as many as there are; throws to stop
     * @throws IOException if the scratch directory cannot be read or written
     */
    public OrderedCensus order(int workers, LongConsumer progress) throws IOException {
        table.index().free();
        return OrderedCensus.of(table, usage, budget, workers, progress);
    }

    @Override
    public void close() throws IOException {
        try {
            if (hardLinks != null) {
                hardLinks.close();
            }
        } finally {
            if (usage != null) {
                usage.close();
            }
        }
    }
}
