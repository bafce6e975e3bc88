package org.fscensus.job;

/** A request that cannot become a job. The message names the field, says what is wrong with it and what to do. */
public final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a request is refused. */
    public enum Reason {
        /** A value that cannot be understood, or one that is missing. */
        MALFORMED,
        /** The source lies outside the places that jobs may read. */
        FORBIDDEN,
        /** Well said, but the source is not there, or is nothing that can be read; the request contradicts an earlier one, or would be in vain. */
        UNPROCESSABLE
    }

    private final Reason reason;
    private final String field;

    InvalidRequestException(Reason reason, String field, String detail) {
        super(field + ": " + detail);
        this.reason = reason;
        this.field = field;
    }

    public Reason reason() {
        return reason;
    }

    /** The field as the API names it, {@code source.path} for instance. */
    public String field() {
        return field;
    }
}
