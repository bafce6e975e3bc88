package org.fscensus.job;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job's import. {@link #close} settles the job's state from what {@link #run} came to, whatever that was.
 * One thread.
 */
final class Attempt implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Attempt.class.getName());

    private final ActiveJob job;
    private final JobRegistry registry;
    private final RequestResolver resolver;
    private final Importer importer;
    private final Function<String, Optional<Generation>> publishedBy;
    private final BooleanSupplier shuttingDown;

    private @Nullable ImportResult result;
    private @Nullable Throwable failure;

    /** Where an error came after all was done. */
    private @Nullable Generation published;

    Attempt(
            ActiveJob job,
            JobRegistry registry,
            RequestResolver resolver,
            Importer importer,
            Function<String, Optional<Generation>> publishedBy,
            BooleanSupplier shuttingDown) {
        this.job = job;
        this.registry = registry;
        this.resolver = resolver;
        this.importer = importer;
        this.publishedBy = publishedBy;
        this.shuttingDown = shuttingDown;
    }

    /** Imports to the end. Never throws: what went wrong is for {@link #close} to tell. */
    void run() {
        try {
            registry.started(job, job.start());
            job.progress().checkCancelled();
            resolver.recheck(job.request());
            result = importer.run(job.request(), job.progress());
        } catch (InvalidRequestException | ImportFailedException | CancellationException e) {
            failure = e;
        } catch (Throwable e) {
            // Errors too, OutOfMemoryError above all: the job must say what happened, and the worker go on.
            failure = e;
            LOG.log(
                    Level.ERROR,
                    "Job " + job.id() + " (" + job.request().source().describe() + ") failed unexpectedly",
                    e);
            published = publishedInSpiteOf(e);
        }
    }

    @Override
    public void close() {
        JobReport report = result == null
                ? JobReport.live(job.request().options().format(), job.progress())
                : JobReport.finished(result, job.progress());
        if (result != null) {
            settle(job.life().succeed(result.generation().id()), report);
        } else if (published != null) {
            settle(job.life().succeed(published.id()), report);
        } else if (failure instanceof CancellationException && job.isCancelRequested()) {
            settle(job.life().cancel(), report.ended(PhaseSnapshot.State.CANCELLED));
        } else if (failure instanceof CancellationException && shuttingDown.getAsBoolean()) {
            registry.released(job, job.release());
        } else {
            settle(job.life().fail(error(failure)), report.ended(PhaseSnapshot.State.FAILED));
        }
    }

    /** A job whose scan is served has not failed, whatever came afterwards. */
    private @Nullable Generation publishedInSpiteOf(Throwable unexpected) {
        try {
            return publishedBy.apply(job.id()).orElse(null);
        } catch (RuntimeException e) {
            unexpected.addSuppressed(e);
            return null;
        }
    }

    private void settle(JobState end, JobReport report) {
        List<RejectedLine> rejected = job.progress().rejectedLines();
        registry.finished(job, job.accepted().with(end, report), rejected);
    }

    private JobError error(@Nullable Throwable cause) {
        if (cause instanceof ImportFailedException failed) {
            return new JobError(text(failed), failed.hint());
        }
        if (cause instanceof InvalidRequestException invalid) {
            return new JobError(
                    text(invalid), "Put the log back where it was when the job was accepted, and submit the job again");
        }
        if (cause instanceof OutOfMemoryError) {
            return new JobError(
                    "The import ran out of memory: " + cause.getMessage(),
                    "Start the service with a larger heap (-Xmx), or let fewer imports run at a time"
                            + " (fscensus.jobs.concurrent)");
        }
        if (cause instanceof JobStoreException store) {
            return new JobError(
                    text(store), "Check the space, the permissions and the health of the disk of fscensus.data-dir");
        }
        return new JobError(
                "The import ended unexpectedly: " + cause,
                "This is a defect or a fault of the machine: the service's log has the details under job " + job.id());
    }

    private static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
