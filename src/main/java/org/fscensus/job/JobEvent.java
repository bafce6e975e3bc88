package org.fscensus.job;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something about a job that followers are told.
 *
 * @param id unique; tells whether it is the last of its job, see {@link #finalId}
 * @param job at that moment; null in a heartbeat only
 * @param workerUse see {@link org.fscensus.pipeline.ImportProgress#workerUse()}
 */
public record JobEvent(String id, Kind kind, @Nullable JobSnapshot job, double workerUse) {
    /** What has happened. */
    public enum Kind {
        /** The job is in a new state; also the first event that a new follower gets. */
        STATE,
        /** A phase began or ended. */
        PHASE,
        /** Some time has passed while the job ran. */
        PROGRESS,
        /** Nothing, for a while: the follower's connection is still good. */
        HEARTBEAT;

        /** The name in the API. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final JobEvent HEARTBEAT = new JobEvent("", Kind.HEARTBEAT, null, 0);

    /** The id of the event that ends a job's stream, the same in every stream and after a restart. */
    public static String finalId(String jobId) {
        return jobId + ".end";
    }

    static JobEvent of(Kind kind, JobSnapshot job, long sequence, double workerUse) {
        boolean last = kind == Kind.STATE && job.state().isFinal();
        return new JobEvent(last ? finalId(job.id()) : job.id() + "." + sequence, kind, job, workerUse);
    }

    /** Whether nothing follows about this job. */
    boolean isFinal() {
        return job != null && kind == Kind.STATE && job.state().isFinal();
    }

    boolean isAbout(JobEvent other) {
        return job != null && other.job != null && job.id().equals(other.job.id());
    }
}
