package org.fscensus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A lease on a generation: while it is open, the database's file stays. One thread. */
public final class GenerationReader implements AutoCloseable {
    private final Generation generation;
    private final DataSource pool;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    GenerationReader(Generation generation, DataSource pool, Runnable release) {
        this.generation = generation;
        this.pool = pool;
        this.release = release;
    }

    public Generation generation() {
        return generation;
    }

    /** A read-only connection, to be closed before the reader. */
    public Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** Ends the lease; idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
