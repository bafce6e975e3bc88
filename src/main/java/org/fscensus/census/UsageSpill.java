package org.fscensus.census;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a scan: every worker writes records of its files to scratch files as they come, and when the directories
 * are numbered they are divided by {@code dir_id}. So memory grows by fixed buffers and with the accounts, not with the
 * files. Workers use their own {@link UsageGatherer} each; the rest is done by one thread, when they have ended.
 */
final class UsageSpill implements AutoCloseable {
    private final Path directory;
    private final MemoryBudget.Share budget;
    private final List<UsageGatherer> gatherers = new ArrayList<>();
    private @Nullable UsagePartitions partitions;

    /** @param directory where the scratch files go */
    UsageSpill(Path directory, MemoryBudget.Share budget) {
        this.directory = directory;
        this.budget = budget;
    }

    synchronized UsageGatherer newGatherer() {
        budget.reserve(UsageGatherer.memory());
        UsageGatherer gatherer =
                new UsageGatherer(new AccountPairs(budget), new UsageSegments(directory, "usage-" + gatherers.size()));
        gatherers.add(gatherer);
        return gatherer;
    }

    /** Ends the gathering. */
    void finish() throws IOException {
        for (UsageGatherer gatherer : gatherers) {
            gatherer.finish();
        }
    }

    /** How many records were written. */
    long records() {
        return gatherers.stream()
                .mapToLong(gatherer -> gatherer.segments().records())
                .sum();
    }

    /**
     * Divides the records by directory; once.
     *
     * @param rankOf by arrival id: the {@code dir_id}
     * @param directories all of them
     */
    CensusUsage divide(int[] rankOf, long directories, OrderProgress progress) throws IOException {
        AccountPairs accounts = new AccountPairs(budget);
        List<int[]> numbers = new ArrayList<>();
        for (UsageGatherer gatherer : gatherers) {
            numbers.add(mergeInto(accounts, gatherer.accounts()));
            gatherer.accounts().free();
        }
        int[] sorted = accounts.sort();
        long records = records();
        UsagePartitions divided = new UsagePartitions(directory.resolve("usage"), directories, records, budget);
        partitions = divided;
        for (int i = 0; i < gatherers.size(); i++) {
            int[] own = numbers.get(i);
            gatherers.get(i).segments().readAndDelete((id, account, cell, files, allocated, apparent) -> {
                progress.stepOf(records);
                divided.add(rankOf[id], sorted[own[account]], cell, files, allocated, apparent);
            });
            budget.release(UsageGatherer.memory());
        }
        divided.finish();
        return new CensusUsage(divided, accounts, directories, records, budget);
    }

    /** The numbers that a worker's accounts have among all. */
    private static int[] mergeInto(AccountPairs all, AccountPairs own) {
        int[] numbers = new int[own.count()];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = all.number(own.uid(n), own.gid(n));
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        for (UsageGatherer gatherer : gatherers) {
            gatherer.close();
        }
        if (partitions != null) {
            partitions.close();
        }
    }
}
