package org.fscensus.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * Figures of all listed directories by path, to be compared with a peer's, directory by directory. Paths are text in
 * which bytes that are no UTF-8 show as the replacement character, for that is all that the peers know of them.
 */
final class PeerFigures {
    /** What is compared, in the order of the figures. */
    static final List<String> COLUMNS = List.of(
            "file_count_nr",
            "total_size_nr",
            "dir_count_nr",
            "max_atime_nr",
            "file_count_r",
            "total_size_r",
            "dir_count_r",
            "max_atime_r",
            "owner_uid",
            "owner_gid");

    /** Where several figures may be compared, the NULL among them. */
    private static final long NULL = Long.MIN_VALUE;

    private static final String FIGURES = """
            SELECT d.dir_id, d.parent_id, CAST(d.name AS BLOB), %s,
                   s.file_count_nr, s.total_size_nr, s.dir_count_nr, CAST(strftime('%%s', s.max_atime_nr) AS INTEGER),
                   s.file_count_r, s.total_size_r, s.dir_count_r, CAST(strftime('%%s', s.max_atime_r) AS INTEGER),
                   s.owner_uid, s.owner_gid
            FROM directories d JOIN directory_stats s ON s.dir_id = d.dir_id
            ORDER BY d.dir_id""";

    /** Takes one directory after the other. */
    interface Visitor {
        void directory(String path, long[] figures);
    }

    /**
     * How a peer's figures compare.
     *
     * @param equal directories equal in every figure
     * @param missing directories that the peer does not have
     * @param more directories that only the peer has
     * @param differences how many directories differ in which figure
     */
    record Comparison(long equal, long missing, long more, Map<String, Long> differences) {
        boolean isEqual() {
            return missing == 0 && more == 0 && differences.isEmpty();
        }
    }

    private final Map<String, long[]> directories = new HashMap<>();
    private String root = "";

    /** A generation's, as the predecessor's database has the same relations. */
    static PeerFigures ofGeneration(Path database) throws SQLException {
        PeerFigures figures = new PeerFigures();
        readSqlite(database, "d.listed", "", (path, directory) -> {
            if (figures.directories.isEmpty()) {
                figures.root = path;
            }
            figures.directories.put(path, directory);
        });
        return figures;
    }

    /**
     * Those of the predecessor's database, which begins at the root of the scan.
     *
     * @param above path of the directory that holds the root
     */
    static void ofPredecessor(Path database, String above, Visitor visitor) throws SQLException {
        readSqlite(database, "1", above, visitor);
    }

    /** Path of the root of the scan. */
    String root() {
        return root;
    }

    long count() {
        return directories.size();
    }

    /** The figure of the root of the scan. */
    long ofRoot(String column) {
        long[] figures = directories.get(root);
        return figures == null ? 0 : figures[COLUMNS.indexOf(column)];
    }

    /** A visitor that adds up how a peer differs; directories in {@code except} are left out on both sides. */
    Comparing comparing(Set<String> except) {
        return new Comparing(except);
    }

    /** Figures from the given column of the row on. */
    static long[] columns(ResultSet row, int first) throws SQLException {
        long[] figures = new long[COLUMNS.size()];
        for (int i = 0; i < figures.length; i++) {
            long figure = row.getLong(first + i);
            figures[i] = row.wasNull() ? NULL : figure;
        }
        return figures;
    }

    private static void readSqlite(Path database, String listed, String above, Visitor visitor) throws SQLException {
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setReadOnly(true);
        try (Connection connection = readOnly.createConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIGURES.formatted(listed))) {
            List<String> paths = new ArrayList<>();
            while (rows.next()) {
                int id = rows.getInt(1);
                int parent = rows.getInt(2);
                boolean isTop = rows.wasNull();
                String name = new String(rows.getBytes(3), StandardCharsets.UTF_8);
                String path = name.equals("/") ? "" : (isTop ? above : paths.get(parent)) + "/" + name;
                while (paths.size() <= id) {
                    paths.add("");
                }
                paths.set(id, path);
                if (rows.getBoolean(4)) {
                    visitor.directory(path, columns(rows, 5));
                }
            }
        }
    }

    /** Compares as directories come by. */
    final class Comparing implements Visitor {
        private final Set<String> except;
        private final Map<String, Long> differences = new LinkedHashMap<>();
        private long equal;
        private long both;
        private long more;

        private Comparing(Set<String> except) {
            this.except = except;
        }

        @Override
        public void directory(String path, long[] figures) {
            if (except.contains(path)) {
                return;
            }
            long[] ours = directories.get(path);
            if (ours == null) {
                more++;
                return;
            }
            both++;
            if (Arrays.equals(ours, figures)) {
                equal++;
            }
            for (int i = 0; i < ours.length; i++) {
                if (ours[i] != figures[i]) {
                    differences.merge(COLUMNS.get(i), 1L, Long::sum);
                }
            }
        }

        Comparison result() {
            long left = except.stream().filter(directories::containsKey).count();
            return new Comparison(equal, directories.size() - left - both, more, differences);
        }
    }
}
