package org.fscensus.query;

import java.util.List;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A directory's figures over time.
 *
 * @param path as text, see {@link org.fscensus.entry.PathText}
 * @param generations that were asked, the oldest scan first, readable or not
 * @param items one for each generation that could be read, the oldest scan first
 * @param problems databases that could not be read
 */
public record History(
        String filesystem,
        String path,
        List<Generation> generations,
        List<Item> items,
        List<DatabaseProblem> problems) {

    /**
     * A directory in one generation.
     *
     * @param recursive of the whole subtree, null where the directory is not there
     * @param direct of its immediate children, null where the directory is not there
     * @param change of the subtree since the item before, a directory that is not there having nothing; null in the
     *     first
     */
    public record Item(
            Generation generation,
            @Nullable Figures recursive,
            @Nullable Figures direct,
            @Nullable Change change) {}

    /** By how much figures grew, or shrank. */
    public record Change(long files, long directories, long allocatedBytes, long apparentBytes) {
        static Change between(@Nullable Figures before, @Nullable Figures after) {
            return of(after).minus(of(before));
        }

        private static Change of(@Nullable Figures figures) {
            return figures == null
                    ? new Change(0, 0, 0, 0)
                    : new Change(
                            figures.files(), figures.directories(), figures.allocatedBytes(), figures.apparentBytes());
        }

        private Change minus(Change other) {
            return new Change(
                    files - other.files,
                    directories - other.directories,
                    allocatedBytes - other.allocatedBytes,
                    apparentBytes - other.apparentBytes);
        }
    }
}
