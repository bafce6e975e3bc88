package org.fscensus.pipeline;

import java.io.IOException;
import java.util.Objects;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.jspecify.annotations.Nullable;

/** Reads the lines of logs for one worker: draws chunks, parses their lines, counts what is no entry. */
final class LineReader implements EntryReader {
    private final LogFiles files;
    private final ScanTally tally;
    private final ImportProgress progress;
    private final Chunk chunk = new Chunk();

    private @Nullable LogFile file;
    private @Nullable LineParser parser;
    private int length;
    /** Where the next line begins. */
    private int at;

    /** Whether the chunk at hand has not been counted. */
    private boolean pending;

    private int lines;
    private int notices;
    private int errors;
    private int rejected;
    private int carriageReturns;

    LineReader(LogFiles files, ScanTally tally, ImportProgress progress) {
        this.files = files;
        this.tally = tally;
        this.progress = progress;
    }

    @Override
    public boolean read(EntryBatch batch) throws IOException {
        if (at >= chunk.end()) {
            publish();
            if (!draw()) {
                return false;
            }
        }
        parse(batch, Objects.requireNonNull(parser));
        return true;
    }

    private boolean draw() throws IOException {
        LogFiles.Drawn drawn = files.next(chunk);
        if (drawn == null) {
            return false;
        }
        if (file == null || drawn.file().number() != file.number()) {
            file = drawn.file();
            parser = file.newParser();
        }
        length = drawn.length();
        at = chunk.start();
        pending = true;
        return true;
    }

    /** Fills the batch, as far as the chunk goes. */
    private void parse(EntryBatch batch, LineParser lineParser) {
        byte[] bytes = chunk.bytes();
        int end = chunk.end();
        batch.reset(bytes);
        int from = at;
        while (from < end && !batch.isFull()) {
            LineResult result = lineParser.parse(bytes, from, end, batch);
            int to = lineParser.lineEnd();
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
        LogFile of = Objects.requireNonNull(file);
        long offset = chunk.offset() + from;
        if (result.isRejected()) {
            rejected++;
            String reason = Objects.requireNonNull(result.reason());
            tally.rejected.offer(of, offset, chunk.index(), lines, reason, bytes, from, to);
        } else {
            notices++;
            if (result == LineResult.ERROR_NOTICE) {
                errors++;
                tally.errors.offer(of, offset, chunk.index(), lines, "error", bytes, from, to);
            }
        }
    }

    /** Adds what the chunk had to what others see; once it has been handed on, as its entries are counted by then. */
    private void publish() {
        if (!pending) {
            return;
        }
        pending = false;
        FileTally of = Objects.requireNonNull(file).tally();
        of.pieces.set(chunk.index(), lines);
        of.entryLines.add(lines - notices);
        of.rejectedLines.add(rejected);
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

    /** Does nothing: the files belong to the scan. */
    @Override
    public void close() {}
}
