package org.fscensus.bench;

import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.fscensus.entry.EntryBatch;
import org.fscensus.generator.LogGenerator;
import org.fscensus.scanlog.LineEnds;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.PathEscape;

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
        return LogFormat.GPFS.newParser(new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, false));
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
