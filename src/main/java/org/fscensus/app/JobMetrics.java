package org.fscensus.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.fscensus.census.MemoryBudget;
import org.fscensus.entry.FilesystemName;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.JobState;
import org.fscensus.job.JobStoreException;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jboss.logging.Logger;

/**
 * What the monitoring sees of jobs and generations. Fed by the events of jobs, on the threads on which they happen, and
 * asked by the scraper's.
 */
@Singleton
public class JobMetrics {
    private static final Logger LOG = Logger.getLogger(JobMetrics.class);
    private static final String FILESYSTEM = "filesystem";

    private final MeterRegistry meters;
    private final JobService jobs;
    private final GenerationStore generations;
    private final MemoryBudget memory;
    private final Clock clock;
    private final WalkMetrics walks;
    private final DiskMetrics disks;
    private final UsageMetrics usage;
    private final JobOutcomes outcomes;
    private final MultiGauge progress;
    private final MultiGauge workerUse;
    private final MultiGauge age;
    /** Guarded by this: what each running job has been counted for already, by job. */
    private final Map<String, ImportCounters> counted = new HashMap<>();
    /** Guarded by this: running jobs, by job. */
    private final Map<String, JobSnapshot> running = new HashMap<>();
    /** Guarded by this: the latest, by file system. */
    private final Map<String, Double> use = new HashMap<>();

    private volatile Counts counts = new Counts(Map.of(), Instant.MIN);

    /** Jobs by state, as they were at a moment. */
    private record Counts(Map<JobState.Id, Long> byState, Instant at) {}

    public JobMetrics(
            MeterRegistry meters,
            JobService jobs,
            GenerationStore generations,
            MemoryBudget memory,
            DiskMetrics disks,
            UsageMetrics usage,
            Clock clock) {
        this.meters = meters;
        this.jobs = jobs;
        this.generations = generations;
        this.memory = memory;
        this.clock = clock;
        this.walks = new WalkMetrics(meters);
        this.disks = disks;
        this.usage = usage;
        this.outcomes = new JobOutcomes(meters);
        this.progress = MultiGauge.builder("fscensus.job.progress.ratio")
                .description("How much of its present phase a running import has done, 0 to 1")
                .register(meters);
        this.workerUse = MultiGauge.builder("fscensus.import.worker.use.ratio")
                .description("Share of the latest scan's time in which its workers worked and did not wait, 0 to 1")
                .register(meters);
        this.age = MultiGauge.builder("fscensus.generation.age")
                .baseUnit("seconds")
                .description("Time since the scan that questions about a file system are answered from")
                .register(meters);
    }

    /** Begins to measure; once, when the service has started. */
    void start() {
        for (JobState.Id state : JobState.Id.values()) {
            Gauge.builder("fscensus.jobs", this, metrics -> metrics.count(state))
                    .description("Jobs that the service knows, by state")
                    .tag("state", state.label())
                    .register(meters);
        }
        TimeGauge.builder("fscensus.job.queue.oldest", this, TimeUnit.SECONDS, JobMetrics::oldestWaitingSeconds)
                .description("How long the job that waits longest has been waiting; 0 where none waits")
                .register(meters);
        Gauge.builder("fscensus.event.streams", jobs, JobService::followers)
                .description("Clients that follow events of jobs")
                .register(meters);
        Gauge.builder("fscensus.import.memory", memory, MemoryBudget::used)
                .description("What the tables of the running imports have reserved")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("fscensus.import.memory.limit", memory, MemoryBudget::limit)
                .description("What they may reserve together")
                .baseUnit("bytes")
                .register(meters);
        disks.start();
        generationsChanged();
        outcomes.begin(jobs.latest());
        jobs.onEvent(this::onEvent);
    }

    private void onEvent(JobEvent event) {
        JobSnapshot job = event.job();
        if (job == null) {
            return;
        }
        boolean ended = job.state().isFinal();
        synchronized (this) {
            count(job, ended);
            if (job.state() == JobState.Id.RUNNING) {
                running.put(job.id(), job);
            } else {
                running.remove(job.id());
            }
            if (event.workerUse() > 0) {
                use.put(label(job), event.workerUse());
            }
            showGauges();
        }
        if (ended) {
            // Those of a check are no part of an import.
            if (!(job.source() instanceof ImportSource.Published)) {
                job.phases().forEach(phase -> time(job, phase));
            }
            outcomes.ended(job);
            generationsChanged();
        }
    }

    private void count(JobSnapshot job, boolean ended) {
        ImportCounters now = job.counters();
        ImportCounters before = counted.getOrDefault(job.id(), ImportCounters.ZERO);
        add("fscensus.import.lines", "Lines read", job, now.lines() - before.lines());
        add("fscensus.import.bytes", "Bytes of logs read", job, now.bytes() - before.bytes());
        add(
                "fscensus.import.rejected.lines",
                "Lines that should have been an entry and could not be read",
                job,
                now.rejectedLines() - before.rejectedLines());
        if (now.walk() != null) {
            walks.count(label(job), now.walk(), before.walk());
        }
        if (ended) {
            counted.remove(job.id());
        } else {
            counted.put(job.id(), now);
        }
    }

    private void add(String name, String description, JobSnapshot job, long more) {
        Counter counter = Counter.builder(name)
                .description(description)
                .tag(FILESYSTEM, label(job))
                .register(meters);
        counter.increment((double) Math.max(0, more));
    }

    private void time(JobSnapshot job, PhaseSnapshot phase) {
        if (phase.startedAt() != null) {
            Timer.builder("fscensus.import.phase")
                    .description("How long the phases of imports took")
                    .tag("phase", phase.phase().id())
                    .tag(FILESYSTEM, label(job))
                    .register(meters)
                    .record(Duration.ofNanos((long) (phase.seconds() * 1e9)));
        }
    }

    private void showGauges() {
        List<MultiGauge.Row<?>> ratios = new ArrayList<>();
        for (JobSnapshot job : running.values()) {
            for (PhaseSnapshot phase : job.phases()) {
                Long total = phase.total();
                if (phase.state() == PhaseSnapshot.State.RUNNING && total != null && total > 0) {
                    double ratio = Math.min(1, (double) phase.done() / total);
                    // With the job, to which the alert of an import that stands still leads.
                    Tags tags = Tags.of(
                                    FILESYSTEM,
                                    label(job),
                                    "phase",
                                    phase.phase().id())
                            .and("job_id", job.id());
                    ratios.add(MultiGauge.Row.of(tags, ratio));
                }
            }
        }
        progress.register(ratios, true);
        List<MultiGauge.Row<?>> shares = new ArrayList<>();
        use.forEach((filesystem, share) -> shares.add(MultiGauge.Row.of(Tags.of(FILESYSTEM, filesystem), share)));
        workerUse.register(shares, true);
    }

    private long count(JobState.Id state) {
        Instant now = clock.instant();
        // One scrape asks for every state.
        if (counts.at().isBefore(now.minusSeconds(1)) || counts.at().isAfter(now)) {
            try {
                counts = new Counts(jobs.counts(), now);
            } catch (JobStoreException e) {
                // The health check says so too; the gauges keep their last values.
                LOG.warn("Jobs cannot be counted", e);
            }
        }
        return counts.byState().getOrDefault(state, 0L);
    }

    /** To be called when other generations are served than before. */
    public void generationsChanged() {
        try {
            List<MultiGauge.Row<?>> ages = new ArrayList<>();
            Map<String, Generation> newest = new TreeMap<>();
            for (Generation generation : generations.generations()) {
                String filesystem = FilesystemName.key(generation.filesystem());
                if (newest.putIfAbsent(filesystem, generation) == null) {
                    Instant scanTime = generation.scanTime();
                    ages.add(MultiGauge.Row.of(
                            Tags.of(FILESYSTEM, filesystem), this, metrics -> metrics.secondsSince(scanTime)));
                }
            }
            age.register(ages, true);
            usage.show(newest);
        } catch (IOException e) {
            LOG.warn("The generations cannot be read, so metrics of them stay as they were", e);
        }
    }

    private double secondsSince(Instant time) {
        return Duration.between(time, clock.instant()).toMillis() / 1000.0;
    }

    /** When nothing is told any more. */
    void close() {
        usage.close();
    }

    private double oldestWaitingSeconds() {
        // The clock may have been set back since.
        return Math.max(0.0, jobs.oldestWaiting().map(this::secondsSince).orElse(0.0));
    }

    /** Names of file systems are compared without case, so they are one series. */
    private static String label(JobSnapshot job) {
        return FilesystemName.key(job.filesystem());
    }
}
