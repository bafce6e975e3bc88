package org.fscensus.census;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * Sets aside the files that have several links, so that each inode can be counted once when all its paths are known.
 * They go to scratch files, all links of an inode to the same one, and come back file by file: memory grows with a
 * 64th of the inodes with several links, not with the files.
 */
final class HardLinkSpill implements AutoCloseable {
    private static final int PARTITIONS = 64;
    private static final int FIXED_BYTES = 8 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8 + 2;
    private static final int BUFFER = 1 << 17;

    private final Path[] files = new Path[PARTITIONS];
    private final FileChannel[] channels = new FileChannel[PARTITIONS];

    HardLinkSpill(Path directory) throws IOException {
        for (int i = 0; i < PARTITIONS; i++) {
            files[i] = directory.resolve("hardlinks-" + i);
            channels[i] = FileChannel.open(files[i], StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    /** What identifies an inode. */
    private record Inode(long number, long generation) {}

    /**
     * One path of an inode. Ids are unsigned 32-bit, sizes bytes, times epoch seconds.
     *
     * @param path its bytes as ISO 8859-1, in which the order of strings is that of the bytes
     */
    record Link(String path, int directory, int uid, int gid, long allocated, long apparent, long access, long modify) {
        /** The path decides; the rest only where a path was listed twice, so that the choice is never one of timing. */
        private static final Comparator<Link> ORDER = Comparator.comparing(Link::path)
                .thenComparing(Link::uid, Integer::compareUnsigned)
                .thenComparing(Link::gid, Integer::compareUnsigned)
                .thenComparingLong(Link::allocated)
                .thenComparingLong(Link::apparent)
                .thenComparingLong(Link::access)
                .thenComparingLong(Link::modify);

        Link least(Link other) {
            return ORDER.compare(this, other) <= 0 ? this : other;
        }
    }

    Writer newWriter() {
        return new Writer();
    }

    /** One worker's buffers; one thread. */
    final class Writer {
        private final @Nullable ByteBuffer[] buffers = new ByteBuffer[PARTITIONS];

        void add(EntryBatch batch, int i, int directory) throws IOException {
            long key = batch.inode[i] * 31 + batch.inodeGeneration[i];
            int partition = (int) ((key * 0x9E3779B97F4A7C15L) >>> 58);
            int start = batch.pathStart[i];
            int length = batch.pathEnd[i] - start;
            ByteBuffer buffer = buffers[partition];
            if (buffer == null) {
                buffer = ByteBuffer.allocate(BUFFER);
                buffers[partition] = buffer;
            } else if (buffer.remaining() < FIXED_BYTES + length) {
                write(partition, buffer);
            }
            buffer.putLong(batch.inode[i]).putLong(batch.inodeGeneration[i]).putInt(directory);
            buffer.putInt(batch.uid[i]).putInt(batch.gid[i]);
            buffer.putLong(batch.allocatedBytes[i]).putLong(batch.apparentBytes[i]);
            buffer.putLong(batch.accessTime[i]).putLong(batch.modifyTime[i]);
            buffer.putShort((short) length).put(batch.bytes, start, length);
        }

        void flush() throws IOException {
            for (int i = 0; i < PARTITIONS; i++) {
                ByteBuffer buffer = buffers[i];
                if (buffer != null) {
                    write(i, buffer);
                }
            }
        }

        private void write(int partition, ByteBuffer buffer) throws IOException {
            buffer.flip();
            synchronized (channels[partition]) {
                while (buffer.hasRemaining()) {
                    channels[partition].write(buffer);
                }
            }
            buffer.clear();
        }
    }

    /** Hands on the least path of every inode, once all writers are flushed. */
    void resolve(Consumer<Link> consumer, Runnable checkpoint) throws IOException {
        for (Path file : files) {
            checkpoint.run();
            Map<Inode, Link> least = new HashMap<>();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                readInto(least, in);
            }
            least.values().forEach(consumer);
            Files.delete(file);
        }
    }

    private static void readInto(Map<Inode, Link> least, DataInputStream in) throws IOException {
        while (true) {
            long number;
            try {
                number = in.readLong();
            } catch (EOFException endOfFile) {
                return;
            }
            Inode inode = new Inode(number, in.readLong());
            int directory = in.readInt();
            int uid = in.readInt();
            int gid = in.readInt();
            long allocated = in.readLong();
            long apparent = in.readLong();
            long access = in.readLong();
            long modify = in.readLong();
            byte[] path = new byte[in.readUnsignedShort()];
            in.readFully(path);
            String name = new String(path, StandardCharsets.ISO_8859_1);
            least.merge(inode, new Link(name, directory, uid, gid, allocated, apparent, access, modify), Link::least);
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }
}
