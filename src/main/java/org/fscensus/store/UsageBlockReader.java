package org.fscensus.store;

/**
 * Reads the sums over a block of directories as {@link UsageBlockWriter} wrote them: {@link #reset}, perhaps
 * {@link #readAll}, then {@link #nextAccount} until it is false. The getters describe what was read last; its cells are
 * read with a {@link UsageDecoder} of the caller's, or not at all. One thread.
 */
public final class UsageBlockReader {
    private final UsageDecoder usage = new UsageDecoder();
    private byte[] bytes = new byte[0];
    private long accountsLeft;
    private boolean allNext;
    private long uid;
    private long gid;
    private long files;
    private long allocated;
    private long apparent;
    private int cellsFrom;
    private int cellsTo;

    /** Reads a block from now on. */
    public void reset(byte[] block) {
        bytes = block;
        usage.reset(block, 0, block.length);
        accountsLeft = usage.number();
        allNext = accountsLeft >= UsageBlockWriter.LEAST_WITH_SUM;
    }

    /** Reads the sum of all accounts, at once after {@link #reset}; false where the block has none. */
    public boolean readAll() {
        if (!allNext) {
            return false;
        }
        allNext = false;
        readFigures();
        return true;
    }

    /** Moves to the next owner and group; false after the last. */
    public boolean nextAccount() {
        if (allNext) {
            readAll();
        }
        if (accountsLeft == 0) {
            if (!usage.atEnd()) {
                throw new CorruptUsageException("goes on behind its last account");
            }
            return false;
        }
        accountsLeft--;
        uid = usage.number();
        gid = usage.number();
        readFigures();
        return true;
    }

    private void readFigures() {
        files = usage.number();
        allocated = usage.size();
        apparent = usage.number();
        long length = usage.number();
        cellsFrom = usage.position();
        usage.skip(length);
        cellsTo = usage.position();
    }

    /** Unsigned 32-bit, likewise {@link #gid}. */
    public long uid() {
        return uid;
    }

    public long gid() {
        return gid;
    }

    public long files() {
        return files;
    }

    public long allocatedBytes() {
        return allocated;
    }

    public long apparentBytes() {
        return apparent;
    }

    /** Has the cells read by a decoder from now on. */
    public void cells(UsageDecoder decoder) {
        decoder.reset(bytes, cellsFrom, cellsTo);
    }
}
