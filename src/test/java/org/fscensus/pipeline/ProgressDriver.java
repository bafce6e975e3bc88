package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.scanlog.RejectedLine;
import org.jspecify.annotations.Nullable;

/** Lets importers in the tests of other packages report progress as the real one does. */
public final class ProgressDriver {
    private final ImportProgress progress;

    public ProgressDriver(ImportProgress progress) {
        this.progress = progress;
    }

    public void begin(Phase phase, @Nullable Long total) {
        progress.begin(phase, total);
    }

    public void advance(Phase phase, long units) {
        progress.advance(phase, units);
    }

    public void end(Phase phase) {
        progress.end(phase);
    }

    public void abandon(PhaseSnapshot.State how) {
        progress.abandon(how);
    }

    public void counters(ImportCounters counters) {
        progress.countersFrom(() -> counters);
    }

    public void rejected(List<RejectedLine> lines) {
        progress.rejectedFrom(() -> lines);
    }
}
