package org.fscensus.app;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.fscensus.job.JobError;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.pipeline.PhaseSnapshot;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Tells the log of the lives of jobs: a line for each new state and each phase that has ended, and now and then one of a
 * phase that lasts. Lines carry the job and its file system as fields too, where logs are structured. Called on the
 * threads on which things happen.
 */
@Singleton
class JobLog {
    private static final Logger LOG = Logger.getLogger(JobLog.class);
    private static final long QUIET_NANOS = 30_000_000_000L;

    private final JobService jobs;
    /** Guarded by this: how many phases of each running job have been told of, and when it was last told of. */
    private final Map<String, Told> running = new HashMap<>();

    private static final class Told {
        private int phases;
        private long at = System.nanoTime();
    }

    JobLog(JobService jobs) {
        this.jobs = jobs;
    }

    /** Begins to tell; once, before jobs run. */
    void start() {
        jobs.onEvent(this::onEvent);
    }

    private void onEvent(JobEvent event) {
        JobSnapshot job = event.job();
        if (job == null) {
            return;
        }
        MDC.put("job", job.id());
        MDC.put("filesystem", job.filesystem());
        try {
            tell(event.kind(), job);
        } finally {
            MDC.remove("job");
            MDC.remove("filesystem");
        }
    }

    private synchronized void tell(JobEvent.Kind kind, JobSnapshot job) {
        Told told = running.computeIfAbsent(job.id(), id -> new Told());
        tellPhases(job, told);
        if (kind == JobEvent.Kind.STATE) {
            told.at = System.nanoTime();
            tellState(job);
        } else if (kind == JobEvent.Kind.PROGRESS && System.nanoTime() - told.at >= QUIET_NANOS) {
            told.at = System.nanoTime();
            tellProgress(job);
        }
        if (job.state().isFinal()) {
            running.remove(job.id());
        }
    }

    private static void tellPhases(JobSnapshot job, Told told) {
        int ended = 0;
        for (PhaseSnapshot phase : job.phases()) {
            if (phase.state() == PhaseSnapshot.State.DONE && ++ended > told.phases) {
                told.phases = ended;
                told.at = System.nanoTime();
                LOG.infof(
                        "Job %s of %s: %s took %s s for %d %s",
                        job.id(),
                        job.filesystem(),
                        phase.phase().id(),
                        seconds(phase.seconds()),
                        phase.done(),
                        phase.unit());
            }
        }
    }

    private static void tellState(JobSnapshot job) {
        String who = "Job " + job.id() + " of " + job.filesystem();
        switch (job.state()) {
            case QUEUED -> LOG.infof("%s waits: %s", who, job.source().describe());
            case RUNNING ->
                LOG.infof(
                        "%s runs, attempt %d: %s",
                        who, job.attempt(), job.source().describe());
            case SUCCEEDED ->
                LOG.infof(
                        "%s succeeded: generation %s, %d files, %d directories, %d rejected lines",
                        who,
                        job.generation(),
                        job.counters().files(),
                        job.counters().directories(),
                        job.counters().rejectedLines());
            case FAILED -> {
                JobError error = job.error();
                LOG.warnf("%s failed: %s", who, error == null ? "" : error.message() + " " + error.hint());
            }
            case CANCELLED -> LOG.infof("%s was cancelled", who);
        }
    }

    private static void tellProgress(JobSnapshot job) {
        for (PhaseSnapshot phase : job.phases()) {
            if (phase.state() == PhaseSnapshot.State.RUNNING) {
                Double left = phase.secondsLeft();
                LOG.infof(
                        "Job %s of %s: %s has done %d %s in %s s%s",
                        job.id(),
                        job.filesystem(),
                        phase.phase().id(),
                        phase.done(),
                        phase.unit(),
                        seconds(phase.seconds()),
                        left == null ? "" : ", " + seconds(left) + " s are left");
            }
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
