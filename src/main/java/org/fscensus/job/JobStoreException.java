package org.fscensus.job;

/** The control database did not do what was asked of it. The message says what was asked. */
public final class JobStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
