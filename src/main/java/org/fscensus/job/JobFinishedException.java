package org.fscensus.job;

/** A job cannot be cancelled any more. */
public final class JobFinishedException extends Exception {
    private static final long serialVersionUID = 1L;

    JobFinishedException(JobSnapshot job) {
        super("Job " + job.id() + " cannot be cancelled: it is finished ("
                + job.state().label() + ").");
    }
}
