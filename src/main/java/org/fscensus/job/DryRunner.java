package org.fscensus.job;

import org.fscensus.pipeline.DryRunReport;
import org.fscensus.pipeline.ImportRequest;

/** Tells what an import would come to; the pipeline, or a stand-in. Any thread. */
@FunctionalInterface
public interface DryRunner {
    /** Reads the beginning of the source, on the calling thread. */
    DryRunReport run(ImportRequest request);
}
