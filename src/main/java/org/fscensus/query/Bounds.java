package org.fscensus.query;

import org.jspecify.annotations.Nullable;

/** The least and the greatest value that a filter lets through, both inclusive, null where there is none. */
public record Bounds(@Nullable Long min, @Nullable Long max) {}
