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
     */
    public record Node(
            Directory directory,
            String name,
            Measure childrenBy,
            List<Node> children,
            @Nullable Rest rest) {}

    /**
     * Subdirectories that are not shown.
     *
     * @param count how many there are
     * @param directories below them
     */
    public record Rest(long count, long files, long directories, long allocatedBytes, long apparentBytes) {}
}
