package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A lease on a generation: while it is open, the database's file stays. One thread. */
public final class GenerationReader implements AutoCloseable {
    private final Generation generation;
    private final ReaderPool pool;
    private final Path file;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    GenerationReader(Generation generation, ReaderPool pool, Path file, Runnable release) {
        this.generation = generation;
        this.pool = pool;
        this.file = file;
        this.release = release;
    }

    public Generation generation() {
        return generation;
    }

    /** A read-only connection, to be closed before the reader. */
    public Connection connect() throws SQLException {
        return pool.connect();
    }

    /**
     * A prepared statement on one of these connections, kept for whoever gets the connection next. Its results are to be
     * closed, it itself is not; it can have one result set at a time.
     *
     * @param sql one of the few that the program has, without values of a question in it
     */
    public PreparedStatement statement(Connection connection, String sql) throws SQLException {
        return pool.statement(connection, sql);
    }

    /** To be called where a statement of a connection has failed: SQLite's driver may have ended it. */
    public void closeStatements(Connection connection) throws SQLException {
        pool.closeStatements(connection);
    }

    /**
     * Something that all readers of this generation share, for as long as it is being read: what was read once need not
     * be read again, since the database never changes. Readers of one that was put there by hand share nothing.
     *
     * @param first makes it; what it makes is thread-safe, holds no connection, and is bounded in memory
     */
    public <T> T shared(Class<T> type, Supplier<T> first) {
        return generation.adopted() == null ? pool.shared(type, first) : first.get();
    }

    /**
     * To be asked when an answer has been read, and before it is believed: what the service has published nobody
     * changes, but who has put a database there by hand may have written over it meanwhile.
     *
     * @throws IOException if the file is not as it was when it was opened
     */
    public void checkUnchanged() throws IOException {
        if (generation.adopted() != null) {
            FileCheck.check(generation, file);
        }
    }

    /** Ends the lease; idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
