package org.fscensus.census;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's {@link UsageRecords} in scratch files, written and read from beginning to end. They are many, so that
 * each can be deleted when it was read, before the next is. One thread.
 */
final class UsageSegments implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final long SEGMENT = 1L << 28;

    private final Path directory;
    private final String name;
    private final List<Path> files = new ArrayList<>();
    private byte[] buffer = new byte[BUFFER + UsageRecords.MOST_BYTES];
    private int filled;
    private @Nullable FileChannel channel;
    private long written;
    private long records;

    UsageSegments(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** What it takes in memory while it is written, or read. */
    static long memory() {
        return BUFFER + UsageRecords.MOST_BYTES;
    }

    long records() {
        return records;
    }

    void add(long key, long fileCount, long allocated, long apparent) throws IOException {
        filled = UsageRecords.put(buffer, filled, key, fileCount, allocated, apparent);
        records++;
        if (filled >= BUFFER) {
            write();
        }
    }

    private void write() throws IOException {
        Path file = directory.resolve(name + "-" + files.size());
        try {
            write(file);
        } catch (IOException e) {
            throw ScratchSpace.cannotWrite(file, e);
        }
    }

    private void write(Path file) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel = open;
            written = 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, filled);
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
        written += filled;
        filled = 0;
        if (written >= SEGMENT) {
            endFile();
        }
    }

    private void endFile() throws IOException {
        close();
        files.add(directory.resolve(name + "-" + files.size()));
    }

    /** Ends the adding. What never filled the buffer stays in memory. */
    void finish() throws IOException {
        if (channel == null && files.isEmpty()) {
            buffer = Arrays.copyOf(buffer, filled + UsageRecords.MOST_BYTES);
            return;
        }
        if (filled > 0) {
            write();
            filled = 0;
        }
        if (channel != null) {
            endFile();
        }
        buffer = new byte[0];
    }

    /** Reads all records once, and deletes the files. */
    void readAndDelete(UsageRecords.Target target) throws IOException {
        UsageRecords.read(buffer, 0, filled, target);
        if (!files.isEmpty()) {
            buffer = new byte[BUFFER + UsageRecords.MOST_BYTES];
            for (Path file : files) {
                read(file, target);
                Files.delete(file);
            }
        }
        buffer = new byte[0];
    }

    private void read(Path file, UsageRecords.Target target) throws IOException {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            int from = 0;
            int to = 0;
            while (true) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
                int more = open.read(ByteBuffer.wrap(buffer, to, BUFFER - to));
                boolean ended = more < 0;
                to += Math.max(0, more);
                int whole = ended ? to : to - UsageRecords.MOST_BYTES;
                while (from < whole) {
                    from = UsageRecords.readOne(buffer, from, target);
                }
                if (ended) {
                    if (from != to) {
                        throw new IOException(
                                "scratch file " + file + " ends within a record: it was changed by others");
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
