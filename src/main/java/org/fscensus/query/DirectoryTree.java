package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Paths of one database: from a path to its row, and from a row to its path. One thread. */
final class DirectoryTree implements AutoCloseable {
    private static final long ROOT = 1;
    static final ScanPath ROOT_PATH = new ScanPath(List.of());

    private record Link(long parentId, ScanPath name) {}

    private final Database database;
    private final PreparedStatement link;
    private final Map<Long, ScanPath> paths = new Cache<>();
    private final Map<Long, String> texts = new Cache<>();

    DirectoryTree(Database database) {
        this.database = database;
        try {
            this.link =
                    database.connection().prepareStatement("SELECT parent_id, name FROM directories WHERE dir_id = ?");
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** The {@code dir_id} of a path: ids are in the order of paths, so it is found by halving. */
    OptionalLong find(ScanPath path) {
        long low = ROOT;
        long high = database.rows();
        while (low <= high) {
            long middle = (low + high) >>> 1;
            int order = path(middle).compareTo(path);
            if (order == 0) {
                return OptionalLong.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalLong.empty();
    }

    /** The path of a row that was read. */
    ScanPath path(DirectoryRow row) {
        return row.dirId() == ROOT
                ? new ScanPath(List.of())
                : path(row.parentId()).append(row.name());
    }

    /** The path of a row that was read, as the API shows it. */
    String text(DirectoryRow row) {
        if (row.dirId() == ROOT) {
            return ROOT_PATH.text();
        }
        String parent = texts.get(row.parentId());
        if (parent == null) {
            ScanPath path = path(row.parentId());
            parent = path.depth() == 0 ? "" : path.text();
            texts.put(row.parentId(), parent);
        }
        return parent + row.name().text();
    }

    /** The ids of a directory's ancestors, from the root down. */
    List<Long> ancestors(long dirId) {
        List<Long> upwards = new ArrayList<>();
        for (long id = dirId; id != ROOT; ) {
            id = link(id).parentId();
            upwards.add(0, id);
        }
        return upwards;
    }

    private ScanPath path(long dirId) {
        if (dirId == ROOT) {
            return ROOT_PATH;
        }
        ScanPath known = paths.get(dirId);
        if (known == null) {
            Link up = link(dirId);
            known = path(up.parentId()).append(up.name());
            paths.put(dirId, known);
        }
        return known;
    }

    private Link link(long dirId) {
        try {
            link.setLong(1, dirId);
            try (ResultSet row = link.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("directory " + dirId + " is missing");
                }
                return new Link(row.getLong(1), ScanPath.ofName(row.getBytes(2)));
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            link.close();
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
