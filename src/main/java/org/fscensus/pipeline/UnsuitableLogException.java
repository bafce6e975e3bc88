package org.fscensus.pipeline;

import java.io.IOException;

/** A log that can be read, but not as it is asked for. */
final class UnsuitableLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** @param hint what to do about it */
    UnsuitableLogException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
