package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Paths of one database: from a path to its row, and from a row to its path. One thread; every method throws
 * {@link QuestionException}.
 */
final class DirectoryTree {
    static final ScanPath ROOT_PATH = new ScanPath(List.of());

    /**
     * From a directory upwards, itself first, to the one whose depth is the second parameter. The recursion never has
     * more than one row waiting, so that the rows come in this order, each when it is asked for. A condition on the row
     * above instead of the one below would make SQLite build a Bloom filter of the whole table.
     */
    static final String UPWARDS = """
            WITH RECURSIVE up(dir_id, parent_id, name, dir_count_r, depth) AS (
              SELECT dir_id, parent_id, name, dir_count_r, depth FROM directories WHERE dir_id = ?
              UNION ALL
              SELECT above.dir_id, above.parent_id, above.name, above.dir_count_r, above.depth
              FROM up CROSS JOIN directories AS above ON above.dir_id = up.parent_id WHERE up.depth > ?
            )
            SELECT dir_id, name, dir_count_r, depth, parent_id FROM up""";

    private static final String BELOW = "SELECT dir_count_r FROM directories WHERE dir_id = ?";

    private static final long ROOT = 1;

    private static final int MOST_PATHS = 4_096;

    /** A directory seen on the way upwards; {@code last} is the greatest id of its subtree. */
    record Link(long dirId, long parentId, ScanPath name, int depth, long last) {}

    private final Database database;
    private final Map<Long, Link> links;

    /** Of directories used last; neighbours in a list mostly share their ancestors. */
    private final Map<Long, ScanPath> paths = new RecentlyUsed<>(MOST_PATHS);

    private final Map<Long, String> texts = new RecentlyUsed<>(MOST_PATHS);

    DirectoryTree(Database database) {
        this.database = database;
        this.links = database.directories().links();
    }

    /** The {@code dir_id} of a path; of one that the asker may not see as little as of one that there is not. */
    OptionalLong find(ScanPath path) {
        return database.permitted().includes(path) ? locate(path) : OptionalLong.empty();
    }

    /** What the asker may see of all, as subtrees none of which is below another. */
    List<Subtree> visible() {
        return visibleBelow(ROOT_PATH);
    }

    /** What the asker may see of a path's subtree; nothing where there is no such path, or all of it is hidden. */
    List<Subtree> visibleBelow(ScanPath path) {
        List<Subtree> subtrees = new ArrayList<>();
        for (ScanPath top : database.permitted().within(path)) {
            OptionalLong found = locate(top);
            if (found.isPresent()) {
                long first = found.getAsLong();
                long below = database.number(BELOW, 0, first);
                subtrees.add(new Subtree(new Ranges.Range(first, first + below), top.depth()));
            }
        }
        return subtrees;
    }

    /**
     * The {@code dir_id} of a path, whoever asks. Ids are in the order of paths, so it is found by halving, within the subtree of the
     * ancestor that is known already: a probe is followed upwards to that ancestor only, takes along every further
     * component that it shares with the path, and rules out a whole subtree where they part. So there are at most as
     * many probes as the number of directories has binary digits, whatever the depth and the number of children. The
     * first probes are those of most paths, and need not be read again.
     */
    private OptionalLong locate(ScanPath path) {
        long found = ROOT;
        long low = ROOT + 1;
        long high = database.rows();
        int matched = 0;
        while (matched < path.depth()) {
            if (low > high) {
                return OptionalLong.empty();
            }
            List<Link> way = upwards((low + high) >>> 1, matched + 1, Map.of());
            int order = 0;
            for (int i = way.size() - 1; i >= 0 && order == 0 && matched < path.depth(); i--) {
                Link link = way.get(i);
                order = Arrays.compareUnsigned(
                        link.name().components().get(0), path.components().get(matched));
                if (order < 0) {
                    low = link.last() + 1;
                } else if (order > 0) {
                    high = link.dirId() - 1;
                } else {
                    found = link.dirId();
                    low = found + 1;
                    high = link.last();
                    matched++;
                }
            }
        }
        return OptionalLong.of(found);
    }

    /** The path of a row that was read. */
    ScanPath path(DirectoryRow row) {
        return row.dirId() == ROOT ? ROOT_PATH : path(row.parentId()).append(row.name());
    }

    /** The path of a row that was read, as the API shows it. */
    String text(DirectoryRow row) {
        if (row.dirId() == ROOT) {
            return ROOT_PATH.text();
        }
        String parent = texts.get(row.parentId());
        if (parent == null) {
            parent = path(row.parentId()).text();
            texts.put(row.parentId(), parent);
        }
        String text = textBelow(parent, row);
        if (row.direct().directories() > 0) {
            // By path or by size, its children come later.
            texts.put(row.dirId(), text);
        }
        return text;
    }

    /** The path of a row that was read, as the API shows it, below that of its parent; null for the root. */
    static String textBelow(@Nullable String parent, DirectoryRow row) {
        if (parent == null) {
            return ROOT_PATH.text();
        }
        return parent.equals("/") ? row.name().text() : parent + row.name().text();
    }

    /** The path of a directory. */
    ScanPath path(long dirId) {
        ScanPath known = paths.get(dirId);
        if (known != null || dirId == ROOT) {
            return known == null ? ROOT_PATH : known;
        }
        List<Link> way = upwards(dirId, 1, paths);
        ScanPath path = ROOT_PATH;
        for (int i = way.size() - 1; i >= 0; i--) {
            Link link = way.get(i);
            ScanPath there = paths.get(link.dirId());
            path = there == null ? path.append(link.name()) : there;
            paths.put(link.dirId(), path);
        }
        return path;
    }

    /**
     * A directory below the root and those above it, upwards.
     *
     * @param top the depth of the last one
     * @param known where the way may end too: the first of these is the last that is handed out
     */
    private List<Link> upwards(long dirId, int top, Map<Long, ScanPath> known) {
        List<Link> way = new ArrayList<>();
        Link last = null;
        while (last == null || (last.depth() > top && !known.containsKey(last.dirId()))) {
            Link next = links.get(last == null ? dirId : last.parentId());
            if (next == null) {
                read(last == null ? dirId : last.parentId(), top, known, way);
            } else {
                way.add(next);
            }
            last = way.get(way.size() - 1);
        }
        return way;
    }

    /** Adds a directory and those above it to a way, up to the depth, a known one, or one whose parent is known. */
    private void read(long dirId, int top, Map<Long, ScanPath> known, List<Link> way) {
        try {
            PreparedStatement upwards = database.statement(UPWARDS);
            upwards.setLong(1, dirId);
            upwards.setInt(2, top);
            try (ResultSet row = upwards.executeQuery()) {
                boolean ends = false;
                Link below = null;
                while (!ends && row.next()) {
                    long id = row.getLong(1);
                    int depth = row.getInt(4);
                    if (below != null && depth != below.depth() - 1) {
                        throw new SQLException("directory " + id + " is not above directory " + below.dirId());
                    }
                    Link link =
                            new Link(id, row.getLong(5), ScanPath.ofName(row.getBytes(2)), depth, id + row.getLong(3));
                    links.put(id, link);
                    way.add(link);
                    ends = depth == top || known.containsKey(id) || links.containsKey(link.parentId());
                    below = link;
                }
                if (!ends) {
                    throw new SQLException("directory " + dirId + ", or one above it, is missing");
                }
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
