package org.fscensus.app;

import org.fscensus.job.JobSnapshot;

/** A job as the API shows it, for those who are told of it in another way. Any thread. */
@FunctionalInterface
public interface JobDocument {
    /** The same JSON object as that of polling. */
    String json(JobSnapshot job);
}
