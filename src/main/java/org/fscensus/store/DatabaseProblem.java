package org.fscensus.store;

import org.jspecify.annotations.Nullable;

/**
 * A database whose figures are missing from an answer, and why.
 *
 * @param filesystem null where nobody can tell
 * @param generation its id, null where it is none
 * @param detail what is wrong, and what to do
 */
public record DatabaseProblem(
        @Nullable String filesystem, @Nullable String generation, String detail) {}
