package org.fscensus.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A pool of read-only connections for each database that is being asked, with the count of its readers. Thread-safe;
 * files are deleted and pools closed outside the lock.
 */
final class ReaderPools implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 16;
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Consumer<Generation> deleteFile;
    private final Map<String, Pool> pools = new HashMap<>();
    private final Set<String> retired = new HashSet<>();

    /** @param deleteFile called once for each retired generation, when nobody reads it any more */
    ReaderPools(Consumer<Generation> deleteFile) {
        this.deleteFile = deleteFile;
    }

    /**
     * @throws GenerationGoneException if it was retired
     * @throws IOException if its file is missing though it was not, is not the one that it was, or cannot be opened
     */
    GenerationReader open(Generation generation, Path file) throws IOException, GenerationGoneException {
        closeIdle();
        IOException wrong = null;
        try {
            FileCheck.check(generation, file);
        } catch (IOException e) {
            wrong = e;
        }
        Pool pool;
        synchronized (this) {
            if (retired.contains(generation.id())) {
                throw new GenerationGoneException(generation.id());
            }
            if (wrong != null) {
                throw wrong;
            }
            Pool known = pools.get(generation.id());
            pool = known == null ? new Pool(generation, connect(generation, file)) : known;
            pools.put(generation.id(), pool);
            pool.readers++;
        }
        return new GenerationReader(generation, file, pool.source, () -> release(pool));
    }

    private void release(Pool pool) {
        synchronized (this) {
            pool.readers--;
            pool.lastUsed = System.nanoTime();
            if (pool.readers > 0 || !retired.contains(pool.generation.id())) {
                return;
            }
            pools.remove(pool.generation.id());
        }
        pool.source.close();
        deleteFile.accept(pool.generation);
    }

    /** Lets nobody open it any more, and deletes it now or with its last reader. */
    void retire(Generation generation) {
        Pool pool;
        synchronized (this) {
            if (!retired.add(generation.id())) {
                return;
            }
            pool = pools.get(generation.id());
            if (pool != null && pool.readers > 0) {
                return;
            }
            pools.remove(generation.id());
        }
        if (pool != null) {
            pool.source.close();
        }
        deleteFile.accept(generation);
    }

    private void closeIdle() {
        List<Pool> idle = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            pools.values().removeIf(pool -> {
                boolean unused = pool.readers == 0 && now - pool.lastUsed > IDLE.toNanos();
                return unused && idle.add(pool);
            });
        }
        idle.forEach(pool -> pool.source.close());
    }

    @Override
    public void close() {
        List<Pool> all;
        synchronized (this) {
            all = List.copyOf(pools.values());
            pools.clear();
        }
        all.forEach(pool -> pool.source.close());
    }

    /**
     * A published file never changes, so SQLite needs neither locks nor journals to read it. One that was put there by
     * hand may be changed, by sqlite3 for instance, so there SQLite takes its locks. No file is mapped into memory: where
     * a disk fails or somebody cuts the file off, a read error ends a query, a fault on a mapped page the process.
     */
    private static AgroalDataSource connect(Generation generation, Path file) throws IOException {
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=ro"
                + (generation.adopted() == null ? "&immutable=1" : "");
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
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
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** Guarded by the pools' lock. */
    private static final class Pool {
        private final Generation generation;
        private final AgroalDataSource source;
        private int readers;
        private long lastUsed = System.nanoTime();

        Pool(Generation generation, AgroalDataSource source) {
            this.generation = generation;
            this.source = source;
        }
    }
}
