package org.fscensus.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A directory's own figures, or those of its subtree.
 *
 * @param lastAccess of any file, null where there is none with a time
 */
public record Figures(
        long files,
        long directories,
        long allocatedBytes,
        long apparentBytes,
        @Nullable Instant lastAccess) {}
