package org.fscensus.job;

import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportResult;

/** The work of a job; {@link org.fscensus.pipeline.ImportPipeline#run} is the real one. Called by several threads. */
@FunctionalInterface
public interface Importer {
    /**
     * Imports to the end, on the calling thread.
     *
     * @throws ImportFailedException if it could not be finished; nothing was published, nothing is left on disk
     * @throws java.util.concurrent.CancellationException if it was cancelled through {@code progress}; likewise
     */
    ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException;
}
