package org.fscensus.job;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A control database of its own for a test, as the service makes it. */
final class ControlDatabase {
    private ControlDatabase() {}

    static DataSource in(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(10_000);
        SQLiteDataSource control = new SQLiteDataSource(config);
        control.setUrl("jdbc:sqlite:" + directory.resolve("control.db"));
        Flyway.configure().dataSource(control).load().migrate();
        return control;
    }
}
