package org.fscensus.job;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.scanlog.RejectedLine;
import org.jspecify.annotations.Nullable;

/**
 * All jobs as others see them: those that wait or run from memory, the finished ones from the control database. Changes
 * are saved first, shown next and told to followers last. Any thread.
 */
final class JobRegistry {
    private static final System.Logger LOG = System.getLogger(JobRegistry.class.getName());

    private final JobStore store;
    private final JobEvents events;
    private final Uploads uploads;
    private final int keep;
    private final Map<String, ActiveJob> active = new ConcurrentHashMap<>();
    /** Finished jobs that the control database refused: a full disk, most likely. Tried again until it takes them. */
    private final Map<String, Unsaved> unsaved = new ConcurrentHashMap<>();

    private record Unsaved(JobRecord job, @Nullable List<RejectedLine> rejected) {}

    JobRegistry(JobStore store, JobEvents events, Uploads uploads, int keep) {
        this.store = store;
        this.events = events;
        this.uploads = uploads;
        this.keep = keep;
    }

    /** Takes up a job that waits. */
    void queued(ActiveJob job) {
        active.put(job.id(), job);
        publish(JobEvent.Kind.STATE, job);
    }

    /** Tells of a job that has ended without having run in this process. */
    void recovered(JobRecord end) {
        events.publish(JobEvent.Kind.STATE, end.snapshot(), 0);
    }

    void started(ActiveJob job, JobState state) {
        store.update(job.accepted().with(state, null), null);
        publish(JobEvent.Kind.STATE, job);
    }

    /** The job has ended for good. */
    void finished(ActiveJob job, JobRecord end, List<RejectedLine> rejected) {
        if (job.request().source() instanceof ImportSource.Upload upload) {
            uploads.delete(upload.file());
        }
        save(new Unsaved(end, rejected));
        active.remove(job.id());
        job.tellLast(() -> events.publish(
                JobEvent.Kind.STATE, end.snapshot(), job.progress().workerUse()));
    }

    /** The job waits again, for the next start of the service. */
    void released(ActiveJob job, JobState queued) {
        store.update(job.accepted().with(queued, null), null);
        publish(JobEvent.Kind.STATE, job);
    }

    /** Tells followers how a job is doing. */
    void publish(JobEvent.Kind kind, ActiveJob job) {
        job.tell(snapshot -> events.publish(kind, snapshot, job.progress().workerUse()));
    }

    /** Tells of every running job, and tries again to save what could not be saved. */
    void tick() {
        for (ActiveJob job : active.values()) {
            if (job.isRunning()) {
                publish(JobEvent.Kind.PROGRESS, job);
            }
        }
        unsaved.values().forEach(this::save);
    }

    Optional<ActiveJob> active(String id) {
        return Optional.ofNullable(active.get(id));
    }

    List<ActiveJob> active() {
        return List.copyOf(active.values());
    }

    Optional<JobSnapshot> find(String id) {
        ActiveJob job = active.get(id);
        Unsaved pending = unsaved.get(id);
        if (job != null) {
            return Optional.of(job.snapshot());
        }
        return pending != null
                ? Optional.of(pending.job.snapshot())
                : store.find(id).map(JobRecord::snapshot);
    }

    /** A record just read, or what is newer: of a job that has ended since it was read, memory has nothing any more. */
    JobSnapshot present(JobRecord read) {
        return read.state().id().isFinal() ? read.snapshot() : find(read.id()).orElseGet(read::snapshot);
    }

    List<RejectedLine> rejected(String id) {
        ActiveJob job = active.get(id);
        Unsaved pending = unsaved.get(id);
        if (job != null) {
            return job.progress().rejectedLines();
        }
        return pending != null && pending.rejected != null ? pending.rejected : store.rejected(id);
    }

    private void save(Unsaved end) {
        String id = end.job.id();
        try {
            store.update(end.job, end.rejected);
            unsaved.remove(id);
            store.trim(keep);
        } catch (JobStoreException e) {
            if (unsaved.put(id, end) == null) {
                LOG.log(Level.ERROR, "Job " + id + " is finished but cannot be saved; this is tried again", e);
            }
        }
    }
}
