package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * Where SQLite sorts what does not fit into memory: names of files belong below the data directory, and /var/tmp may be
 * too small for the index of a large file system. SQLite has one such setting for the whole process, and none that may
 * change while statements run; hence it is set once, at the start.
 */
final class SqliteTemporaryFiles {
    private SqliteTemporaryFiles() {}

    /** SQLite deletes its files as soon as it has opened them, so that a killed process leaves none. */
    static synchronized void keepIn(Path directory) throws IOException {
        Files.createDirectories(directory, DataFiles.PRIVATE);
        String quoted = directory.toAbsolutePath().toString().replace("'", "''");
        try (Connection memory = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
                Statement statement = memory.createStatement()) {
            statement.execute("PRAGMA temp_store_directory = '" + quoted + "'");
        } catch (SQLException e) {
            throw new IOException("cannot let SQLite keep its temporary files in " + directory, e);
        }
    }
}
