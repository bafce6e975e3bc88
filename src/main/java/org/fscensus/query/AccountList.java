package org.fscensus.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users or groups, the largest first.
 *
 * @param next the cursor to go on with, null at the end
 * @param warnings databases that could not be read, whose figures are missing
 */
public record AccountList(
        UsageTotal total,
        List<AccountUsage> items,
        @Nullable String next,
        List<String> warnings) {}
