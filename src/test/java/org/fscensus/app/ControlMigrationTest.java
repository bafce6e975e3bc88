package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control databases that this program does not know are refused with what to do. */
class ControlMigrationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Path file;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Flyway flyway;

    @BeforeEach
    void make() {
        file = directory.resolve("control.db");
        flyway = Flyway.configure().dataSource("jdbc:sqlite:" + file, "", "").load();
        ControlMigration.run(flyway, file);
    }

    /** Flyway went on with a line in the log, and jobs of kinds unknown to this program could not be read. */
    @Test
    void oneOfANewerVersionIsNotWrittenOn() throws SQLException {
        sql(
                "INSERT INTO flyway_schema_history SELECT 99, '99', 'shares', type, 'V99__shares.sql', checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history WHERE installed_rank = 1");

        assertThatThrownBy(() -> ControlMigration.run(flyway, file))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(
                        file.toString(), "newer version", "99", "Start that version again", "move it away");
    }

    /** The fourth step was another one for some hours, between two versions. */
    @Test
    void oneThatWentAnotherWayIsNotWrittenOn() throws SQLException {
        sql("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '4'");

        assertThatThrownBy(() -> ControlMigration.run(flyway, file))
                .isInstanceOf(StartException.class)
                .hasMessageContainingAll(file.toString(), "not as any version", "4", "move it away");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
