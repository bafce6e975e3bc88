package org.fscensus.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * An import that ended without publishing. The message says what, where and why; the hint says what to do next. The
 * previous generation is untouched and nothing of this import is left on disk.
 */
public final class ImportFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public ImportFailedException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    public ImportFailedException(String message, String hint) {
        this(message, hint, null);
    }

    /** What the user can do about it. */
    public String hint() {
        return hint;
    }
}
