package org.fscensus.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.sqlite.SQLiteConnection;

/**
 * The read-only connections to one database, and what is kept for the next question to it. All of it ends with the pool.
 * Thread-safe, but for the fields that {@link ReaderPools} guards.
 */
final class ReaderPool implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);

    private final Generation generation;
    private final KeptStatements statements = new KeptStatements();
    private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
    private final AgroalDataSource source;

    /** Guarded by the pools' lock, likewise {@link #lastUsed}. */
    int readers;

    long lastUsed = System.nanoTime();

    /** @throws IOException if the pool cannot be made; the file is opened with the first connection */
    ReaderPool(Generation generation, Path file) throws IOException {
        this.generation = generation;
        try {
            source = AgroalDataSource.from(configuration(generation, file), statements);
        } catch (SQLException e) {
            throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A published file never changes, so SQLite needs neither locks nor journals to read it. One that was put there by
     * hand may be changed, by sqlite3 for instance, so there SQLite takes its locks. No file is mapped into memory: where
     * a disk fails or somebody cuts the file off, a read error ends a query, a fault on a mapped page the process.
     */
    private static AgroalDataSourceConfigurationSupplier configuration(Generation generation, Path file) {
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=ro"
                + (generation.adopted() == null ? "&immutable=1" : "");
        return new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool -> pool.maxSize(MOST_CONNECTIONS)
                        .acquisitionTimeout(WAIT_FOR_CONNECTION)
                        .reapTimeout(Duration.ofMinutes(1))
                        .transactionRequirement(AgroalConnectionPoolConfiguration.TransactionRequirement.OFF)
                        .connectionFactoryConfiguration(
                                factory -> factory.connectionProviderClass(org.sqlite.JDBC.class)
                                        .jdbcUrl(url)
                                        .jdbcProperty("cache_size", "-16384")
                                        .jdbcProperty("query_only", "true")));
    }

    Generation generation() {
        return generation;
    }

    Connection connect() throws SQLException {
        return source.getConnection();
    }

    PreparedStatement statement(Connection connection, String sql) throws SQLException {
        return statements.get(connection.unwrap(SQLiteConnection.class), sql);
    }

    void closeStatements(Connection connection) throws SQLException {
        statements.close(connection.unwrap(SQLiteConnection.class));
    }

    /** Connections that statements are kept of. */
    int connectionsWithStatements() {
        return statements.connections();
    }

    <T> T shared(Class<T> type, Supplier<T> first) {
        return type.cast(shared.computeIfAbsent(type, absent -> first.get()));
    }

    @Override
    public void close() {
        source.close();
    }
}
