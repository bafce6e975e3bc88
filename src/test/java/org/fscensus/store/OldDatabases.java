package org.fscensus.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases as earlier versions of the program wrote them. */
public final class OldDatabases {
    private OldDatabases() {}

    /** Makes one of schema 1 of a present one, in place: usage came with schema 2, all else was as it is. */
    public static void makeFirst(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE usage");
            statement.execute("DROP TABLE usage_blocks");
            statement.execute("UPDATE scan_metadata SET value = '1' WHERE key = 'schema_version'");
            statement.execute("PRAGMA user_version = 1");
            statement.execute("VACUUM");
        }
    }
}
