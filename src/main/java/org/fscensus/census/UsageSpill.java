package org.fscensus.census;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
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
     * @param workers threads that divide
     */
    CensusUsage divide(int[] rankOf, long directories, int workers, OrderProgress progress) throws IOException {
        AccountPairs accounts = new AccountPairs(budget);
        List<int[]> numbers = new ArrayList<>();
        for (UsageGatherer gatherer : gatherers) {
            numbers.add(mergeInto(accounts, gatherer.accounts()));
            gatherer.accounts().free();
        }
        int[] sorted = accounts.sort();
        long records = records();
        UsagePartitions divided =
                new UsagePartitions(directory.resolve("usage"), directories, records, workers, budget);
        partitions = divided;
        AtomicLong done = new AtomicLong();
        Runnable tell = () -> {
            progress.check();
            progress.step(done.getAndSet(0), records);
        };
        List<Future<Integer>> running = new ArrayList<>();
        try (Crew crew = new Crew("divide", divided.writers())) {
            for (int i = 0; i < gatherers.size(); i++) {
                UsageSegments segments = gatherers.get(i).segments();
                int[] own = numbers.get(i);
                running.add(crew.submit(() -> {
                    Division division = new Division(divided.newWriter(), rankOf, own, sorted, done);
                    segments.readAndDelete(division);
                    division.finish();
                    return own.length;
                }));
            }
            crew.awaitAll(running, tell);
        }
        budget.release(UsageGatherer.memory() * gatherers.size());
        tell.run();
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

    /**
     * Renames what a worker's records say and puts them into partitions, some at a time: looking their directories up is
     * waiting for memory, which then overlaps. One thread.
     */
    private static final class Division implements UsageRecords.Target {
        private static final int BATCH = 1 << 8;

        private final UsagePartitions.Writer partitions;
        private final int[] rankOf;
        private final int[] numbers;
        private final int[] sorted;
        private final AtomicLong done;

        // Of each record of the batch.
        private final int[] directory = new int[BATCH];
        private final int[] account = new int[BATCH];
        private final int[] cell = new int[BATCH];
        private final long[] files = new long[BATCH];
        private final long[] allocated = new long[BATCH];
        private final long[] apparent = new long[BATCH];
        private int size;

        Division(UsagePartitions.Writer partitions, int[] rankOf, int[] numbers, int[] sorted, AtomicLong done) {
            this.partitions = partitions;
            this.rankOf = rankOf;
            this.numbers = numbers;
            this.sorted = sorted;
            this.done = done;
        }

        @Override
        public void add(int id, int ownAccount, int ofCell, long count, long allocatedBytes, long apparentBytes)
                throws IOException {
            if (size == BATCH) {
                flush();
            }
            directory[size] = id;
            account[size] = ownAccount;
            cell[size] = ofCell;
            files[size] = count;
            allocated[size] = allocatedBytes;
            apparent[size++] = apparentBytes;
        }

        private void flush() throws IOException {
            for (int i = 0; i < size; i++) {
                directory[i] = rankOf[directory[i]];
                account[i] = sorted[numbers[account[i]]];
            }
            for (int i = 0; i < size; i++) {
                partitions.add(directory[i], account[i], cell[i], files[i], allocated[i], apparent[i]);
            }
            done.addAndGet(size);
            size = 0;
        }

        void finish() throws IOException {
            flush();
            partitions.finish();
        }
    }
}
