package org.fscensus.store;

import org.jspecify.annotations.Nullable;

/** A user's name as resolved at import. */
public record UserName(long uid, String username, @Nullable String fullName) {}
