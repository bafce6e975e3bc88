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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * Sets aside the files that have several links, so that each inode can be counted once when all its paths are known.
 * They go to 64 scratch files, all links of an inode to the same one, and come back file by file; a file that is too
 * large to be looked at in memory is first divided again. So memory does not grow with the files.
 */
final class HardLinkSpill implements AutoCloseable {
    private static final int PARTITION_BITS = 6;
    private static final int PARTITIONS = 1 << PARTITION_BITS;
    /** Dividing further than this would only mean one inode with millions of links. */
    private static final int MOST_DIVISIONS = 4;

    private static final int FIXED_BYTES = 8 + 8 + 4 + 4 + 4 + 8 + 8 + 8 + 8 + 2;
    private static final int BUFFER = 1 << 14;
    private static final int READ_BUFFER = 1 << 16;
    private static final int CHECK_EVERY = 1 << 12;

    private final Path directory;
    private final String name;
    private final int division;
    private final long largest;
    private final List<FileChannel> channels = new ArrayList<>(PARTITIONS);

    /**
     * @param directory where the scratch files go
     * @param largest bytes of a scratch file that is not divided again
     */
    HardLinkSpill(Path directory, long largest) throws IOException {
        this(directory, "hardlinks", 0, largest);
    }

    private HardLinkSpill(Path directory, String name, int division, long largest) throws IOException {
        this.directory = directory;
        this.name = name;
        this.division = division;
        this.largest = largest;
        try {
            for (int i = 0; i < PARTITIONS; i++) {
                channels.add(FileChannel.open(file(i), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Path file(int partition) {
        return directory.resolve(name + "-" + partition);
    }

    /** What identifies an inode. */
    record Inode(long number, long generation) {
        private int partition(int division) {
            long hash = (number * 31 + generation) * 0x9E3779B97F4A7C15L;
            return (int) (hash >>> (64 - PARTITION_BITS * (division + 1))) & (PARTITIONS - 1);
        }
    }

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

    /** Takes the files that are counted. */
    interface LinkTarget {
        void accept(Link link) throws IOException;
    }

    private interface LinkConsumer {
        void accept(Inode inode, Link link) throws IOException;
    }

    Writer newWriter() {
        return new Writer();
    }

    /** One worker's buffers; one thread. */
    final class Writer {
        private final @Nullable ByteBuffer[] buffers = new ByteBuffer[PARTITIONS];

        void add(EntryBatch batch, int i, int directoryId) throws IOException {
            int start = batch.pathStart[i];
            add(
                    new Inode(batch.inode[i], batch.inodeGeneration[i]),
                    new Link(
                            new String(batch.bytes, start, batch.pathEnd[i] - start, StandardCharsets.ISO_8859_1),
                            directoryId,
                            batch.uid[i],
                            batch.gid[i],
                            batch.allocatedBytes[i],
                            batch.apparentBytes[i],
                            batch.accessTime[i],
                            batch.modifyTime[i]));
        }

        private void add(Inode inode, Link link) throws IOException {
            int partition = inode.partition(division);
            byte[] path = link.path.getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer buffer = buffer(partition, FIXED_BYTES + path.length);
            buffer.putLong(inode.number).putLong(inode.generation).putInt(link.directory);
            buffer.putInt(link.uid).putInt(link.gid).putLong(link.allocated).putLong(link.apparent);
            buffer.putLong(link.access).putLong(link.modify).putShort((short) path.length);
            buffer.put(path);
        }

        /** A partition's buffer with that much room. */
        private ByteBuffer buffer(int partition, int room) throws IOException {
            ByteBuffer buffer = buffers[partition];
            if (buffer != null && buffer.remaining() < room) {
                write(partition, buffer);
            }
            if (buffer == null || buffer.remaining() < room) {
                buffer = ByteBuffer.allocate(Math.max(BUFFER, room));
                buffers[partition] = buffer;
            }
            return buffer;
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
            FileChannel channel = channels.get(partition);
            synchronized (channel) {
                try {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                } catch (IOException e) {
                    throw ScratchSpace.cannotWrite(file(partition), e);
                }
            }
            buffer.clear();
        }
    }

    /**
     * Hands on the least path of every inode, once all writers are flushed.
     *
     * @param checkpoint called every few thousand links; throws to stop
     */
    void resolve(LinkTarget consumer, Runnable checkpoint) throws IOException {
        for (int i = 0; i < PARTITIONS; i++) {
            Path file = file(i);
            if (Files.size(file) > largest && division < MOST_DIVISIONS) {
                divide(file, consumer, checkpoint);
            } else {
                Map<Inode, Link> least = new HashMap<>();
                read(file, (inode, link) -> least.merge(inode, link, Link::least), checkpoint);
                Files.delete(file);
                for (Link link : least.values()) {
                    consumer.accept(link);
                }
            }
        }
    }

    private void divide(Path file, LinkTarget consumer, Runnable checkpoint) throws IOException {
        try (HardLinkSpill finer =
                new HardLinkSpill(directory, file.getFileName().toString(), division + 1, largest)) {
            Writer writer = finer.newWriter();
            read(file, writer::add, checkpoint);
            writer.flush();
            Files.delete(file);
            finer.resolve(consumer, checkpoint);
        }
    }

    private static void read(Path file, LinkConsumer consumer, Runnable checkpoint) throws IOException {
        checkpoint.run();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), READ_BUFFER))) {
            for (long count = 1; ; count++) {
                long number;
                try {
                    number = in.readLong();
                } catch (EOFException endOfFile) {
                    return;
                }
                consumer.accept(new Inode(number, in.readLong()), readLink(in));
                if (count % CHECK_EVERY == 0) {
                    checkpoint.run();
                }
            }
        }
    }

    private static Link readLink(DataInputStream in) throws IOException {
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
        return new Link(name, directory, uid, gid, allocated, apparent, access, modify);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }
}
