package org.fscensus.job;

import java.time.Clock;
import java.util.function.Consumer;
import org.fscensus.entry.FilesystemName;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.ImportRequest;

/** A job that waits or runs in this process. Any thread. */
final class ActiveJob {
    private final JobRecord accepted;
    private final JobLife life;
    private final ImportProgress progress;
    private volatile boolean cancelRequested;
    /** What others see: an end is shown by whoever has saved it, not from here. */
    private volatile JobState shown;
    /** Guarded by this: the last event about this job is out. */
    private boolean told;

    /** @param onPhaseChange called by the importing thread, see {@link ImportProgress} */
    ActiveJob(JobRecord accepted, Clock clock, Consumer<ActiveJob> onPhaseChange) {
        this.accepted = accepted;
        this.life = new JobLife(clock, accepted.state());
        this.shown = accepted.state();
        this.progress =
                new ImportProgress(clock, accepted.request().source().phases(), () -> onPhaseChange.accept(this));
    }

    String id() {
        return accepted.id();
    }

    ImportRequest request() {
        return accepted.request();
    }

    JobRecord accepted() {
        return accepted;
    }

    /** What is compared so that a file system has one job at a time. */
    String filesystemKey() {
        return FilesystemName.key(accepted.request().filesystem());
    }

    /** Ends the job by one of the life's methods. */
    JobLife life() {
        return life;
    }

    JobState start() {
        shown = life.start();
        return shown;
    }

    JobState release() {
        shown = life.release();
        return shown;
    }

    boolean isRunning() {
        return shown instanceof JobState.Running;
    }

    ImportProgress progress() {
        return progress;
    }

    /** Stops the import because a user wants so; if it has not begun, it ends as it begins. */
    void requestCancel() {
        cancelRequested = true;
        progress.cancel();
    }

    boolean isCancelRequested() {
        return cancelRequested;
    }

    /** The job as it is before it has ended. Takes no lock of this object. */
    JobSnapshot snapshot() {
        JobState state = shown;
        ImportRequest request = accepted.request();
        JobReport report = state instanceof JobState.Running
                ? JobReport.live(request.options().format(), progress)
                : JobReport.pending(request);
        return JobSnapshot.of(request, accepted.createdAt(), state, report);
    }

    /** Takes and publishes a snapshot, unless the last is out: so that events of one job come in order. */
    synchronized void tell(Consumer<JobSnapshot> publishing) {
        if (!told) {
            publishing.accept(snapshot());
        }
    }

    /** Publishes the last that is told of this job. */
    synchronized void tellLast(Runnable publishing) {
        told = true;
        publishing.run();
    }
}
