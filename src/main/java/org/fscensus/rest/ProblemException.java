package org.fscensus.rest;

import jakarta.ws.rs.core.Response.Status;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    /** @param detail what is wrong, where, why, and what to do next */
    public ProblemException(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    public ProblemException(Status status, String detail) {
        this(status.getStatusCode(), status.getReasonPhrase(), detail);
    }

    /** A parameter or body that cannot be understood; {@code detail} names it. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(Status.BAD_REQUEST, detail);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
