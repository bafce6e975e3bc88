package org.fscensus.generator;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes GPFS policy lists of any size. The same options give the same bytes, on every machine. Memory does not grow with
 * the size: paths are computed from the indexes of directories and never stored. Described, with every option, in
 * {@code docs/GENERATOR.md}.
 *
 * <pre>
 * java -cp target/test-classes org.fscensus.generator.LogGenerator \
 *     --directories 100K --files 1200K --seed 1 --output 20260115_csfs1_demo.list.list_all.log
 * </pre>
 *
 * Without {@code --output} the log goes to the standard output. The throughput is told on the standard error. A
 * generator may be used any number of times, by several threads.
 */
public final class LogGenerator {
    private final LogShape shape;

    public LogGenerator(LogShape shape) {
        this.shape = shape;
    }

    /** Writes the whole log, and leaves the stream open. Returns the number of bytes. */
    public long writeTo(OutputStream stream) throws IOException {
        LogLines lines = new LogLines(shape);
        long bytes = 0;
        for (long index = 0; index < lines.sections(); index++) {
            LineBuffer section = lines.section(index);
            stream.write(section.bytes, 0, section.length);
            bytes += section.length;
        }
        return bytes;
    }

    /** Hands out the log by sections of whole lines, in any order, to one thread. */
    public Sections sections() {
        return new Sections(new LogLines(shape));
    }

    /** The sections of a log; one thread, others may have their own of the same log. */
    public static final class Sections implements LogSections {
        private final LogLines lines;

        private Sections(LogLines lines) {
            this.lines = lines;
        }

        @Override
        public long count() {
            return lines.sections();
        }

        @Override
        public ByteBuffer get(long index) {
            LineBuffer section = lines.section(index);
            return ByteBuffer.wrap(section.bytes, 0, section.length);
        }
    }

    /** The whole log as a stream that is made while it is read. Needs not be closed. */
    public InputStream open() {
        return new Generated(new LogLines(shape));
    }

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        Path output;
        LogShape shape;
        try {
            if (arguments.length % 2 != 0) {
                throw new IllegalArgumentException("every option needs a value");
            }
            for (int i = 0; i < arguments.length; i += 2) {
                options.put(arguments[i], arguments[i + 1]);
            }
            String file = options.remove("--output");
            output = file == null ? null : Path.of(file);
            shape = LogShape.from(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(shape, output);
    }

    private static void run(LogShape shape, @Nullable Path output) throws IOException {
        long begin = System.nanoTime();
        long bytes;
        try (OutputStream stream =
                output == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(output)) {
            bytes = new LogGenerator(shape).writeTo(stream);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.err.printf(Locale.ROOT, "%,d bytes in %.1f s, %.0f MB/s%n", bytes, seconds, bytes / seconds / 1e6);
    }

    /** Hands out one piece after the other. */
    private static final class Generated extends InputStream {
        private final LogLines lines;
        private LineBuffer piece = new LineBuffer(0);
        private long next;
        private int at;

        Generated(LogLines lines) {
            this.lines = lines;
        }

        @Override
        public int read() {
            return hasMore() ? piece.bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (!hasMore()) {
                return -1;
            }
            int some = Math.min(length, piece.length - at);
            System.arraycopy(piece.bytes, at, into, offset, some);
            at += some;
            return some;
        }

        private boolean hasMore() {
            // A section may be empty, of directories that are not listed.
            while (at == piece.length && next < lines.sections()) {
                piece = lines.section(next++);
                at = 0;
            }
            return at < piece.length;
        }
    }
}
