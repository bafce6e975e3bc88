package org.fscensus.job;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.store.Generation;

/**
 * Takes up the jobs that an earlier process left unfinished: queued ones wait again; running ones that had published
 * have succeeded; those that a user had asked to stop are cancelled; the others start again, up to
 * {@link JobState#MAX_INTERRUPTIONS}. A source that is gone is found when its import begins.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final JobStore store;
    private final Function<String, Optional<Generation>> publishedBy;
    private final Clock clock;

    Recovery(JobStore store, Function<String, Optional<Generation>> publishedBy, Clock clock) {
        this.store = store;
        this.publishedBy = publishedBy;
        this.clock = clock;
    }

    /** Settles every unfinished job and hands on those that wait and those that have ended now, oldest first. */
    void run(Consumer<JobRecord> waits, Consumer<JobRecord> ended) {
        for (JobRecord job : store.unfinished()) {
            JobRecord recovered = job;
            if (job.state() instanceof JobState.Running) {
                recovered = recover(job);
            } else if (job.cancelRequested()) {
                recovered = cancel(job);
            }
            (recovered.state().id().isFinal() ? ended : waits).accept(recovered);
        }
    }

    /** A cancellation that came as an orderly stop was giving the job back. */
    private JobRecord cancel(JobRecord job) {
        JobState cancelled = new JobLife(clock, job.state()).cancel();
        JobRecord recovered = job.with(cancelled, JobReport.pending(job.request()));
        store.update(recovered, null);
        LOG.log(Level.INFO, "Job {0} was to be cancelled when the service ended; it is now", job.id());
        return recovered;
    }

    private JobRecord recover(JobRecord job) {
        JobLife life = new JobLife(clock, job.state());
        Optional<Generation> published = publishedBy.apply(job.id());
        JobReport report = lost(job, published);
        JobRecord recovered;
        if (published.isPresent()) {
            recovered = job.with(life.succeed(published.get().id()), report);
        } else if (job.cancelRequested()) {
            recovered = job.with(life.cancel(), report);
        } else {
            JobState next = life.interrupt();
            recovered = job.with(next, next.id().isFinal() ? report : null);
        }
        store.update(recovered, null);
        LOG.log(
                Level.INFO,
                "Job {0} was running when the service ended; it is {1} now",
                job.id(),
                recovered.state().id().label());
        return recovered;
    }

    /** All that is known of an import whose process is gone. */
    private static JobReport lost(JobRecord job, Optional<Generation> published) {
        ImportCounters counters = published.map(ImportCounters::of).orElse(ImportCounters.ZERO);
        String warning = "The service ended while attempt " + job.state().attempt()
                + " ran: its phases, its warnings and most of its counters are lost";
        return new JobReport(job.request().options().format(), List.of(), counters, List.of(warning), null);
    }
}
