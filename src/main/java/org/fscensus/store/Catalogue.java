package org.fscensus.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The generations in the control database. Every method is one transaction, whose first statement writes if any does: a
 * transaction that turns from reading to writing would fail where another has written in between.
 */
final class Catalogue {
    /** See the migration. */
    enum State {
        PUBLISHING,
        PUBLISHED,
        RETIRED,
        DELETED,
        DROPPED;

        String sql() {
            return "'" + name().toLowerCase(Locale.ROOT) + "'";
        }
    }

    private static final String COLUMNS = "id, filesystem, job_id, scan_time, imported_at, files, directories,"
            + " allocated_bytes, apparent_bytes, database_bytes, database_file, schema_version";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM generation WHERE ";
    private static final String NEWEST_FIRST = " ORDER BY filesystem, scan_time DESC, id DESC";

    private final DataSource control;
    /** What was last read, until something is written: every question asks for it. */
    private volatile @Nullable List<Generation> published;
    /** Writing transactions that have begun or ended, whatever came of them. */
    private final AtomicLong writes = new AtomicLong();

    Catalogue(DataSource control) {
        this.control = control;
    }

    /** Every published generation, by file system, the newest scan first. */
    List<Generation> published() throws IOException {
        List<Generation> known = published;
        if (known == null) {
            long before = writes.get();
            known = List.copyOf(inState(State.PUBLISHED));
            published = known;
            if (writes.get() != before) {
                published = null;
            }
        }
        return known;
    }

    List<Generation> inState(State state) throws IOException {
        return transaction(c -> select(c, SELECT + "state = " + state.sql() + NEWEST_FIRST));
    }

    /** The files of all that are served, may come to be served, or wait for their deletion. */
    Set<String> files() throws IOException {
        String sql = "SELECT database_file FROM generation WHERE state IN (" + State.PUBLISHING.sql() + ", "
                + State.PUBLISHED.sql() + ", " + State.RETIRED.sql() + ")";
        return transaction(c -> {
            Set<String> files = new HashSet<>();
            try (PreparedStatement query = c.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    files.add(row.getString(1));
                }
            }
            return files;
        });
    }

    List<Generation> published(String filesystem) throws IOException {
        return transaction(c -> select(c, publishedOf(), filesystem));
    }

    List<Generation> ofJob(String jobId) throws IOException {
        return transaction(c -> select(
                c,
                SELECT + "job_id = ? AND state NOT IN (" + State.PUBLISHING.sql() + ", " + State.DROPPED.sql()
                        + ") ORDER BY imported_at DESC",
                jobId));
    }

    void addPublishing(Generation generation) throws IOException {
        writing(c -> {
            String sql = "INSERT INTO generation (" + COLUMNS + ", state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    + State.PUBLISHING.sql() + ")";
            try (PreparedStatement insert = c.prepareStatement(sql)) {
                insert.setString(1, generation.id());
                insert.setString(2, generation.filesystem());
                insert.setString(3, generation.jobId());
                insert.setLong(4, generation.scanTime().toEpochMilli());
                insert.setLong(5, generation.importedAt().toEpochMilli());
                insert.setLong(6, generation.files());
                insert.setLong(7, generation.directories());
                insert.setLong(8, generation.allocatedBytes());
                insert.setLong(9, generation.apparentBytes());
                insert.setLong(10, generation.databaseBytes());
                insert.setString(11, generation.database());
                insert.setInt(12, generation.schemaVersion());
                return insert.executeUpdate();
            }
        });
    }

    /**
     * Publishes a generation, and in the same transaction retires those of its scan time and those that are kept no
     * longer.
     *
     * @return the retired ones
     */
    List<Generation> publish(Generation generation, Retention retention) throws IOException {
        return writing(c -> {
            set(c, generation.id(), State.PUBLISHED);
            List<Generation> gone = new ArrayList<>();
            List<Generation> kept = new ArrayList<>();
            for (Generation other : select(c, publishedOf(), generation.filesystem())) {
                boolean superseded = other.scanTime().equals(generation.scanTime())
                        && !other.id().equals(generation.id());
                (superseded ? gone : kept).add(other);
            }
            gone.addAll(retention.beyond(kept));
            for (Generation old : gone) {
                set(c, old.id(), State.RETIRED);
            }
            return gone;
        });
    }

    /** Where a generation stands; empty where the catalogue does not know it. */
    Optional<State> state(String id) throws IOException {
        return transaction(c -> {
            try (PreparedStatement query = c.prepareStatement("SELECT state FROM generation WHERE id = ?")) {
                query.setString(1, id);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)))
                            : Optional.empty();
                }
            }
        });
    }

    void mark(String id, State state) throws IOException {
        writing(c -> {
            set(c, id, state);
            return state;
        });
    }

    private static String publishedOf() {
        return SELECT + "filesystem = ? AND state = " + State.PUBLISHED.sql() + NEWEST_FIRST;
    }

    private static void set(Connection connection, String id, State state) throws SQLException {
        String sql = "UPDATE generation SET state = " + state.sql() + " WHERE id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, id);
            update.executeUpdate();
        }
    }

    private static List<Generation> select(Connection connection, String sql, String... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            List<Generation> all = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(new Generation(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4)),
                            Instant.ofEpochMilli(row.getLong(5)),
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10),
                            row.getString(11),
                            row.getInt(12),
                            null));
                }
            }
            return all;
        }
    }

    private <T> T writing(Work<T> work) throws IOException {
        try {
            writes.incrementAndGet();
            return transaction(work);
        } finally {
            writes.incrementAndGet();
            published = null;
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** An exception may come after the commit too, and where the commit itself fails, nobody knows: see {@link #state}. */
    private <T> T transaction(Work<T> work) throws IOException {
        try (Connection connection = control.getConnection()) {
            connection.setAutoCommit(false);
            T result = commit(connection, work);
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw new IOException(
                    "the catalogue of generations in the control database failed: " + e.getMessage()
                            + (isOfTheDisk(e) ? "; perhaps its disk is full" : ""),
                    e);
        }
    }

    /** Of a full disk SQLite has several things to say, and few that say so. */
    private static boolean isOfTheDisk(SQLException e) {
        return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_IOERR.code;
    }

    private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
