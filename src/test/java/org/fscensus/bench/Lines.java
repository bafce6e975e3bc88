package org.fscensus.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Consumer;
import org.fscensus.entry.EntryBatch;
import org.fscensus.generator.LogGenerator;
import org.fscensus.scanlog.LineEnds;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.Terminator;

/** Generated lines in memory, and batches of what is in them. */
final class Lines {
    private Lines() {}

    /** A section of a generated log, with the padding that parsers ask for behind its end. */
    static byte[] of(LogGenerator.Sections sections, long index) {
        ByteBuffer section = sections.get(index);
        int length = section.remaining();
        byte[] lines = new byte[length + EntryBatch.PADDING];
        section.get(lines, 0, length);
        return lines;
    }

    static LineParser newParser() {
        return newParser(LogFormat.GPFS);
    }

    static LineParser newParser(LogFormat format) {
        return format.newParser(new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, false), Terminator.NEWLINE);
    }

    /** The entries of a GPFS list as lines of another format, with the values that its own tool would write. */
    static byte[] as(LogFormat format, byte[] gpfs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineParser parser =
                LogFormat.GPFS.newParser(new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, true), Terminator.NEWLINE);
        parse(gpfs, parser, new EntryBatch(), batch -> {
            for (int i = 0; i < batch.size; i++) {
                out.writeBytes((format == LogFormat.LUSTRE ? lustre(batch, i) : posix(batch, i))
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(batch.bytes, batch.pathStart[i], batch.pathEnd[i] - batch.pathStart[i]);
                out.write('\n');
            }
        });
        return Arrays.copyOf(out.toByteArray(), out.size() + EntryBatch.PADDING);
    }

    private static String lustre(EntryBatch batch, int i) {
        return String.format(
                "0x%x:0x%x:0x0 s=%d b=%d u=%d g=%d p=0 type=%s perm=0644 a=%d m=%d c=%d -- ",
                0x24001959dL + (batch.inode[i] >> 17),
                batch.inode[i] & 0x1ffff,
                batch.apparentBytes[i],
                batch.allocatedBytes[i] / 512,
                Integer.toUnsignedLong(batch.uid[i]),
                Integer.toUnsignedLong(batch.gid[i]),
                batch.directory[i] ? "d" : "f",
                batch.accessTime[i],
                batch.modifyTime[i],
                batch.modifyTime[i]);
    }

    private static String posix(EntryBatch batch, int i) {
        return String.format(
                "%d s=%d b=%d u=%d g=%d n=%d type=%s perm=644 a=%d.0000000000 m=%d.%09d0 c=%d.%09d0 -- ",
                batch.inode[i],
                batch.apparentBytes[i],
                batch.allocatedBytes[i] / 512,
                Integer.toUnsignedLong(batch.uid[i]),
                Integer.toUnsignedLong(batch.gid[i]),
                batch.links[i],
                batch.directory[i] ? "d" : "f",
                batch.accessTime[i],
                batch.modifyTime[i],
                batch.inode[i] * 7919 % 1_000_000_000,
                batch.modifyTime[i],
                batch.inode[i] * 7919 % 1_000_000_000);
    }

    /**
     * Parses lines, as a worker of the scan does.
     *
     * @param bytes lines and padding
     * @param consumer given the batch each time that it is full, and the last
     * @return the number of lines
     */
    static long parse(byte[] bytes, LineParser parser, EntryBatch batch, Consumer<EntryBatch> consumer) {
        int end = bytes.length - EntryBatch.PADDING;
        long lines = 0;
        batch.reset(bytes);
        for (int at = 0; at < end; lines++) {
            int lineEnd = LineEnds.next(bytes, at, end);
            if (parser.parse(bytes, at, lineEnd, batch) != LineResult.ENTRY) {
                throw new IllegalStateException("the generator makes entries only");
            }
            if (batch.isFull()) {
                consumer.accept(batch);
                batch.reset(bytes);
            }
            at = lineEnd + 1;
        }
        consumer.accept(batch);
        return lines;
    }
}
