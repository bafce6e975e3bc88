package org.fscensus.census;

import java.io.IOException;
import org.fscensus.store.UsageBlockWriter;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageLevels;
import org.fscensus.store.UsageSink;

/**
 * Adds usage up over aligned blocks of directories: one block of each level is open at a time, and when it ends it is
 * written and added to the one above. One thread.
 */
final class UsageBlocks {
    private final AccountPairs accounts;
    private final UsageSink sink;
    private final UsageSums[] open;
    private final UsageSums whole;
    private final UsageBlockWriter writer = new UsageBlockWriter();
    private final UsageEncoder cells = new UsageEncoder();
    /** Of the present block of the lowest level. */
    private long block;

    /** @param accounts in their order */
    UsageBlocks(long directories, AccountPairs accounts, UsageSink sink, MemoryBudget.Share budget) {
        this.accounts = accounts;
        this.sink = sink;
        open = new UsageSums[UsageLevels.count(directories)];
        for (int level = 0; level < open.length; level++) {
            open[level] = new UsageSums(budget);
        }
        whole = new UsageSums(budget);
    }

    /** Comes to a directory, none smaller follows; blocks that ended before it are written. */
    void moveTo(long dirId) throws IOException {
        long next = UsageLevels.blockOf(dirId, 0);
        if (next != block) {
            endBefore(dirId);
            block = next;
        }
    }

    private void endBefore(long dirId) throws IOException {
        long last = UsageLevels.firstOf(block, 0);
        for (int level = 0; level < open.length; level++) {
            long ended = UsageLevels.blockOf(last, level);
            if (UsageLevels.blockOf(dirId, level) == ended) {
                return;
            }
            end(level, ended);
        }
    }

    /** Adds files of the directory that it came to, with their allocated bytes. */
    void addFiles(int account, int cell, long files, long allocated) {
        open[0].addFiles(UsageKey.of(account, cell), files, allocated);
    }

    /** Adds an account's apparent bytes of the directory that it came to. */
    void addApparent(int account, long apparent) {
        open[0].addApparent(account, apparent);
    }

    /**
     * Writes the blocks that are still open.
     *
     * @return the sums over everything
     */
    UsageSums finish() throws IOException {
        long last = UsageLevels.firstOf(block, 0);
        for (int level = 0; level < open.length; level++) {
            end(level, UsageLevels.blockOf(last, level));
            open[level].free();
        }
        return whole;
    }

    private void end(int level, long ended) throws IOException {
        UsageSums sums = open[level];
        if (!sums.isEmpty()) {
            write(level, ended, sums);
            (level + 1 < open.length ? open[level + 1] : whole).addAll(sums);
            sums.clear();
        }
    }

    private void write(int level, long ended, UsageSums sums) throws IOException {
        long[] keys = sums.sortedKeys();
        int count = 0;
        for (long key : keys) {
            count += UsageKey.cell(key) == UsageKey.NO_CELL ? 1 : 0;
        }
        writer.begin(count);
        if (UsageBlockWriter.wantsAll(count)) {
            writeAll(sums, keys);
        }
        Figures figures = new Figures();
        for (long key : keys) {
            if (UsageKey.cell(key) == UsageKey.NO_CELL) {
                int account = UsageKey.account(key);
                writer.account(
                        Integer.toUnsignedLong(accounts.uid(account)),
                        Integer.toUnsignedLong(accounts.gid(account)),
                        figures.files,
                        figures.allocated,
                        sums.bytes(key),
                        cells);
                figures = new Figures();
                cells.clear();
            } else {
                figures.add(UsageKey.cell(key), sums.files(key), sums.bytes(key));
            }
        }
        sink.block(level, ended, writer.usage());
    }

    /** An account's files and allocated bytes, whose cells are written on the way. */
    private final class Figures {
        private long files;
        private long allocated;

        void add(int cell, long moreFiles, long moreAllocated) {
            files += moreFiles;
            allocated = DirectoryTable.saturatedSum(allocated, moreAllocated);
            cells.cell(cell, moreFiles, moreAllocated);
        }
    }

    private void writeAll(UsageSums sums, long[] keys) {
        long[] files = new long[UsageKey.NO_CELL];
        long[] allocated = new long[UsageKey.NO_CELL];
        long apparent = 0;
        for (long key : keys) {
            int cell = UsageKey.cell(key);
            if (cell == UsageKey.NO_CELL) {
                apparent = DirectoryTable.saturatedSum(apparent, sums.bytes(key));
            } else {
                files[cell] += sums.files(key);
                allocated[cell] = DirectoryTable.saturatedSum(allocated[cell], sums.bytes(key));
            }
        }
        Figures figures = new Figures();
        for (int cell = 0; cell < files.length; cell++) {
            if (files[cell] > 0) {
                figures.add(cell, files[cell], allocated[cell]);
            }
        }
        writer.all(figures.files, figures.allocated, apparent, cells);
        cells.clear();
    }
}
