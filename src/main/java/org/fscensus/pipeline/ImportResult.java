package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * How a finished import ended.
 *
 * @param format the format that was read; null where nothing was imported
 * @param warnings sentences for the user, in a fixed order
 * @param generation what was published, or checked
 */
public record ImportResult(
        @Nullable String format, ImportCounters counters, List<String> warnings, Generation generation) {}
