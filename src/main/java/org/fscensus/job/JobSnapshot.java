package org.fscensus.job;

import java.time.Instant;
import java.util.List;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.pipeline.Phase;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.pipeline.TrustReport;
import org.jspecify.annotations.Nullable;

/**
 * A job at one moment: what polling and events show.
 *
 * @param id sorts by age
 * @param attempt from 1
 * @param source what is read
 * @param options how
 * @param format null while it is not known
 * @param startedAt of this attempt; null before
 * @param finishedAt null before the job is finished
 * @param phase the phase that runs, or the last that did; null before the first
 * @param phases every phase in order; empty where they were lost with a process that was killed
 * @param trust how far the scan can be trusted; null until it has been read, or where that was lost with the process
 * @param error of a failed job, else null
 * @param generation what was published, else null
 */
public record JobSnapshot(
        String id,
        String filesystem,
        JobState.Id state,
        int attempt,
        ImportSource source,
        ImportOptions options,
        @Nullable String format,
        Instant scanTime,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Phase phase,
        List<PhaseSnapshot> phases,
        ImportCounters counters,
        List<String> warnings,
        @Nullable TrustReport trust,
        @Nullable JobError error,
        @Nullable String generation) {

    static JobSnapshot of(ImportRequest request, Instant createdAt, JobState state, JobReport report) {
        return new JobSnapshot(
                request.jobId(),
                request.filesystem(),
                state.id(),
                state.attempt(),
                request.source(),
                request.options(),
                report.format(),
                request.scanTime(),
                createdAt,
                state.startedAt(),
                state.finishedAt(),
                lastBegun(report.phases()),
                report.phases(),
                report.counters(),
                report.warnings(),
                report.trust(),
                state instanceof JobState.Failed failed ? failed.error() : null,
                state instanceof JobState.Succeeded succeeded ? succeeded.generation() : null);
    }

    private static @Nullable Phase lastBegun(List<PhaseSnapshot> phases) {
        Phase last = null;
        for (PhaseSnapshot phase : phases) {
            if (phase.startedAt() != null) {
                last = phase.phase();
            }
        }
        return last;
    }
}
