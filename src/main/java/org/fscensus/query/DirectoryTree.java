package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Paths of one database: from a path to its row, and from a row to its path. One thread; every method throws
 * {@link QuestionException}.
 */
final class DirectoryTree implements AutoCloseable {
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
            SELECT dir_id, name, dir_count_r, depth FROM up""";

    private static final long ROOT = 1;

    /** A directory seen on the way upwards; {@code last} is the greatest id of its subtree. */
    private record Link(long dirId, ScanPath name, long last) {}

    private final Database database;
    private final PreparedStatement upwards;
    private final Map<Long, ScanPath> paths = new Cache<>();
    private final Map<Long, String> texts = new Cache<>();

    DirectoryTree(Database database) {
        this.database = database;
        try {
            this.upwards = database.connection().prepareStatement(UPWARDS);
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /**
     * The {@code dir_id} of a path. Ids are in the order of paths, so it is found by halving, within the subtree of the
     * ancestor that is known already: a probe is followed upwards to that ancestor only, takes along every further
     * component that it shares with the path, and rules out a whole subtree where they part. So there are at most as
     * many probes as the number of directories has binary digits, whatever the depth and the number of children.
     */
    OptionalLong find(ScanPath path) {
        long found = ROOT;
        long low = ROOT + 1;
        long high = database.rows();
        int matched = 0;
        while (matched < path.depth()) {
            if (low > high) {
                return OptionalLong.empty();
            }
            List<Link> way = upwards((low + high) >>> 1, matched + 1, null);
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
    private List<Link> upwards(long dirId, int top, @Nullable Map<Long, ScanPath> known) {
        List<Link> way = new ArrayList<>();
        try {
            upwards.setLong(1, dirId);
            upwards.setInt(2, top);
            try (ResultSet row = upwards.executeQuery()) {
                int depth = -1;
                while (row.next()) {
                    long id = row.getLong(1);
                    depth = row.getInt(4);
                    way.add(new Link(id, ScanPath.ofName(row.getBytes(2)), id + row.getLong(3)));
                    if (known != null && known.containsKey(id)) {
                        return way;
                    }
                }
                if (depth != top) {
                    throw new SQLException("directory " + dirId + ", or one above it, is missing");
                }
            }
            return way;
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            upwards.close();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** The directories used last; neighbours in a list mostly share their ancestors. */
    private static final class Cache<T> extends LinkedHashMap<Long, T> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 4_096;

        Cache() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
            return size() > MOST;
        }
    }
}
