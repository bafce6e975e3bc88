package org.fscensus.census;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of usage divided by their directories' {@code dir_id} into partitions that can be sorted in memory: in one
 * scratch file, in whose blocks each partition has a chain. Where there are few records, in memory alone. Some threads
 * fill it, each with a {@link Writer}, some read it afterwards.
 */
final class UsagePartitions implements AutoCloseable {
    private static final int MOST = 1 << 10;
    private static final int BUFFERS = 1 << 24;
    private static final int MOST_BLOCK = 1 << 18;
    private static final int LEAST_BLOCK = 1 << 12;
    private static final int NONE = -1;

    private final MemoryBudget.Share budget;
    private final Path file;
    private final long directories;
    private final int shift;
    private final int count;
    private final int blockBytes;
    private final int writers;
    // Guarded by this. Of each partition: its latest block.
    private final int[] lastBlock;
    // Of each block.
    private int[] previousBlock = new int[64];
    private int[] blockLength = new int[64];
    private int blocks;
    private @Nullable FileChannel channel;
    private @Nullable UsagePartition inMemory;

    /**
     * @param file scratch
     * @param directories all of them
     * @param records to come, at most
     * @param writers that will fill it at a time, at most
     */
    UsagePartitions(Path file, long directories, long records, int writers, MemoryBudget.Share budget)
            throws IOException {
        this.budget = budget;
        this.file = file;
        this.directories = directories;
        int wanted = (int) Math.min(MOST, records / UsagePartition.RECORDS + 1);
        int bits = 0;
        while (directories >> (bits + 1) >= wanted) {
            bits++;
        }
        boolean one = wanted == 1;
        shift = one ? Integer.SIZE : bits;
        count = (int) (directories >> shift) + 1;
        this.writers = one ? 1 : writers;
        blockBytes = Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, BUFFERS / count / this.writers));
        lastBlock = new int[count];
        Arrays.fill(lastBlock, NONE);
        if (one) {
            inMemory = new UsagePartition(budget);
            begin(inMemory, 0);
        } else {
            budget.reserve(buffers());
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    /** How many partitions there are. */
    int count() {
        return count;
    }

    /** Two to the power of this many directories are in a partition. */
    int shift() {
        return shift;
    }

    /** How many threads may fill it at a time. */
    int writers() {
        return writers;
    }

    private long buffers() {
        return (long) blockBytes * count * writers;
    }

    Writer newWriter() {
        return new Writer();
    }

    /** One thread's hand. */
    final class Writer {
        private byte[][] buffers = new byte[count][];
        private final int[] filled = new int[count];

        /** Adds a record; {@code dirId} is from 1. */
        void add(int dirId, int account, int cell, long files, long allocated, long apparent) throws IOException {
            UsagePartition whole = inMemory;
            if (whole != null) {
                whole.add(dirId, account, cell, files, allocated, apparent);
                return;
            }
            int partition = dirId >> shift;
            byte[] buffer = buffers[partition];
            if (buffer == null) {
                buffer = new byte[blockBytes];
                buffers[partition] = buffer;
            }
            int end = UsageRecords.put(
                    buffer, filled[partition], UsageKey.of(dirId, account, cell), files, allocated, apparent);
            filled[partition] = end;
            if (end > blockBytes - UsageRecords.MOST_BYTES) {
                write(partition);
            }
        }

        private void write(int partition) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(buffers[partition], 0, filled[partition]);
            long start = (long) newBlock(partition, filled[partition]) * blockBytes;
            FileChannel open = open();
            try {
                while (bytes.hasRemaining()) {
                    open.write(bytes, start + bytes.position());
                }
            } catch (IOException e) {
                throw ScratchSpace.cannotWrite(file, e);
            }
            filled[partition] = 0;
        }

        /** Ends the adding. */
        void finish() throws IOException {
            for (int partition = 0; partition < count; partition++) {
                if (filled[partition] > 0) {
                    write(partition);
                }
            }
            buffers = new byte[0][];
        }
    }

    private synchronized int newBlock(int partition, int length) {
        if (blocks == blockLength.length) {
            blockLength = Arrays.copyOf(blockLength, 2 * blocks);
            previousBlock = Arrays.copyOf(previousBlock, 2 * blocks);
        }
        blockLength[blocks] = length;
        previousBlock[blocks] = lastBlock[partition];
        lastBlock[partition] = blocks;
        return blocks++;
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("scratch file " + file + " is closed");
        }
        return open;
    }

    /** Ends the filling, when all writers have ended; from then on it does not change. */
    void finish() {
        if (inMemory == null) {
            budget.release(buffers());
        }
    }

    /** A partition to load others into; the only one, loaded already, where all are in memory. */
    UsagePartition newPartition() {
        UsagePartition whole = inMemory;
        return whole == null ? new UsagePartition(budget) : whole;
    }

    /** Has a partition hold what was added to the one of that number. */
    void load(int number, UsagePartition partition) throws IOException {
        if (partition == inMemory) {
            return;
        }
        begin(partition, number);
        ByteBuffer block = ByteBuffer.allocate(blockBytes + UsageRecords.MOST_BYTES);
        for (int at = lastBlock[number]; at != NONE; at = previousBlock[at]) {
            block.clear().limit(blockLength[at]);
            long start = (long) at * blockBytes;
            while (block.hasRemaining()) {
                if (open().read(block, start + block.position()) < 0) {
                    throw new IOException("scratch file " + file + " ends too early: it was changed by others");
                }
            }
            UsageRecords.read(block.array(), 0, blockLength[at], partition::add);
        }
    }

    private void begin(UsagePartition partition, int number) {
        long first = (long) number << shift;
        long end = Math.min(directories + 1, first + (1L << shift));
        partition.begin(first, Math.toIntExact(end - first));
    }

    /** Deletes the scratch file. */
    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
            Files.deleteIfExists(file);
        }
    }
}
