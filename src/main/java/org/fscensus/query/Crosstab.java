package org.fscensus.query;

import java.util.List;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/**
 * Usage broken down.
 *
 * @param groupBy as it was asked
 * @param total of all rows, also where some were left out for a limit
 * @param rows the most bytes first; only those that have a file, but for the one of a question that breaks down by
 *     nothing
 * @param problems databases that could not be read, whose figures are missing
 */
public record Crosstab(List<Dimension> groupBy, UsageTotal total, List<Row> rows, List<DatabaseProblem> problems) {
    /**
     * Files of one owner, group, age and size; null by what is not broken down.
     *
     * @param apparentBytes null where ages or sizes are told apart, or chosen: it is not known by these
     */
    public record Row(
            @Nullable Account owner,
            @Nullable Account group,
            @Nullable Bucket age,
            @Nullable Bucket size,
            long files,
            long allocatedBytes,
            @Nullable Long apparentBytes) {}

    /**
     * Ages or sizes that are counted together.
     *
     * @param bucket from 0
     */
    public record Bucket(int bucket, String label) {}
}
