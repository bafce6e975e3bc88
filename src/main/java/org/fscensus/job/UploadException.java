package org.fscensus.job;

/** A log that was not taken over HTTP, or not to its end. Nothing of it is left. The message says what to do. */
public final class UploadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an upload ended. */
    public enum Reason {
        /** More than is allowed. */
        TOO_LARGE,
        /** The disk has no room for it. */
        NO_SPACE,
        /** The disk does not take it, for another reason. */
        UNWRITABLE,
        /** Too many come in at the moment. */
        BUSY,
        /** The client, or the connection to it, gave up. */
        BROKEN_OFF
    }

    private final Reason reason;

    UploadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    UploadException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
