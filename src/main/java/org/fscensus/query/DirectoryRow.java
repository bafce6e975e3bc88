package org.fscensus.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One row as it comes out of a database, {@code key} being the value that the list is sorted by. */
record DirectoryRow(
        long dirId,
        long parentId,
        ScanPath name,
        int depth,
        Figures recursive,
        Figures direct,
        @Nullable Long ownerUid,
        @Nullable Long ownerGid,
        long key) {

    /** In the order in which {@link #read} takes them; the sort key follows. */
    static final String COLUMNS = "dir_id, parent_id, name, depth,"
            + " file_count_r, dir_count_r, total_size_r, apparent_size_r, last_access_r,"
            + " file_count_nr, dir_count_nr, total_size_nr, apparent_size_nr, last_access_nr, owner_uid, owner_gid";

    private static final int KEY = 17;

    static DirectoryRow read(ResultSet row) throws SQLException {
        return new DirectoryRow(
                row.getLong(1),
                row.getLong(2),
                ScanPath.ofName(row.getBytes(3)),
                row.getInt(4),
                figures(row, 5),
                figures(row, 10),
                nullable(row, 15),
                nullable(row, 16),
                row.getLong(KEY));
    }

    private static Figures figures(ResultSet row, int first) throws SQLException {
        Long lastAccess = nullable(row, first + 4);
        return new Figures(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                lastAccess == null ? null : Instant.ofEpochSecond(lastAccess));
    }

    private static @Nullable Long nullable(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
