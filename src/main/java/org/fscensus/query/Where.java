package org.fscensus.query;

import java.util.List;
import org.fscensus.store.DatabaseProblem;

/**
 * The directories in which files of a condition lie. What the items have {@code here} and what is {@code elsewhere} add
 * up to the total.
 *
 * @param by what it goes by
 * @param total the files of the condition under the paths
 * @param minHere directories with so much or more here are listed, bytes or files
 * @param items the most here first
 * @param found how many directories have so much here, listed or not
 * @param elsewhere what is in no item
 * @param problems databases that could not be read, whose figures are missing
 */
public record Where(
        Treemap.Measure by,
        UsageTotal total,
        long minHere,
        List<Item> items,
        long found,
        UsageTotal elsewhere,
        List<DatabaseProblem> problems) {
    /**
     * One directory.
     *
     * @param here what its subtree has without the subtrees of those below it that are found too
     * @param share of the total that is here, 0 to 1
     */
    public record Item(String filesystem, String path, UsageTotal here, double share, UsageTotal subtree) {}
}
