package org.fscensus.pipeline;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fscensus.census.CensusWorker;
import org.fscensus.entry.EntryBatch;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogSource;

/** One worker of a scan: draws chunks, parses their lines into batches, hands the batches to the census. */
final class ScanWorker implements Callable<Void> {
    private final LogSource source;
    private final LineParser parser;
    private final CensusWorker census;
    private final ScanTally tally;
    private final ImportProgress progress;
    private final Chunk chunk = new Chunk();
    private final EntryBatch batch = new EntryBatch();

    private int lines;
    private int notices;
    private int errors;
    private int rejected;
    private int carriageReturns;

    ScanWorker(LogSource source, LineParser parser, CensusWorker census, ScanTally tally, ImportProgress progress) {
        this.source = source;
        this.parser = parser;
        this.census = census;
        this.tally = tally;
        this.progress = progress;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no value but null.
    public Void call() throws IOException {
        int length;
        while ((length = source.next(chunk)) >= 0) {
            parseChunk();
            publish(length);
        }
        return null;
    }

    private void parseChunk() throws IOException {
        byte[] bytes = chunk.bytes();
        int end = chunk.end();
        batch.reset(bytes);
        int at = chunk.start();
        while (at < end) {
            at = parseLine(bytes, at, end) + 1;
            lines++;
        }
        flush();
    }

    /** Returns where the line ends. */
    private int parseLine(byte[] bytes, int from, int limit) throws IOException {
        LineResult result = parser.parse(bytes, from, limit, batch);
        int to = parser.lineEnd();
        if (to > from && bytes[to - 1] == '\r') {
            carriageReturns++;
        }
        if (result == LineResult.ENTRY) {
            if (batch.isFull()) {
                flush();
            }
        } else {
            setAside(result, bytes, from, to);
        }
        return to;
    }

    private void flush() throws IOException {
        if (batch.size > 0) {
            census.add(batch);
            batch.reset(batch.bytes);
        }
    }

    private void setAside(LineResult result, byte[] bytes, int from, int to) {
        long offset = chunk.offset() + from;
        if (result.isRejected()) {
            rejected++;
            String reason = Objects.requireNonNull(result.reason());
            tally.rejected.offer(offset, chunk.index(), lines, reason, bytes, from, to);
        } else {
            notices++;
            if (result == LineResult.ERROR_NOTICE) {
                errors++;
                tally.errors.offer(offset, chunk.index(), lines, "error", bytes, from, to);
            }
        }
    }

    private void publish(int length) {
        census.publishCounters();
        tally.pieces.set(chunk.index(), lines);
        tally.bytes.add(length);
        tally.lines.add(lines);
        tally.noticeLines.add(notices);
        tally.errorNotices.add(errors);
        tally.rejectedLines.add(rejected);
        tally.carriageReturns.add(carriageReturns);
        lines = 0;
        notices = 0;
        errors = 0;
        rejected = 0;
        carriageReturns = 0;
        progress.advance(Phase.SCAN, length);
    }
}
