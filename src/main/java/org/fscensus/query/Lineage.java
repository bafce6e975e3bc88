package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory with all that is above it, read by one statement so far as it is not known already. */
final class Lineage {
    /** From a directory upwards to the root, itself first, as in {@link DirectoryTree#UPWARDS}. */
    static final String SQL = """
            WITH RECURSIVE up(id, above) AS (
              SELECT dir_id, parent_id FROM directories WHERE dir_id = ?
              UNION ALL
              SELECT dir_id, parent_id FROM up CROSS JOIN directories ON dir_id = above
            )
            SELECT %s, 0, listed, uid, gid FROM up CROSS JOIN directories ON dir_id = id""".formatted(DirectoryRow.COLUMNS);

    private static final int LISTED = 18;

    private Lineage() {}

    /** What only the directory itself is asked for. */
    private record Inode(
            boolean listed,
            @Nullable Account owner,
            @Nullable Account group) {
        static Inode read(Database database, ResultSet row) throws SQLException {
            boolean listed = row.getBoolean(LISTED);
            return new Inode(
                    listed,
                    listed ? database.user(row.getLong(LISTED + 1)) : null,
                    listed ? database.group(row.getLong(LISTED + 2)) : null);
        }
    }

    /**
     * Reads it.
     *
     * @param dirId of a directory that there is
     * @param firstDepth of the uppermost ancestor that is told
     */
    static DirectoryDetail read(Database database, long dirId, int firstDepth) {
        database.restartClock();
        Map<Long, DirectoryRow> known = database.directories().ancestors();
        List<DirectoryRow> upwards = new ArrayList<>();
        try {
            Inode inode = readUpwards(database, dirId, upwards);
            for (long next = above(upwards); next != 0; next = above(upwards)) {
                DirectoryRow ancestor = known.get(next);
                if (ancestor == null) {
                    readUpwards(database, next, upwards);
                } else {
                    upwards.add(ancestor);
                }
            }
            List<Directory> lineage = downwards(database, upwards);
            int last = lineage.size() - 1;
            return new DirectoryDetail(
                    lineage.get(last), inode.listed(), inode.owner(), inode.group(), lineage.subList(firstDepth, last));
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** The parent of the last row; 0 of the root. */
    private static long above(List<DirectoryRow> upwards) {
        return upwards.get(upwards.size() - 1).parentId();
    }

    /** Adds a directory and those above it, up to one whose parent is known. */
    private static Inode readUpwards(Database database, long dirId, List<DirectoryRow> upwards) throws SQLException {
        Map<Long, DirectoryRow> known = database.directories().ancestors();
        PreparedStatement query = database.statement(SQL);
        query.setLong(1, dirId);
        try (ResultSet results = query.executeQuery()) {
            if (!results.next()) {
                throw new SQLException("directory " + dirId + " is missing");
            }
            Inode inode = Inode.read(database, results);
            boolean isAncestor = !upwards.isEmpty();
            do {
                DirectoryRow row = DirectoryRow.read(results);
                upwards.add(row);
                if (isAncestor) {
                    known.put(row.dirId(), row);
                }
                isAncestor = true;
            } while (!known.containsKey(above(upwards)) && results.next());
            return inode;
        }
    }

    /** From the root down. */
    private static List<Directory> downwards(Database database, List<DirectoryRow> upwards) {
        List<Directory> lineage = new ArrayList<>();
        @Nullable String path = null;
        for (int i = upwards.size() - 1; i >= 0; i--) {
            path = DirectoryTree.textBelow(path, upwards.get(i));
            lineage.add(DirectoryStream.describe(database, upwards.get(i), path));
        }
        return lineage;
    }
}
