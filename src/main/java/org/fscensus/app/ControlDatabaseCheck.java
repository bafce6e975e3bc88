package org.fscensus.app;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * Whether the control database is whole, at the start, when nothing has been written to it yet: a damaged one that is
 * written on only gets worse. It is small, so that SQLite's own check of it takes a moment.
 */
@Singleton
final class ControlDatabaseCheck {
    /** What helps where a control database is of no use. */
    static final String BEGIN_ANEW =
            "move it away, with control.db-wal and control.db-shm beside it, and start again: the"
                    + " scans are found in generations and served as before, only the list of jobs begins anew";

    /** The lower byte of an error's code is its kind, the others are details. */
    private static final int PRIMARY_CODE = 0xff;

    private final DataSource control;
    private final Settings settings;

    ControlDatabaseCheck(DataSource control, Settings settings) {
        this.control = control;
        this.settings = settings;
    }

    /** @throws StartException if it is damaged; the message says what to do */
    void run() {
        String found;
        try (Connection connection = control.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            found = row.next() ? row.getString(1) : "nothing";
        } catch (SQLException e) {
            SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY_CODE);
            if (code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB) {
                throw new StartException(damaged(String.valueOf(e.getMessage())), e);
            }
            throw new StartException(
                    DataDirectory.KEY + ": the control database " + file() + " cannot be opened: " + e.getMessage()
                            + "; see that this user may read and write it, and that there is space on the disk",
                    e);
        }
        if (!"ok".equals(found)) {
            throw new StartException(damaged(found));
        }
    }

    private Path file() {
        return settings.dataDirectory().resolve("control.db");
    }

    private String damaged(String found) {
        return DataDirectory.KEY + ": the control database " + file() + " is damaged (" + found
                + "). The finished scans are not in it and are not concerned. Restore it from a backup; or "
                + BEGIN_ANEW;
    }
}
