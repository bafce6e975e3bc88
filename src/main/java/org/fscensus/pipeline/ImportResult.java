package org.fscensus.pipeline;

import java.util.List;
import org.fscensus.store.Generation;

/**
 * How a finished import ended.
 *
 * @param format the format that was read
 * @param warnings sentences for the user, in a fixed order
 * @param generation what was published
 */
public record ImportResult(String format, ImportCounters counters, List<String> warnings, Generation generation) {}
