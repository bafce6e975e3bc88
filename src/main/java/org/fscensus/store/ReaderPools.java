package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
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
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Consumer<Generation> deleteFile;
    private final Map<String, ReaderPool> pools = new HashMap<>();
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
        ReaderPool pool;
        synchronized (this) {
            if (retired.contains(generation.id())) {
                throw new GenerationGoneException(generation.id());
            }
            if (wrong != null) {
                throw wrong;
            }
            ReaderPool known = pools.get(generation.id());
            pool = known == null ? new ReaderPool(generation, file) : known;
            pools.put(generation.id(), pool);
            pool.readers++;
        }
        return new GenerationReader(generation, pool, file, () -> release(pool));
    }

    private void release(ReaderPool pool) {
        synchronized (this) {
            pool.readers--;
            pool.lastUsed = System.nanoTime();
            if (pool.readers > 0 || !retired.contains(pool.generation().id())) {
                return;
            }
            pools.remove(pool.generation().id());
        }
        pool.close();
        deleteFile.accept(pool.generation());
    }

    /** Lets nobody open it any more, and deletes it now or with its last reader. */
    void retire(Generation generation) {
        ReaderPool pool;
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
            pool.close();
        }
        deleteFile.accept(generation);
    }

    private void closeIdle() {
        List<ReaderPool> idle = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            pools.values().removeIf(pool -> {
                boolean unused = pool.readers == 0 && now - pool.lastUsed > IDLE.toNanos();
                return unused && idle.add(pool);
            });
        }
        idle.forEach(ReaderPool::close);
    }

    @Override
    public void close() {
        List<ReaderPool> all;
        synchronized (this) {
            all = List.copyOf(pools.values());
            pools.clear();
        }
        all.forEach(ReaderPool::close);
    }
}
