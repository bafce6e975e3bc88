package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.fscensus.query.Treemap.Measure;
import org.fscensus.store.GenerationSchema;
import org.jspecify.annotations.Nullable;

/**
 * Reads one treemap. Directories are opened from the largest down, and of all that were seen the largest are kept; a
 * directory is never larger than the one it is in, so that once the next to be opened is not kept any more, nothing that
 * is not yet seen would be. Equals come in the order of their ids, which puts a directory in front of what it holds.
 */
final class TreemapReader {
    private static final String CHILDREN = "SELECT " + DirectoryRow.COLUMNS + ", %s FROM directories INDEXED BY "
            + GenerationSchema.CHILDREN_INDEX + " WHERE parent_id = ? ORDER BY %s DESC, dir_id LIMIT ?";

    /** In the order of the index: no more rows are read than are wanted. */
    static final String CHILDREN_BY_BYTES = CHILDREN.formatted("total_size_r", "total_size_r");

    static final String CHILDREN_BY_FILES = CHILDREN.formatted("file_count_r", "file_count_r");

    static final String ONE = "SELECT " + DirectoryRow.COLUMNS + ", 0 FROM directories WHERE dir_id = ?";

    /**
     * How much is read and shown.
     *
     * @param depth levels below the root of the treemap
     * @param top children of each directory
     * @param nodes in all
     * @param compared subdirectories that may be read to find those with the most files
     */
    record Bounds(int depth, int top, int nodes, int compared) {}

    private static final class Seen {
        final DirectoryRow row;
        final String path;
        final @Nullable Seen parent;
        final int level;
        final long value;
        final List<Seen> children = new ArrayList<>();
        Measure childrenBy;

        Seen(DirectoryRow row, String path, @Nullable Seen parent, Measure by) {
            this.row = row;
            this.path = path;
            this.parent = parent;
            this.level = parent == null ? 0 : parent.level + 1;
            this.value = by == Measure.BYTES
                    ? row.recursive().allocatedBytes()
                    : row.recursive().files();
            this.childrenBy = by;
        }

        long id() {
            return row.dirId();
        }
    }

    private static final Comparator<Seen> LARGEST_FIRST =
            Comparator.comparingLong((Seen seen) -> seen.value).reversed().thenComparingLong(Seen::id);

    private final Database database;
    private final Bounds bounds;
    private final Measure by;
    private final @Nullable BreakdownReader breakdowns;
    private final PriorityQueue<Seen> toOpen = new PriorityQueue<>(LARGEST_FIRST);

    /** The last of the kept in front. */
    private final PriorityQueue<Seen> kept = new PriorityQueue<>(LARGEST_FIRST.reversed());

    private int comparable;
    private boolean complete = true;

    /** @param breakdowns null where none are wanted */
    TreemapReader(Database database, Bounds bounds, Measure by, @Nullable BreakdownReader breakdowns) {
        this.breakdowns = breakdowns;
        this.database = database;
        this.bounds = bounds;
        this.by = by;
        this.comparable = bounds.compared();
    }

    /** @param dirId of a directory that there is, which has this path */
    Treemap read(long dirId, ScanPath path) {
        database.restartClock();
        try {
            Seen root = new Seen(one(dirId), path.text(), null, by);
            open(root);
            for (Seen next = toOpen.poll(); next != null && isKept(next); next = toOpen.poll()) {
                open(next);
            }
            List<Seen> shown = new ArrayList<>(kept);
            shown.sort(LARGEST_FIRST);
            for (Seen seen : shown) {
                if (seen.parent != null) {
                    seen.parent.children.add(seen);
                }
            }
            return new Treemap(by, shown.size(), complete, node(root));
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private DirectoryRow one(long dirId) throws SQLException {
        PreparedStatement query = database.statement(ONE);
        query.setLong(1, dirId);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("directory " + dirId + " is missing");
            }
            return DirectoryRow.read(row);
        }
    }

    /** Whether it is kept, or would be. */
    private boolean isKept(Seen seen) {
        Seen last = kept.peek();
        return last != null && LARGEST_FIRST.compare(seen, last) <= 0;
    }

    private void open(Seen parent) throws SQLException {
        long children = parent.row.direct().directories();
        if (by == Measure.FILES && children > comparable) {
            parent.childrenBy = Measure.BYTES;
        } else if (by == Measure.FILES) {
            comparable -= (int) children;
        }
        PreparedStatement query =
                database.statement(parent.childrenBy == Measure.BYTES ? CHILDREN_BY_BYTES : CHILDREN_BY_FILES);
        query.setLong(1, parent.id());
        query.setInt(2, bounds.top());
        database.restartClock();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                DirectoryRow child = DirectoryRow.read(row);
                boolean keeps = keep(new Seen(child, DirectoryTree.textBelow(parent.path, child), parent, by));
                if (!keeps && parent.childrenBy == by) {
                    // Those that follow are smaller still.
                    return;
                }
            }
        }
    }

    private boolean keep(Seen seen) {
        if (kept.size() == bounds.nodes()) {
            complete = false;
            if (!isKept(seen)) {
                return false;
            }
            kept.poll();
        }
        kept.add(seen);
        if (seen.level < bounds.depth() && seen.row.direct().directories() > 0) {
            toOpen.add(seen);
        }
        return true;
    }

    private Treemap.Node node(Seen seen) {
        List<Treemap.Node> children = seen.children.stream().map(this::node).toList();
        Figures all = seen.row.recursive();
        Figures direct = seen.row.direct();
        long files = all.files() - direct.files();
        long directories = all.directories() - direct.directories();
        long allocatedBytes = all.allocatedBytes() - direct.allocatedBytes();
        long apparentBytes = all.apparentBytes() - direct.apparentBytes();
        for (Seen child : seen.children) {
            files -= child.row.recursive().files();
            directories -= child.row.recursive().directories();
            allocatedBytes -= child.row.recursive().allocatedBytes();
            apparentBytes -= child.row.recursive().apparentBytes();
        }
        long left = direct.directories() - children.size();
        return new Treemap.Node(
                DirectoryStream.describe(database, seen.row, seen.path),
                seen.path.substring(Math.min(seen.path.lastIndexOf('/') + 1, seen.path.length() - 1)),
                seen.childrenBy,
                children,
                left == 0 ? null : new Treemap.Rest(left, files, directories, allocatedBytes, apparentBytes),
                breakdowns == null ? Treemap.Breakdown.NONE : breakdowns.read(seen.row));
    }
}
