package org.fscensus.app;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the control database up to date, at the start. One that this program does not know is left as it is. */
@Singleton
final class ControlMigration {
    private final Flyway flyway;
    private final Settings settings;

    ControlMigration(Flyway flyway, Settings settings) {
        this.flyway = flyway;
        this.settings = settings;
    }

    /** @throws StartException if that cannot be done; the message says what to do */
    void run() {
        run(flyway, settings.dataDirectory().resolve("control.db"));
    }

    static void run(Flyway flyway, Path file) {
        try {
            checkNotNewer(flyway.info(), file);
            flyway.migrate();
        } catch (FlywayValidateException e) {
            String what = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new StartException(
                    problem(file) + " is not as any version of the program has left it (" + what
                            + "). Restore it from a" + " backup; or " + ControlDatabaseCheck.BEGIN_ANEW,
                    e);
        } catch (FlywayException e) {
            throw new StartException(
                    problem(file) + " cannot be brought up to date: " + e.getMessage() + "; is the disk full?", e);
        }
    }

    /** Flyway itself would go on: what the newer version has changed, this one would not know. */
    private static void checkNotNewer(MigrationInfoService migrations, Path file) {
        Optional<MigrationInfo> newer = Arrays.stream(migrations.applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .findFirst();
        if (newer.isPresent()) {
            throw new StartException(problem(file) + " was written by a newer version of the program (step "
                    + newer.get().getVersion() + ", " + newer.get().getDescription()
                    + ", is unknown to this one). Start that version again, or restore the backup of before the update; or "
                    + ControlDatabaseCheck.BEGIN_ANEW);
        }
    }

    private static String problem(Path file) {
        return DataDirectory.KEY + ": the control database " + file;
    }
}
