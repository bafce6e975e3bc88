package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A lease on a generation: while it is open, the database's file stays. One thread. */
public final class GenerationReader implements AutoCloseable {
    private final Generation generation;
    private final Path file;
    private final DataSource pool;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    GenerationReader(Generation generation, Path file, DataSource pool, Runnable release) {
        this.generation = generation;
        this.file = file;
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
