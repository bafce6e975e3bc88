package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.fscensus.store.FailingDataSource.Failure;
import org.fscensus.store.GenerationStore.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

class GenerationStoreTest {
    private static final Instant JANUARY = Instant.parse("2026-01-11T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC);

    /** The process died: no exception handler of the store may run. */
    private static final class PulledPlug extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    Path data;

    private SQLiteDataSource control = new SQLiteDataSource();
    private GenerationStore store = store(step -> {});

    @BeforeEach
    void migrate() {
        control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
        control.setJournalMode("WAL");
        Flyway.configure().dataSource(control).load().migrate();
        store = store(step -> {});
    }

    @Test
    void aCommittedGenerationIsServedFromItsFinalPlace() throws Exception {
        AtomicLong forced = new AtomicLong();
        Generation generation;
        try (Publication publication = store.begin("Asp", JANUARY, "j1")) {
            tree(1).writeTo(publication.part());
            generation = publication.commit(tree(1).figures(), forced::addAndGet);
        }

        assertThat(generation.id()).isEqualTo("20260111T000000Z-j1");
        assertThat(generation.database()).isEqualTo("generations/asp/20260111T000000Z-j1.db");
        assertThat(generation.importedAt()).isEqualTo(CLOCK.instant());
        assertThat(Files.size(data.resolve(generation.database())))
                .isEqualTo(generation.databaseBytes())
                .isEqualTo(forced.get());
        assertThat(store.generations("aSP")).containsExactly(generation);
        assertThat(store.generationOfJob("j1")).contains(generation);
        assertThat(rowsOf(generation)).isEqualTo(tree(1).expected().rows());
        assertThat(files()).containsExactly(generation.database());
    }

    @Test
    void withoutACommitNothingIsLeft() throws Exception {
        Generation before = publish("asp", JANUARY, "j1");
        try (Publication publication = store.begin("asp", JANUARY, "j2")) {
            tree(2).writeTo(publication.part());
            assertThat(files()).hasSize(2);
        }

        assertThat(files()).containsExactly(before.database());
        assertThat(store.generations()).containsExactly(before);
        assertThat(store.generationOfJob("j2")).isEmpty();
    }

    @Test
    void aCancelWhileTheFileIsForcedPublishesNothing() throws Exception {
        try (Publication publication = store.begin("asp", JANUARY, "j1")) {
            tree(1).writeTo(publication.part());
            assertThatThrownBy(() -> publication.commit(tree(1).figures(), bytes -> {
                        throw new CancellationException("stop");
                    }))
                    .isInstanceOf(CancellationException.class);
        }

        assertThat(files()).isEmpty();
        assertThat(store.generations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aKilledPublicationIsFinishedAtTheNextStart(Step step) throws Exception {
        Generation old = publish("asp", JANUARY, "j1");
        GenerationStore dying = store(reached -> {
            if (reached == step) {
                throw new PulledPlug();
            }
        });
        Publication publication = dying.begin("asp", JANUARY, "j2");
        tree(2).writeTo(publication.part());
        assertThatThrownBy(() -> publication.commit(tree(2).figures(), bytes -> {}))
                .isInstanceOf(PulledPlug.class);
        assertThat(store(reached -> {}).generations())
                .as("one is served at any moment")
                .hasSize(1);

        GenerationStore next = store(reached -> {});
        next.recover();

        assertThat(next.generations()).singleElement().satisfies(served -> {
            assertThat(served.jobId()).isEqualTo("j2");
            assertThat(files()).containsExactly(served.database());
        });
        assertThat(next.generationOfJob("j1")).contains(old);
        assertThatThrownBy(() -> next.open(old)).isInstanceOf(GenerationGoneException.class);
    }

    @Test
    void aKilledBuildLeavesNothingAfterTheNextStart() throws Exception {
        Generation old = publish("asp", JANUARY, "j1");
        Publication publication = store.begin("asp", JANUARY, "j2");
        tree(2).writeTo(publication.part());
        Files.createFile(publication.part().resolveSibling("x.db.part-journal"));
        Files.createFile(publication.part().resolveSibling("y.db-wal"));

        GenerationStore next = store(step -> {});
        next.recover();

        assertThat(files()).containsExactly(old.database());
        assertThat(next.generations()).containsExactly(old);
        assertThat(next.generationOfJob("j2")).isEmpty();
    }

    @Test
    void aPublicationWhoseFileIsNotWholeIsDropped() throws Exception {
        GenerationStore dying = store(step -> {
            throw new PulledPlug();
        });
        Publication publication = dying.begin("asp", JANUARY, "j1");
        tree(1).writeTo(publication.part());
        assertThatThrownBy(() -> publication.commit(tree(1).figures(), bytes -> {}))
                .isInstanceOf(PulledPlug.class);
        Files.writeString(publication.part(), "cut off");

        GenerationStore next = store(step -> {});
        next.recover();

        assertThat(next.generations()).isEmpty();
        assertThat(next.generationOfJob("j1")).as("it was never served").isEmpty();
        assertThat(files()).isEmpty();
        assertThat(publish(next, JANUARY, "j1").id()).isEqualTo("20260111T000000Z-j1-2");
    }

    @Test
    void theSameScanTimeSupersedesAndItsIdIsNeverUsedAgain() throws Exception {
        Generation first = publish("asp", JANUARY, "j1");
        Generation second = publish("ASP", JANUARY, "j1");

        assertThat(second.id()).isEqualTo("20260111T000000Z-j1-2");
        assertThat(store.generations()).containsExactly(second);
        assertThat(files()).containsExactly(second.database());
        assertThatThrownBy(() -> store.open(first)).isInstanceOf(GenerationGoneException.class);
    }

    @Test
    void aGenerationThatIsReadGoesWithItsLastReader() throws Exception {
        Generation first = publish("asp", JANUARY, "j1");
        GenerationReader one = store.open(first);
        GenerationReader two = store.open(first);
        Generation second = publish("asp", JANUARY, "j2");

        assertThat(store.generations()).containsExactly(second);
        assertThatThrownBy(() -> store.open(first)).isInstanceOf(GenerationGoneException.class);
        one.close();
        one.close();
        try (Connection connection = two.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM directories")) {
            assertThat(count.getLong(1)).isEqualTo(tree(1).expected().rows());
        }
        assertThat(data.resolve(first.database())).exists();
        two.close();
        assertThat(files()).containsExactly(second.database());
    }

    @Test
    void aPublishedGenerationWhoseFileIsMissingIsNamedAndKept() throws Exception {
        Generation generation = publish("asp", JANUARY, "j1");
        Path file = data.resolve(generation.database());
        Path backup = Files.move(file, data.resolve("backup.db"));

        GenerationStore next = store(step -> {});
        List<String> errors = errorsOf(next::recover);
        assertThat(errors)
                .singleElement()
                .asString()
                .contains(generation.id(), file.toString(), "restore", "delete the generation");
        assertThat(next.generations()).containsExactly(generation);
        assertThatThrownBy(() -> next.open(generation))
                .isInstanceOf(IOException.class)
                .hasMessage(file
                        + " is missing from the data directory; restore it from a backup or delete the generation");

        Files.move(backup, file);
        next.open(generation).close();
        Files.delete(file);
        next.retire(generation);
        assertThat(next.generations()).isEmpty();
        assertThatThrownBy(() -> store(step -> {}).open(generation)).isInstanceOf(GenerationGoneException.class);
    }

    @Test
    void readersCannotWrite() throws Exception {
        try (GenerationReader reader = store.open(publish("asp", JANUARY, "j1"));
                Connection connection = reader.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM directories"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void retiringOneDeletesItAndLeavesTheOthers() throws Exception {
        Generation first = publish("asp", JANUARY, "j1");
        Generation other = publish("cgd", JANUARY, "j2");
        store.retire(first);

        assertThat(store.generations()).containsExactly(other);
        assertThat(files()).containsExactly(other.database());
        store.recover();
        assertThat(files()).containsExactly(other.database());
    }

    @Test
    void olderGenerationsArePrunedToTheNewestAndTheLastOfEachMonth() throws Exception {
        store = new GenerationStore(data, control, CLOCK, new Retention(2, 2));
        publish("asp", Instant.parse("2025-10-05T00:00:00Z"), "oct5");
        publish("asp", Instant.parse("2025-11-02T00:00:00Z"), "nov2");
        publish("asp", Instant.parse("2025-11-30T23:59:59Z"), "nov30");
        publish("asp", Instant.parse("2025-12-01T00:00:00Z"), "dec1");
        publish("asp", Instant.parse("2025-12-15T00:00:00Z"), "dec15");
        publish("cgd", Instant.parse("2020-01-01T00:00:00Z"), "other");
        publish("asp", Instant.parse("2026-01-04T00:00:00Z"), "jan4");
        publish("asp", Instant.parse("2026-01-11T00:00:00Z"), "jan11");

        assertThat(store.generations("asp"))
                .extracting(Generation::jobId)
                .containsExactly("jan11", "jan4", "dec15", "nov30");
        assertThat(store.generations("cgd")).hasSize(1);
        assertThat(files()).hasSize(5);
    }

    @Test
    void scansImportedNewestFirstAreKeptLikeThoseImportedInOrder() throws Exception {
        store = new GenerationStore(data, control, CLOCK, new Retention(2, 2));
        publish("asp", Instant.parse("2026-01-11T00:00:00Z"), "jan11");
        publish("asp", Instant.parse("2026-01-04T00:00:00Z"), "jan4");
        publish("asp", Instant.parse("2025-12-01T00:00:00Z"), "dec1");
        publish("asp", Instant.parse("2025-12-15T00:00:00Z"), "dec15");
        assertThat(store.generations("asp"))
                .as("a later scan of a month takes the place of an earlier one")
                .extracting(Generation::jobId)
                .containsExactly("jan11", "jan4", "dec15");
        publish("asp", Instant.parse("2025-11-30T23:59:59Z"), "nov30");
        for (String outdated : List.of("2025-12-14T23:59:59Z", "2025-11-02T00:00:00Z", "2025-10-05T00:00:00Z")) {
            assertThatThrownBy(() -> publish("asp", Instant.parse(outdated), "outdated"))
                    .as(outdated)
                    .isInstanceOf(OutdatedScanException.class);
        }

        assertThat(store.generations("asp"))
                .extracting(Generation::jobId)
                .containsExactly("jan11", "jan4", "dec15", "nov30");
        assertThat(files()).hasSize(4);
    }

    @Test
    void aScanThatWouldBePrunedAtOnceIsRefusedBeforeAnythingIsWritten() throws Exception {
        store = new GenerationStore(data, control, CLOCK, new Retention(1, 0));
        Generation newer = publish("asp", JANUARY, "jan11");
        Instant older = Instant.parse("2026-01-04T00:00:00Z");

        assertThatThrownBy(() -> store.checkWouldBeKept("ASP", older))
                .isInstanceOf(OutdatedScanException.class)
                .hasMessageContainingAll(
                        "2026-01-04T00:00:00Z",
                        "(2026-01-11T00:00:00Z)",
                        "fscensus.generations.keep is 1",
                        "fscensus.generations.keep-monthly is 0");
        assertThatThrownBy(() -> store.begin("asp", older, "jan4")).isInstanceOf(OutdatedScanException.class);
        store.checkWouldBeKept("other", older);
        store.checkWouldBeKept("asp", JANUARY);

        assertThat(store.generations()).containsExactly(newer);
        assertThat(files()).containsExactly(newer.database());
    }

    @Test
    void aScanThatIsOutdatedWhileItIsImportedIsNotPublished() throws Exception {
        store = new GenerationStore(data, control, CLOCK, new Retention(1, 0));
        Generation newer;
        try (Publication older = store.begin("asp", Instant.parse("2026-01-04T00:00:00Z"), "jan4")) {
            tree(1).writeTo(older.part());
            newer = publish("asp", JANUARY, "jan11");

            assertThatThrownBy(() -> older.commit(tree(1).figures(), bytes -> {}))
                    .isInstanceOf(OutdatedScanException.class);
        }

        assertThat(store.generations()).containsExactly(newer);
        assertThat(files()).containsExactly(newer.database());
        assertThat(store.generationOfJob("jan4")).isEmpty();
    }

    @Test
    void anErrorAfterTheCommitOfAPublicationLeavesItPublished() throws Exception {
        Generation old = publish("asp", JANUARY, "j1");
        for (Failure failure : List.of(Failure.AFTER_COMMIT, Failure.OF_CLOSE, Failure.OF_A_DONE_COMMIT)) {
            Generation published = publish(failing(failure, 1), JANUARY, failure.name());
            // One knows of what it has written itself alone.
            store.close();
            store = store(step -> {});

            assertThat(store.generations()).as(failure.name()).containsExactly(published);
            assertThat(files()).as("the superseded one goes").containsExactly(published.database());
            assertThat(rowsOf(published)).isEqualTo(tree(1).expected().rows());
        }
        assertThatThrownBy(() -> store.open(old)).isInstanceOf(GenerationGoneException.class);
    }

    @Test
    void aCommitThatFailsPublishesNothingAndTellsWhyItFailed() throws Exception {
        Generation old = publish("asp", JANUARY, "j1");

        assertThatThrownBy(() -> publish(failing(Failure.OF_COMMIT_AND_ROLLBACK, 1), JANUARY, "j2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("commit failed")
                .rootCause()
                .satisfies(cause -> assertThat(cause.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .contains("rollback failed"));

        assertThat(store.generations()).containsExactly(old);
        assertThat(files()).containsExactly(old.database());
        assertThat(store.generationOfJob("j2")).isEmpty();
    }

    /** It was left half published, and the next start served what its job had called failed. */
    @Test
    void aCommitThatRunsOutOfMemoryPublishesNothingNotEvenAtTheNextStart() throws Exception {
        Generation old = publish("asp", JANUARY, "j1");

        assertThatThrownBy(() -> publish(failing(Failure.OUT_OF_MEMORY, 1), JANUARY, "j2"))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(files()).containsExactly(old.database());
        GenerationStore next = store(step -> {});
        next.recover();
        assertThat(next.generations()).containsExactly(old);
        assertThat(next.generationOfJob("j2")).isEmpty();
    }

    @Test
    void aPublicationThatNobodyCanTellOfIsLeftToTheNextStart() throws Exception {
        publish("asp", JANUARY, "j1");

        assertThatThrownBy(() -> publish(failing(Failure.OF_A_DONE_COMMIT, 2), JANUARY, "j2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("20260111T000000Z-j2")
                .hasMessageContaining("the next start");
        assertThat(files()).hasSize(2);
        GenerationStore next = store(step -> {});
        next.recover();

        assertThat(next.generations()).extracting(Generation::jobId).containsExactly("j2");
        assertThat(files()).hasSize(1);
    }

    /** A store whose control database fails in that way once a file has its final name, in so many transactions. */
    private GenerationStore failing(Failure failure, int transactions) {
        FailingDataSource failing = new FailingDataSource(control);
        return new GenerationStore(data, failing.source(), CLOCK, new Retention(8, 24), step -> {
            if (step == Step.RENAMED) {
                failing.fail(failure, transactions);
            }
        });
    }

    private GenerationStore store(Consumer<Step> afterStep) {
        return new GenerationStore(data, control, CLOCK, new Retention(8, 24), afterStep);
    }

    private static SampleTree tree(long seed) {
        return SampleTree.random(seed, JANUARY.getEpochSecond(), 30 + (int) seed);
    }

    private Generation publish(String filesystem, Instant scanTime, String jobId) throws Exception {
        return TestStore.publish(store, filesystem, scanTime, jobId, tree(1));
    }

    private static Generation publish(GenerationStore store, Instant scanTime, String jobId) throws Exception {
        return TestStore.publish(store, "asp", scanTime, jobId, tree(1));
    }

    private long rowsOf(Generation generation) throws Exception {
        try (GenerationReader reader = store.open(generation);
                Connection connection = reader.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM directories")) {
            return count.getLong(1);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** What the store logs as errors meanwhile. */
    private static List<String> errorsOf(Action action) throws IOException {
        List<String> errors = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    errors.add(new SimpleFormatter().formatMessage(entry));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(DatabaseWatch.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
            return errors;
        } finally {
            logger.removeHandler(handler);
        }
    }

    /** Every file below the generations, relative to the data directory. */
    private List<String> files() throws IOException {
        Path generations = data.resolve("generations");
        if (!Files.exists(generations)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(generations)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
