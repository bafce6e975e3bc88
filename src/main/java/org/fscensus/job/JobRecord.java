package org.fscensus.job;

import java.time.Instant;
import org.fscensus.pipeline.ImportRequest;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is on disk.
 *
 * @param asked the request as given, to be compared where its idempotency key comes again
 * @param cancelRequested a user asked a running job to stop
 * @param report null until the job is finished
 */
record JobRecord(
        ImportRequest request,
        JobRequest asked,
        @Nullable String idempotencyKey,
        Instant createdAt,
        JobState state,
        boolean cancelRequested,
        @Nullable JobReport report) {

    String id() {
        return request.jobId();
    }

    JobRecord with(JobState newState, @Nullable JobReport newReport) {
        return new JobRecord(request, asked, idempotencyKey, createdAt, newState, cancelRequested, newReport);
    }

    JobSnapshot snapshot() {
        JobReport shown = report == null ? JobReport.pending(request) : report;
        return JobSnapshot.of(request, createdAt, state, shown);
    }
}
