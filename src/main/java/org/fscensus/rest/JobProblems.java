package org.fscensus.rest;

import jakarta.ws.rs.core.Response.Status;
import org.fscensus.job.InvalidRequestException;
import org.fscensus.job.NoSuchJobException;

/** What the refusals of the job service are over HTTP. */
final class JobProblems {
    /** RFC 4918; Jakarta REST has no constant for it. */
    private static final int UNPROCESSABLE = 422;

    private JobProblems() {}

    static ProblemException of(InvalidRequestException refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case MALFORMED -> ProblemException.badRequest(detail);
            case FORBIDDEN -> new ProblemException(Status.FORBIDDEN, detail);
            case UNPROCESSABLE -> new ProblemException(UNPROCESSABLE, "Unprocessable Content", detail);
        };
    }

    static ProblemException of(NoSuchJobException missing) {
        return ProblemException.notFound(String.valueOf(missing.getMessage()));
    }
}
