package org.fscensus.rest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An answer could not be written to its end because nobody takes it. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
