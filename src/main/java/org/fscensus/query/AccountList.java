package org.fscensus.query;

import java.util.List;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/**
 * Users or groups, the largest first.
 *
 * @param next the cursor to go on with, null at the end
 * @param problems databases that could not be read, whose figures are missing
 */
public record AccountList(
        UsageTotal total,
        List<AccountUsage> items,
        @Nullable String next,
        List<DatabaseProblem> problems) {}
