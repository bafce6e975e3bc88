package org.fscensus.app;

import org.jspecify.annotations.Nullable;

/** The service cannot start. The message begins with the key of the configuration that is to blame. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        this(message, null);
    }
}
