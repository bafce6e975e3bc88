package org.fscensus.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fscensus.entry.FilesystemName;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.JobState;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportSource;

/**
 * How the latest jobs of each file system have ended, for alerts: as times and not as counters, which would begin at one
 * with the first failure, show no increase, and forget at a restart. Any thread.
 */
final class JobOutcomes {
    private static final String FILESYSTEM = "filesystem";

    private final MultiGauge ends;
    private final MultiGauge rejected;

    /** Guarded by this: by file system, kind and state, the latest. */
    private final Map<String, End> latest = new TreeMap<>();
    /** Guarded by this: by file system, the share of rejected lines in the latest import that succeeded. */
    private final Map<String, Double> shares = new TreeMap<>();

    private record End(String filesystem, String kind, JobState.Id state, String jobId, Instant at) {}

    JobOutcomes(MeterRegistry meters) {
        this.ends = MultiGauge.builder("fscensus.job.last.end.timestamp")
                .baseUnit("seconds")
                .description("When the latest import or verification of a file system ended in a state, since 1970")
                .register(meters);
        this.rejected = MultiGauge.builder("fscensus.import.rejected.ratio")
                .description("Share of lines that could not be read, in the latest import that succeeded")
                .register(meters);
    }

    /** Takes up what is known from earlier processes, the oldest first. */
    synchronized void begin(List<JobSnapshot> jobs) {
        jobs.forEach(this::note);
        show();
    }

    synchronized void ended(JobSnapshot job) {
        note(job);
        show();
    }

    private void note(JobSnapshot job) {
        Instant at = job.finishedAt();
        if (at == null) {
            return;
        }
        String filesystem = FilesystemName.key(job.filesystem());
        boolean isImport = !(job.source() instanceof ImportSource.Published);
        String kind = isImport ? "import" : "verify";
        latest.put(filesystem + "/" + kind + "/" + job.state(), new End(filesystem, kind, job.state(), job.id(), at));
        ImportCounters counters = job.counters();
        if (isImport && job.state() == JobState.Id.SUCCEEDED && counters.lines() > 0) {
            shares.put(filesystem, (double) counters.rejectedLines() / counters.lines());
        }
    }

    private void show() {
        List<MultiGauge.Row<?>> times = new ArrayList<>();
        for (End end : latest.values()) {
            Tags tags = Tags.of(FILESYSTEM, end.filesystem(), "kind", end.kind())
                    .and("state", end.state().label(), "job_id", end.jobId());
            times.add(MultiGauge.Row.of(tags, end.at().toEpochMilli() / 1000.0));
        }
        ends.register(times, true);
        List<MultiGauge.Row<?>> ratios = new ArrayList<>();
        shares.forEach((filesystem, share) -> ratios.add(MultiGauge.Row.of(Tags.of(FILESYSTEM, filesystem), share)));
        rejected.register(ratios, true);
    }
}
