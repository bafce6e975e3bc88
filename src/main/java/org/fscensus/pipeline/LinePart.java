package org.fscensus.pipeline;

import java.io.IOException;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LogSource;

/** A log made of lines. */
final class LinePart implements LogPart {
    private final LogSource source;
    private final Parsers parsers;
    private final FileTally file;
    private final ScanTally tally;
    private final ReadBudget budget;

    /** Makes a worker's parser. */
    @FunctionalInterface
    interface Parsers {
        LineParser make();
    }

    /** @param source owned from now on */
    LinePart(LogSource source, Parsers parsers, FileTally file, ScanTally tally, ReadBudget budget) {
        this.source = source;
        this.parsers = parsers;
        this.file = file;
        this.tally = tally;
        this.budget = budget;
    }

    @Override
    public boolean isOneStream() {
        return source.isOneStream();
    }

    @Override
    public EntryReader newReader() {
        return new LineReader(source, parsers.make(), file, tally, budget);
    }

    @Override
    public void finish() throws IOException {
        file.cutOff = !source.endsWithTerminator();
        source.checkUnchanged();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
