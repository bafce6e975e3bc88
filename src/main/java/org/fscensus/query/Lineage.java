package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory with all that is above it, read by one statement. */
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

    /** @param dirId of a directory that there is */
    static DirectoryDetail read(Database database, long dirId) {
        database.restartClock();
        try (PreparedStatement query = database.connection().prepareStatement(SQL)) {
            query.setLong(1, dirId);
            try (ResultSet results = query.executeQuery()) {
                if (!results.next()) {
                    throw new SQLException("directory " + dirId + " is missing");
                }
                boolean listed = results.getBoolean(LISTED);
                Account owner = listed ? database.user(results.getLong(LISTED + 1)) : null;
                Account group = listed ? database.group(results.getLong(LISTED + 2)) : null;
                List<Directory> lineage = downwards(database, results);
                int last = lineage.size() - 1;
                return new DirectoryDetail(lineage.get(last), listed, owner, group, lineage.subList(0, last));
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** From the root down. */
    private static List<Directory> downwards(Database database, ResultSet results) throws SQLException {
        List<DirectoryRow> upwards = new ArrayList<>();
        do {
            upwards.add(DirectoryRow.read(results));
        } while (results.next());
        List<Directory> lineage = new ArrayList<>();
        @Nullable String path = null;
        for (int i = upwards.size() - 1; i >= 0; i--) {
            path = DirectoryTree.textBelow(path, upwards.get(i));
            lineage.add(DirectoryStream.describe(database, upwards.get(i), path));
        }
        return lineage;
    }
}
