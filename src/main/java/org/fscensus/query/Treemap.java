package org.fscensus.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory with the largest of what is below it, nested.
 *
 * @param by what the largest are chosen by
 * @param nodes how many directories it shows below its root
 * @param complete whether it shows as many as depth and top ask for; else these are the largest of them
 */
public record Treemap(Measure by, int nodes, boolean complete, Node root) {
    /** What the largest directories are chosen by. */
    public enum Measure {
        BYTES,
        FILES
    }

    /**
     * One directory. Its direct files, its children and the rest add up to its recursive figures.
     *
     * @param name the last component of its path
     * @param childrenBy what its children are chosen by, see {@link TreemapQuery}
     * @param children the largest first
     * @param rest null where every subdirectory is among the children
     * @param breakdown of all its files, as far as it was asked for
     */
    public record Node(
            Directory directory,
            String name,
            Measure childrenBy,
            List<Node> children,
            @Nullable Rest rest,
            Breakdown breakdown) {}

    /**
     * What the files of a subtree are.
     *
     * @param ages of each age bucket how much there is, as the treemap measures; null where that was not asked for
     * @param owner who has the most, as the treemap measures; null where that was not asked for, or there is no file
     * @param group likewise
     */
    public record Breakdown(
            @Nullable List<Long> ages,
            @Nullable Most owner,
            @Nullable Most group) {
        static final Breakdown NONE = new Breakdown(null, null, null);
    }

    /** The account with the most of a subtree, and how much that is. */
    public record Most(Account account, UsageTotal usage) {}

    /**
     * Subdirectories that are not shown.
     *
     * @param count how many there are
     * @param directories below them
     */
    public record Rest(long count, long files, long directories, long allocatedBytes, long apparentBytes) {}
}
