package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for the next question, and for how long. */
class ReaderPoolTest {
    private static final Instant JANUARY = Instant.parse("2026-01-11T00:00:00Z");
    private static final String COUNT = "SELECT COUNT(*) FROM directories";

    private final Path data;
    private final GenerationStore store;

    ReaderPoolTest(@TempDir Path data) {
        this.data = data;
        store = TestStore.in(data, new Retention(8, 24));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Generation publish(String jobId, int directories) throws Exception {
        return TestStore.publish(store, "asp", JANUARY, jobId, SampleTree.random(1, 0, directories));
    }

    private static long count(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.getLong(1);
        }
    }

    @Test
    void aStatementIsThereForTheNextUserOfItsConnectionUntilThatIsClosed() throws Exception {
        Generation generation = publish("j1", 50);
        PreparedStatement kept;
        ReaderPool pool = new ReaderPool(generation, data.resolve(generation.database()));
        try (pool) {
            try (Connection connection = pool.connect()) {
                kept = pool.statement(connection, COUNT);
                assertThat(count(kept)).isGreaterThan(50);
            }
            try (Connection again = pool.connect();
                    Connection other = pool.connect()) {
                assertThat(pool.statement(again, COUNT)).isSameAs(kept);
                assertThat(pool.statement(other, COUNT)).isNotSameAs(kept);
                assertThat(count(pool.statement(other, COUNT))).isEqualTo(count(kept));
                assertThat(pool.connectionsWithStatements()).isEqualTo(2);

                pool.closeStatements(again);
                assertThat(kept.isClosed()).isTrue();
                assertThat(count(pool.statement(again, COUNT))).isGreaterThan(50);
                kept = pool.statement(again, COUNT);
            }
        }
        assertThat(pool.connectionsWithStatements()).isZero();
        assertThat(kept.isClosed()).isTrue();
    }

    @Test
    void whatReadersShareEndsWithTheirGeneration() throws Exception {
        Generation first = publish("j1", 50);
        AtomicLong shared;
        try (GenerationReader one = store.open(first)) {
            shared = one.shared(AtomicLong.class, AtomicLong::new);
            try (GenerationReader two = store.open(first)) {
                assertThat(two.shared(AtomicLong.class, AtomicLong::new)).isSameAs(shared);
            }
            Generation second = publish("j2", 60);
            try (GenerationReader newer = store.open(second);
                    Connection connection = newer.connect()) {
                assertThat(newer.shared(AtomicLong.class, AtomicLong::new)).isNotSameAs(shared);
                assertThat(count(newer.statement(connection, COUNT)))
                        .isEqualTo(SampleTree.random(1, 0, 60).expected().rows());
            }
            try (Connection connection = one.connect()) {
                assertThat(count(one.statement(connection, COUNT)))
                        .isEqualTo(SampleTree.random(1, 0, 50).expected().rows());
            }
            assertThat(one.shared(AtomicLong.class, AtomicLong::new)).isSameAs(shared);
        }
    }

    @Test
    void readersOfADatabaseThatSomebodyMayChangeShareNothing() throws Exception {
        Generation own = publish("j1", 20);
        Path file = data.resolve(own.database());
        Generation adopted = new Generation(
                own.id(),
                own.filesystem(),
                own.jobId(),
                own.scanTime(),
                own.importedAt(),
                own.files(),
                own.directories(),
                own.allocatedBytes(),
                own.apparentBytes(),
                own.databaseBytes(),
                own.database(),
                own.schemaVersion(),
                FileStamp.of(file));
        try (ReaderPool pool = new ReaderPool(adopted, file);
                GenerationReader one = new GenerationReader(adopted, pool, file, () -> {});
                GenerationReader two = new GenerationReader(adopted, pool, file, () -> {})) {
            assertThat(one.shared(AtomicLong.class, AtomicLong::new))
                    .isNotSameAs(two.shared(AtomicLong.class, AtomicLong::new));
        }
    }
}
