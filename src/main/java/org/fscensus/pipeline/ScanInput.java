package org.fscensus.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fscensus.entry.EntryReader;
import org.jspecify.annotations.Nullable;

/** The source of a scan, opened. Made, ended and closed by one thread; its readers are drawn from by the workers. */
interface ScanInput extends Closeable {

    /** After which the beginning of a source is as much as has been read. */
    long BEGINNING_NANOS = 2_000_000_000;

    /** How much of a source is read. */
    enum Extent {
        WHOLE,
        /** Enough to judge the rest by, and no more than somebody waits for. */
        BEGINNING
    }

    /**
     * Opens what a request names.
     *
     * @param expectedDirectories how many there are likely to be, where the source itself cannot tell how large it is; null
     *     where nobody knows
     */
    static ScanInput open(
            ImportRequest request,
            PipelineSettings settings,
            ScanTally tally,
            ImportProgress progress,
            Extent extent,
            @Nullable Long expectedDirectories)
            throws IOException {
        ImportSource source = request.source();
        if (source instanceof ImportSource.Logs logs) {
            return new LogInput(request, logs.files(), settings.sources(), tally, progress, extent);
        }
        if (source instanceof ImportSource.Upload upload) {
            return new LogInput(request, List.of(upload.file()), settings.sources(), tally, progress, extent);
        }
        if (source instanceof ImportSource.Beginning begun) {
            List<Path> file = List.of(begun.file());
            return new LogInput(request, file, PipelineSettings.BEGINNINGS, tally, progress, extent);
        }
        ImportSource.Tree tree = (ImportSource.Tree) source;
        return new WalkInput(request, tree, tally, progress, extent, expectedDirectories);
    }

    /** What it is, as the database and the job name it. */
    String format();

    /** What {@link #total()} and the progress of the scan count. */
    String unit();

    /** How much there is to read; null while unknown. */
    @Nullable Long total();

    /** Scratch bytes that the import is likely to need; 0 while unknown. */
    long scratchBytes();

    /** A reader for one more worker, which the caller closes. */
    EntryReader newReader() throws IOException;

    /** Whether the readers have drawn all that there is. */
    boolean isExhausted();

    /**
     * Judges the whole once it has been read.
     *
     * @throws ImportFailedException if it is not what it should be
     * @throws IOException if it changed while it was read
     */
    void finish() throws ImportFailedException, IOException;

    /** Whether the source ends as it should, once it has been read. */
    boolean isWhole();

    /** Sentences for the user about the whole, once it has been read. */
    List<String> warnings();
}
