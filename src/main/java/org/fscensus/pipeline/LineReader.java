package org.fscensus.pipeline;

import java.io.IOException;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogSource;

/** Reads the lines of a log for one worker: draws chunks, parses their lines, counts what is no entry. */
final class LineReader implements EntryReader {
    private final LogSource source;
    private final LineParser parser;
    private final FileTally file;
    private final ScanTally tally;
    private final ReadBudget budget;
    private final Chunk chunk = new Chunk();

    /** Where the next line begins. */
    private int at;

    /** Bytes of the source that the chunk at hand stands for; -1 where it has been counted. */
    private int length = -1;

    private int lines;
    private int notices;
    private int errors;
    private int rejected;
    private int carriageReturns;

    LineReader(LogSource source, LineParser parser, FileTally file, ScanTally tally, ReadBudget budget) {
        this.source = source;
        this.parser = parser;
        this.file = file;
        this.tally = tally;
        this.budget = budget;
    }

    @Override
    public boolean read(EntryBatch batch) throws IOException {
        if (at >= chunk.end()) {
            publish();
            length = budget.isLeft() ? source.next(chunk) : -1;
            if (length < 0) {
                return false;
            }
            at = chunk.start();
        }
        parse(batch);
        return true;
    }

    /** Fills the batch, as far as the chunk goes. */
    private void parse(EntryBatch batch) {
        byte[] bytes = chunk.bytes();
        int end = chunk.end();
        batch.reset(bytes);
        int from = at;
        while (from < end && !batch.isFull()) {
            LineResult result = parser.parse(bytes, from, end, batch);
            int to = parser.lineEnd();
            if (to > from && bytes[to - 1] == '\r') {
                carriageReturns++;
            }
            if (result != LineResult.ENTRY) {
                setAside(result, bytes, from, to);
            }
            from = to + 1;
            lines++;
        }
        at = from;
    }

    private void setAside(LineResult result, byte[] bytes, int from, int to) {
        long offset = chunk.offset() + from;
        if (result.isRejected()) {
            rejected++;
            String reason = parser.reason(result);
            tally.rejected.offer(file, offset, chunk.index(), lines, reason, bytes, from, to);
            tally.reasons.add(file, offset, chunk.index(), lines, reason);
        } else {
            notices++;
            if (result == LineResult.ERROR_NOTICE) {
                errors++;
                tally.errors.offer(file, offset, chunk.index(), lines, "error", bytes, from, to);
            }
        }
    }

    /** Adds what the chunk had to what others see; once it has been handed on, as its entries are counted by then. */
    private void publish() {
        if (length < 0) {
            return;
        }
        file.pieces.set(chunk.index(), lines);
        file.entryLines.add(lines - notices);
        file.rejectedLines.add(rejected);
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
        budget.read(length);
    }

    /** Does nothing: the source belongs to all readers. */
    @Override
    public void close() {}
}
