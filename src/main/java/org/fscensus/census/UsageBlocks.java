package org.fscensus.census;

import java.io.IOException;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageLevels;
import org.fscensus.store.UsageSink;

/**
 * Adds usage up over aligned blocks of directories: one block of each level is open at a time, and when it ends it is
 * written and added to the one above. One thread.
 */
final class UsageBlocks {
    private final int lowest;
    private final UsageSink sink;
    private final UsageBlockImage image;
    private final UsageSums[] open;
    private final UsageSums whole;
    /** Of the lowest level: the one that is open. */
    private long block;

    /**
     * @param lowest the first of these levels
     * @param end the first level that is not of these
     * @param accounts in their order
     */
    UsageBlocks(int lowest, int end, AccountPairs accounts, UsageSink sink, MemoryBudget.Share budget) {
        this.lowest = lowest;
        this.sink = sink;
        image = new UsageBlockImage(accounts);
        open = new UsageSums[Math.max(0, end - lowest)];
        for (int i = 0; i < open.length; i++) {
            open[i] = new UsageSums(budget);
        }
        whole = new UsageSums(budget);
    }

    /**
     * Comes to a directory, none smaller follows; blocks that ended before it are written.
     *
     * @return where to add what is of this directory, and of those after it in the same block of the lowest level
     */
    UsageSums at(long dirId) throws IOException {
        if (open.length == 0) {
            return whole;
        }
        long next = UsageLevels.blockOf(dirId, lowest);
        if (next != block) {
            endBefore(dirId);
            block = next;
        }
        return open[0];
    }

    private void endBefore(long dirId) throws IOException {
        long last = UsageLevels.firstOf(block, lowest);
        for (int i = 0; i < open.length; i++) {
            long ended = UsageLevels.blockOf(last, lowest + i);
            if (UsageLevels.blockOf(dirId, lowest + i) == ended) {
                return;
            }
            end(i, ended);
        }
    }

    /**
     * Writes the blocks that are still open.
     *
     * @return the sums over everything, to be freed
     */
    UsageSums finish() throws IOException {
        long last = UsageLevels.firstOf(block, lowest);
        for (int i = 0; i < open.length; i++) {
            end(i, UsageLevels.blockOf(last, lowest + i));
            open[i].free();
        }
        return whole;
    }

    private void end(int i, long ended) throws IOException {
        UsageSums sums = open[i];
        if (!sums.isEmpty()) {
            UsageEncoder usage = image.of(sums);
            sink.block(lowest + i, ended, usage);
            (i + 1 < open.length ? open[i + 1] : whole).addAll(sums);
            sums.clear();
        }
    }
}
