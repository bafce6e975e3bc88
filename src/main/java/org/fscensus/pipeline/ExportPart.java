package org.fscensus.pipeline;

import java.io.EOFException;
import java.io.IOException;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.LogStream;
import org.fscensus.scanlog.NcduExport;
import org.jspecify.annotations.Nullable;

/** A JSON export of ncdu: one document, whose entries the workers draw in turns. */
final class ExportPart implements LogPart {
    private final LogStream stream;
    /** Null where the file is a beginning that is cut off before any entry. */
    private final @Nullable NcduExport export;

    private final FileTally file;
    private final ScanTally tally;
    private final ReadBudget budget;

    /** Bytes of the file that have been told; guarded by this. */
    private long told;

    /** @param stream owned from now on */
    ExportPart(LogStream stream, FileTally file, ScanTally tally, ReadBudget budget) throws IOException {
        this.stream = stream;
        this.file = file;
        this.tally = tally;
        this.budget = budget;
        export = begin(stream, file, tally);
        if (export != null) {
            export.scanTime().ifPresent(time -> tally.exportTime = time);
        }
    }

    private static @Nullable NcduExport begin(LogStream stream, FileTally file, ScanTally tally) throws IOException {
        try {
            return new NcduExport(stream, file.name, new ExportTally(file, tally));
        } catch (IOException | RuntimeException | Error e) {
            if (e instanceof EOFException && stream.isBeginning()) {
                return null;
            }
            stream.close();
            throw e;
        }
    }

    @Override
    public boolean isOneStream() {
        return stream.codec() == null || stream.isOneStream();
    }

    @Override
    public EntryReader newReader() {
        return export == null ? new Nothing() : new Reader(export.newReader());
    }

    private void publish(int entries) {
        long more;
        synchronized (this) {
            long position = stream.sourcePosition();
            more = position - told;
            told = position;
        }
        file.entryLines.add(entries);
        tally.lines.add(entries);
        tally.bytes.add(more);
        budget.read(more);
    }

    /** {@inheritDoc} One document that was read to its end has all of it. */
    @Override
    public void finish() throws IOException {
        stream.checkUnchanged();
        if (export != null) {
            tally.withoutOwner.add(export.withoutOwner());
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Tells only that the file has been read. */
    private final class Nothing implements EntryReader {
        @Override
        public boolean read(EntryBatch batch) {
            publish(0);
            return false;
        }

        @Override
        public void close() {}
    }

    private final class Reader implements EntryReader {
        private final EntryReader entries;

        Reader(EntryReader entries) {
            this.entries = entries;
        }

        @Override
        public boolean read(EntryBatch batch) throws IOException {
            if (!budget.isLeft()) {
                return false;
            }
            boolean more = draw(batch);
            publish(batch.size);
            return more;
        }

        /** Of a beginning, the end is where it has been cut off. */
        private boolean draw(EntryBatch batch) throws IOException {
            try {
                return entries.read(batch);
            } catch (EOFException e) {
                if (stream.isBeginning()) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            entries.close();
        }
    }
}
