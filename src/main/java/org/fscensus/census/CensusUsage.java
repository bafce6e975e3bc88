package org.fscensus.census;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.fscensus.store.UsageLevels;
import org.fscensus.store.UsageRows;
import org.fscensus.store.UsageSink;
import org.jspecify.annotations.Nullable;

/**
 * The usage of an ordered census: the records of the scan, divided by directory, are added up partition by partition on
 * some threads while the one that asks for them writes them in their order.
 */
final class CensusUsage {
    /** Chapters of some MB each that wait for the one that writes, beyond those being made: some blocks take it long. */
    private static final int READY_AHEAD = 6;

    private final UsagePartitions partitions;
    private final AccountPairs accounts;
    private final long directories;
    private final long records;
    private final MemoryBudget.Share budget;
    private @Nullable UsageSums whole;

    /** Partitions that are not in use; guarded by itself. */
    private final Deque<UsagePartition> spare = new ArrayDeque<>();

    /**
     * @param accounts in their order, whose numbers the records have
     * @param records in all partitions together
     */
    CensusUsage(
            UsagePartitions partitions,
            AccountPairs accounts,
            long directories,
            long records,
            MemoryBudget.Share budget) {
        this.partitions = partitions;
        this.accounts = accounts;
        this.directories = directories;
        this.records = records;
        this.budget = budget;
    }

    /** As of {@link UsageRows}. */
    long steps() {
        return records;
    }

    /** A partition that was added up, and of how many records. */
    private record Ready(UsageChapter chapter, long records) {}

    /**
     * As of {@link UsageRows}.
     *
     * @param workers threads that add up
     */
    void writeTo(int workers, UsageSink sink, LongConsumer stepsDone) throws IOException {
        int levels = UsageLevels.count(directories);
        int within = UsageChapter.levelsWithin(partitions.shift(), levels);
        UsageBlocks around = new UsageBlocks(within, levels, accounts, sink, budget);
        Deque<Future<Ready>> ahead = new ArrayDeque<>();
        try (Crew crew = new Crew("usage", workers)) {
            int next = 0;
            while (next < partitions.count() || !ahead.isEmpty()) {
                while (next < partitions.count() && ahead.size() <= workers + READY_AHEAD) {
                    int number = next++;
                    ahead.add(crew.submit(() -> addUp(number, within)));
                }
                Ready ready = crew.await(ahead.remove(), () -> stepsDone.accept(0));
                write(ready.chapter(), around, sink);
                stepsDone.accept(ready.records());
            }
        }
        whole = around.finish();
        spare.forEach(UsagePartition::free);
        partitions.close();
    }

    private Ready addUp(int number, int levels) throws IOException {
        UsagePartition partition;
        synchronized (spare) {
            partition = spare.poll();
        }
        if (partition == null) {
            partition = partitions.newPartition();
        }
        partitions.load(number, partition);
        partition.sort();
        Ready ready = new Ready(new UsageChapter(partition, levels, accounts, budget), partition.added());
        synchronized (spare) {
            spare.push(partition);
        }
        return ready;
    }

    private static void write(UsageChapter chapter, UsageBlocks around, UsageSink sink) throws IOException {
        if (!chapter.isEmpty()) {
            // Blocks that ended in front of it come first.
            UsageSums open = around.at(chapter.firstDirectory());
            chapter.writeTo(sink);
            open.addAll(chapter.sums());
        }
        chapter.sums().free();
    }

    /** The sums over the whole file system, when it was written. */
    UsageSums whole() {
        return Objects.requireNonNull(whole, "usage was not written yet");
    }

    AccountPairs accounts() {
        return accounts;
    }
}
