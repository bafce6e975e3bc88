package org.fscensus.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The service cannot start. The message begins with the key of the configuration that is to blame, and says what to do:
 * it is shown alone. A stack is shown where there is a cause, so the cause is only kept beside it.
 */
public final class StartException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    StartException(String message, @Nullable Throwable cause) {
        super(message);
        if (cause != null) {
            addSuppressed(cause);
        }
    }

    StartException(String message) {
        this(message, null);
    }
}
