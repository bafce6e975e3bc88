package org.fscensus.census;

import java.io.IOException;
import java.util.Arrays;
import org.fscensus.store.Saturated;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageLevels;
import org.fscensus.store.UsageSink;

/**
 * The usage of one partition's directories, made ready to be written by one thread while another one writes the partition
 * before: its rows, the blocks that lie within it, and their sums for the blocks around it.
 */
final class UsageChapter {
    private final AccountPairs accounts;

    // Of each row.
    private long[] directory = new long[1 << 10];
    private int[] account = new int[1 << 10];
    private long[] apparent = new long[1 << 10];
    private int[] cellsEnd = new int[1 << 10];
    private int rows;
    private final UsageEncoder cells = new UsageEncoder();

    // Of each block.
    private int[] level = new int[1 << 5];
    private long[] block = new long[1 << 5];
    private int[] blockEnd = new int[1 << 5];
    /** How many rows are in front of it. */
    private int[] rowsBefore = new int[1 << 5];

    private int blocks;
    private final UsageEncoder blockImages = new UsageEncoder();

    private final UsageSums sums;

    /**
     * Adds a partition's records up.
     *
     * @param partition sorted
     * @param levels how many levels of blocks lie within partitions
     */
    UsageChapter(UsagePartition partition, int levels, AccountPairs accounts, MemoryBudget.Share budget)
            throws IOException {
        this.accounts = accounts;
        UsageBlocks within = new UsageBlocks(0, levels, accounts, new Collector(), budget);
        Rows collected = new Rows(within);
        partition.forEach(collected);
        collected.endRow();
        sums = within.finish();
    }

    /** How many levels of blocks lie within partitions of two to the power of {@code shift} directories. */
    static int levelsWithin(int shift, int levels) {
        int within = 0;
        while (within < levels && UsageLevels.lastOf(0, within) < 1L << shift) {
            within++;
        }
        return within;
    }

    /** What the whole partition adds up to. */
    UsageSums sums() {
        return sums;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** The partition's first directory with files; it is not empty. */
    long firstDirectory() {
        return directory[0];
    }

    /** Writes rows and blocks in their order. */
    void writeTo(UsageSink sink) throws IOException {
        UsageEncoder part = new UsageEncoder();
        int written = 0;
        int blockStart = 0;
        for (int b = 0; b < blocks; b++) {
            writeRows(written, rowsBefore[b], part, sink);
            written = rowsBefore[b];
            part.set(blockImages, blockStart, blockEnd[b]);
            sink.block(level[b], block[b], part);
            blockStart = blockEnd[b];
        }
        writeRows(written, rows, part, sink);
    }

    private void writeRows(int from, int to, UsageEncoder part, UsageSink sink) throws IOException {
        for (int row = from; row < to; row++) {
            part.set(cells, row == 0 ? 0 : cellsEnd[row - 1], cellsEnd[row]);
            sink.row(
                    directory[row],
                    Integer.toUnsignedLong(accounts.uid(account[row])),
                    Integer.toUnsignedLong(accounts.gid(account[row])),
                    apparent[row],
                    part);
        }
    }

    /** Makes rows of sums in their order. */
    private final class Rows implements UsagePartition.Consumer {
        private final UsageBlocks within;
        private UsageSums open;
        private long rowDirectory;
        private int rowAccount;
        private long rowApparent;
        private boolean begun;

        Rows(UsageBlocks within) throws IOException {
            this.within = within;
            open = within.at(0);
        }

        @Override
        public void add(long toDirectory, int ofAccount, int cell, long files, long allocated, long moreApparent)
                throws IOException {
            if (!begun || toDirectory != rowDirectory || ofAccount != rowAccount) {
                endRow();
                begun = true;
                rowDirectory = toDirectory;
                rowAccount = ofAccount;
                open = within.at(toDirectory);
            }
            cells.cell(cell, files, allocated);
            open.addFiles(UsageKey.of(ofAccount, cell), files, allocated);
            rowApparent = Saturated.sum(rowApparent, moreApparent);
        }

        void endRow() {
            if (!begun) {
                return;
            }
            open.addApparent(rowAccount, rowApparent);
            if (rows == directory.length) {
                directory = Arrays.copyOf(directory, 2 * rows);
                account = Arrays.copyOf(account, 2 * rows);
                apparent = Arrays.copyOf(apparent, 2 * rows);
                cellsEnd = Arrays.copyOf(cellsEnd, 2 * rows);
            }
            directory[rows] = rowDirectory;
            account[rows] = rowAccount;
            apparent[rows] = rowApparent;
            cellsEnd[rows] = cells.length();
            rows++;
            rowApparent = 0;
        }
    }

    /** Keeps the blocks. */
    private final class Collector implements UsageSink {
        @Override
        public void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder ofRow) {
            throw new IllegalStateException("blocks have no rows");
        }

        @Override
        public void block(int ofLevel, long number, UsageEncoder usage) {
            if (blocks == level.length) {
                level = Arrays.copyOf(level, 2 * blocks);
                block = Arrays.copyOf(block, 2 * blocks);
                blockEnd = Arrays.copyOf(blockEnd, 2 * blocks);
                rowsBefore = Arrays.copyOf(rowsBefore, 2 * blocks);
            }
            blockImages.append(usage);
            level[blocks] = ofLevel;
            block[blocks] = number;
            blockEnd[blocks] = blockImages.length();
            rowsBefore[blocks] = rows;
            blocks++;
        }
    }
}
