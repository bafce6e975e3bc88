package org.fscensus.query;

import org.jspecify.annotations.Nullable;

/**
 * Whose the files of a subtree are.
 *
 * @param account only where it is a single one
 */
public record Holder(Kind kind, @Nullable Account account) {
    /** No file, or files of several. */
    public enum Kind {
        NONE,
        SINGLE,
        SEVERAL
    }
}
