package org.fscensus.job;

import java.util.List;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.pipeline.TrustReport;
import org.jspecify.annotations.Nullable;

/**
 * What an import tells about itself: while it runs, and, kept with the job, after it.
 *
 * @param format the format that was read; null while it is not known
 * @param phases every phase in order; none where they were lost with the process
 * @param warnings sentences for the user
 * @param trust how far the scan can be trusted; null until it has been read, or where that was lost with the process
 */
record JobReport(
        @Nullable String format,
        List<PhaseSnapshot> phases,
        ImportCounters counters,
        List<String> warnings,
        @Nullable TrustReport trust) {

    /** Of a job that has not begun. */
    static JobReport pending(ImportRequest request) {
        List<PhaseSnapshot> phases = request.source().phases().stream()
                .map(phase -> new PhaseSnapshot(
                        phase, PhaseSnapshot.State.PENDING, null, 0, phase.unit(), 0, null, null, null))
                .toList();
        return new JobReport(request.options().format(), phases, ImportCounters.ZERO, List.of(), null);
    }

    /** Of an import at this moment. */
    static JobReport live(@Nullable String format, ImportProgress progress) {
        return new JobReport(format, progress.phases(), progress.counters(), List.of(), progress.trust());
    }

    /** Of an import that ran through. */
    static JobReport finished(ImportResult result, ImportProgress progress) {
        return new JobReport(
                result.format(), progress.phases(), result.counters(), result.warnings(), progress.trust());
    }

    /** The same, with no phase left running: an import that was thrown out of a phase ended in it. */
    JobReport ended(PhaseSnapshot.State how) {
        return new JobReport(
                format, phases.stream().map(phase -> ended(phase, how)).toList(), counters, warnings, trust);
    }

    private static PhaseSnapshot ended(PhaseSnapshot phase, PhaseSnapshot.State how) {
        return phase.state() != PhaseSnapshot.State.RUNNING
                ? phase
                : new PhaseSnapshot(
                        phase.phase(),
                        how,
                        phase.startedAt(),
                        phase.seconds(),
                        phase.unit(),
                        phase.done(),
                        phase.total(),
                        phase.ratePerSecond(),
                        null);
    }
}
