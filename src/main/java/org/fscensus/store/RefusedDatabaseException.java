package org.fscensus.store;

import org.jspecify.annotations.Nullable;

/** A file among the generations that cannot be served as one; the message says why, and what to do. */
final class RefusedDatabaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String filesystem;

    /** @param filesystem null where the file does not tell */
    RefusedDatabaseException(@Nullable String filesystem, String message) {
        super(message);
        this.filesystem = filesystem;
    }

    RefusedDatabaseException(String message) {
        this(null, message);
    }

    @Nullable String filesystem() {
        return filesystem;
    }
}
