package org.fscensus.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/**
 * Runs one SQL statement that may take minutes, telling how far it is and stopping when told to. SQLite itself knows no
 * progress; it counts the steps of its virtual machine, and how many a statement will take is estimated beforehand.
 */
final class LongStatement {
    /** Steps between two reports: a few hundred microseconds, so that a cancel is heard at once. */
    private static final int STEPS = 5_000;

    /** Up to this share the steps count in full; beyond, an estimate that was too low still creeps on. */
    private static final double LINEAR = 0.9;

    private final Connection connection;
    private final Runnable onReport;

    /** @param onReport called a few thousand times a second while a statement runs; must be quick */
    LongStatement(Connection connection, Runnable onReport) {
        this.connection = connection;
        this.onReport = onReport;
    }

    /**
     * Runs a statement to its end.
     *
     * @param units what the whole statement counts for; {@code done} is told exactly so many in all
     * @param estimatedSteps steps of SQLite's virtual machine that it will take, roughly
     * @param done told increments; an exception from it interrupts the statement and is thrown on
     * @return the columns of the first row as text, empty where there is no row
     */
    @Nullable String[] run(String sql, long units, double estimatedSteps, LongConsumer done) throws SQLException {
        Reporter reporter = new Reporter(units, estimatedSteps, done, onReport);
        ProgressHandler.setHandler(connection, STEPS, reporter);
        try (Statement statement = connection.createStatement()) {
            @Nullable String[] row = statement.execute(sql) ? firstRow(statement) : new String[0];
            reporter.rethrow(null);
            ProgressHandler.clearHandler(connection);
            done.accept(units - reporter.reported);
            return row;
        } catch (SQLException e) {
            reporter.rethrow(e);
            throw e;
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    private static @Nullable String[] firstRow(Statement statement) throws SQLException {
        try (ResultSet results = statement.getResultSet()) {
            @Nullable String[] row = new String[results.getMetaData().getColumnCount()];
            if (!results.next()) {
                return new String[0];
            }
            for (int i = 0; i < row.length; i++) {
                row[i] = results.getString(i + 1);
            }
            return row;
        }
    }

    /** Called by SQLite on the thread that runs the statement. */
    private static final class Reporter extends ProgressHandler {
        private final long units;
        private final double estimatedSteps;
        private final LongConsumer done;
        private final Runnable onReport;
        private long steps;
        private long reported;
        private @Nullable RuntimeException stopped;

        Reporter(long units, double estimatedSteps, LongConsumer done, Runnable onReport) {
            this.units = units;
            this.estimatedSteps = Math.max(1, estimatedSteps);
            this.done = done;
            this.onReport = onReport;
        }

        @Override
        protected int progress() {
            steps += STEPS;
            double share = steps / estimatedSteps;
            if (share > LINEAR) {
                share = LINEAR + (1 - LINEAR) * (1 - Math.exp((LINEAR - share) / (1 - LINEAR)));
            }
            long now = Math.max(reported, Math.min(units, (long) (units * share)));
            long more = now - reported;
            reported = now;
            try {
                onReport.run();
                done.accept(more);
                return 0;
            } catch (RuntimeException e) {
                // No exception may cross SQLite's own frames: stop the statement, and throw from outside it.
                stopped = e;
                return 1;
            }
        }

        void rethrow(@Nullable SQLException interrupted) {
            RuntimeException reason = stopped;
            if (reason != null) {
                if (interrupted != null) {
                    reason.addSuppressed(interrupted);
                }
                throw reason;
            }
        }
    }
}
