package org.fscensus.pipeline;

import java.time.Instant;
import java.util.List;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.GenerationFigures;
import org.jspecify.annotations.Nullable;

/**
 * What an import would come to, judging by the beginning of its source.
 *
 * @param format null where it could not be told
 * @param whole whether the beginning is all of it: then the counters are those of the import
 * @param counters what the beginning holds
 * @param rejected a sample of its lines that could not be read
 * @param failure why the import would fail, as far as can be told; null where nothing speaks against it
 * @param estimate of the whole; null where its size is not known
 */
public record DryRunReport(
        String filesystem,
        @Nullable String format,
        Instant scanTime,
        boolean whole,
        ImportCounters counters,
        List<RejectedLine> rejected,
        List<String> warnings,
        @Nullable Failure failure,
        @Nullable Estimate estimate) {

    /** What would go wrong, and what to do about it. */
    public record Failure(String message, String hint) {
        static Failure of(ImportFailedException e) {
            return new Failure(String.valueOf(e.getMessage()), e.hint());
        }
    }

    /** Of a source that could not even be begun. */
    static DryRunReport failed(ImportRequest request, ImportFailedException e) {
        return new DryRunReport(
                request.filesystem(),
                request.options().format(),
                request.scanTime(),
                false,
                ImportCounters.ZERO,
                List.of(),
                List.of(),
                Failure.of(e),
                null);
    }

    /**
     * The whole, as if it went on as it begins.
     *
     * @param memoryBytes that the tables of the import would take
     * @param memoryLimit that those of all running imports may take together
     * @param scratchBytes of scratch files; 0 where that cannot be foretold
     * @param scratchFree bytes free where those are written
     * @param databaseBytes of the finished database
     */
    public record Estimate(
            long lines,
            long files,
            long directories,
            long allocatedBytes,
            long memoryBytes,
            long memoryLimit,
            long scratchBytes,
            long scratchFree,
            long databaseBytes) {

        /** The totals; apparent bytes are not estimated. */
        GenerationFigures figures() {
            return new GenerationFigures(files, directories, allocatedBytes, 0);
        }
    }
}
