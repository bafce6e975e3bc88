package org.fscensus.query;

import org.jspecify.annotations.Nullable;

/**
 * A user or a group.
 *
 * @param name as resolved when the scan was imported, null where nobody knew it
 */
public record Account(long id, @Nullable String name) {}
