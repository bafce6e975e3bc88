package org.fscensus.census;

import java.io.IOException;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageRows;
import org.fscensus.store.UsageSink;
import org.jspecify.annotations.Nullable;

/**
 * The usage of an ordered census: the records of the scan, divided by directory, are added up partition by partition
 * while they are written. One thread.
 */
final class CensusUsage implements UsageRows {
    /** Progress is told, and a cancel seen, after so many rows. */
    private static final int STEP = 1 << 14;

    private final UsagePartitions partitions;
    private final AccountPairs accounts;
    private final long directories;
    private final long records;
    private final MemoryBudget.Share budget;
    private @Nullable UsageSums whole;

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

    @Override
    public long steps() {
        return records;
    }

    @Override
    public void writeTo(UsageSink sink, LongConsumer stepsDone) throws IOException {
        UsageBlocks blocks = new UsageBlocks(directories, accounts, sink, budget);
        Rows rows = new Rows(sink, blocks, stepsDone);
        UsagePartition partition = partitions.newPartition();
        for (int number = 0; number < partitions.count(); number++) {
            partitions.load(number, partition);
            stepsDone.accept(0);
            partition.sort();
            rows.beginPartition(partition.count());
            partition.forEach(rows);
            rows.endPartition();
        }
        rows.endRow();
        partition.free();
        whole = blocks.finish();
        partitions.close();
    }

    /** The sums over the whole file system, when it was written. */
    UsageSums whole() {
        return Objects.requireNonNull(whole, "usage was not written yet");
    }

    AccountPairs accounts() {
        return accounts;
    }

    /** Makes rows of sums in their order. */
    private final class Rows implements UsagePartition.Consumer {
        private final UsageSink sink;
        private final UsageBlocks blocks;
        private final LongConsumer stepsDone;
        private final UsageEncoder cells = new UsageEncoder();
        private long directory;
        private int account;
        private long apparent;
        private long untold;
        private int sums;

        Rows(UsageSink sink, UsageBlocks blocks, LongConsumer stepsDone) {
            this.sink = sink;
            this.blocks = blocks;
            this.stepsDone = stepsDone;
        }

        void beginPartition(long partitionRecords) {
            untold = partitionRecords;
        }

        /** Sums may be fewer than records: the rest is told here. */
        void endPartition() {
            stepsDone.accept(untold);
        }

        @Override
        public void add(long toDirectory, int ofAccount, int cell, long files, long allocated, long moreApparent)
                throws IOException {
            if (toDirectory != directory || ofAccount != account) {
                endRow();
                directory = toDirectory;
                account = ofAccount;
                blocks.moveTo(toDirectory);
            }
            cells.cell(cell, files, allocated);
            blocks.addFiles(ofAccount, cell, files, allocated);
            apparent = DirectoryTable.saturatedSum(apparent, moreApparent);
            if (++sums == STEP) {
                stepsDone.accept(STEP);
                untold -= STEP;
                sums = 0;
            }
        }

        void endRow() throws IOException {
            if (cells.length() > 0) {
                blocks.addApparent(account, apparent);
                sink.row(
                        directory,
                        Integer.toUnsignedLong(accounts.uid(account)),
                        Integer.toUnsignedLong(accounts.gid(account)),
                        apparent,
                        cells);
                cells.clear();
                apparent = 0;
            }
        }
    }
}
