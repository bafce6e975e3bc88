package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * How a finished import ended.
 *
 * @param format the format that was read
 * @param warnings sentences for the user, in a fixed order
 * @param generation what was published; null after a dry run
 */
public record ImportResult(
        String format,
        ImportCounters counters,
        List<String> warnings,
        @Nullable Generation generation) {}
