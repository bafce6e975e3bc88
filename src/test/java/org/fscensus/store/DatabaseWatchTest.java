package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/** Databases that somebody puts among the generations, takes away, cuts off and writes over. */
class DatabaseWatchTest {
    private static final Instant JANUARY = Instant.parse("2026-01-11T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-08T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** When files of old were changed last. */
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-02-28T00:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path data;

    private final SQLiteDataSource control = new SQLiteDataSource();
    private final MutableClock clock = new MutableClock(NOW);
    private GenerationStore store = new GenerationStore(Path.of("unused"), control, clock, new Retention(8, 24));

    @BeforeEach
    void migrate() {
        control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
        control.setJournalMode("WAL");
        Flyway.configure().dataSource(control).load().migrate();
        store = store(new Retention(8, 24));
    }

    private GenerationStore store(Retention retention) {
        return new GenerationStore(data, control, clock, retention);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(Loader.class)
    void aDatabaseThatSomebodyPutsThereIsServed(Loader loader) throws Exception {
        SampleTree tree = tree(1, JANUARY).named("Asp");
        tree.writeTo(put("generations/asp/from backup #1?.db"), loader);
        rest("generations/asp/from backup #1?.db");
        store.watch().look();

        assertThat(store.watch().problems()).isEmpty();
        assertThat(store.generations("ASP")).isEqualTo(store.generations());
        Generation generation = one();
        assertThat(generation.id()).matches("20260111T000000Z-file-[0-9a-f]{12}");
        assertThat(generation.filesystem()).isEqualTo("Asp");
        assertThat(generation.scanTime()).isEqualTo(JANUARY);
        assertThat(generation.schemaVersion()).isEqualTo(GenerationSchema.VERSION);
        assertThat(generation.databaseBytes()).isEqualTo(Files.size(data.resolve(generation.database())));
        GenerationFigures figures = tree.figures();
        assertThat(List.of(
                        generation.files(),
                        generation.directories(),
                        generation.allocatedBytes(),
                        generation.apparentBytes()))
                .containsExactly(
                        figures.files(), figures.directories(), figures.allocatedBytes(), figures.apparentBytes());
        try (GenerationReader reader = store.open(generation)) {
            assertThat(number(reader, "SELECT COUNT(*) FROM directories"))
                    .isEqualTo(tree.expected().rows());
            assertThat(number(reader, "PRAGMA mmap_size")).as("never mapped").isZero();
            assertThatThrownBy(() -> number(reader, "DELETE FROM directories RETURNING 1"))
                    .isInstanceOf(SQLException.class);
            reader.checkUnchanged();
        }
        assertThat(store.watch().count(DatabaseState.SERVED)).isEqualTo(1);
    }

    /** Until the clock had come back to where it was nobody looked again, unless the monitor did. */
    @Test
    void whoeverAsksIsToldWhatIsThereAfterTheClockWasSetBack() throws Exception {
        store.watch().look();
        clock.advance(Duration.ofHours(-1));
        Files.writeString(put("generations/asp/broken.db"), "no database");
        rest("generations/asp/broken.db");

        store.watch().lookIfOlderThan(Duration.ofSeconds(1));

        assertThat(store.watch().problems()).hasSize(1);
    }

    @Test
    void itIsServedFromTheTopTooAndAgainAfterARestart() throws Exception {
        write("generations/copied.db", tree(1, JANUARY).named("asp"));
        GenerationStore next = store(new Retention(8, 24));
        next.recover();

        assertThat(next.generations()).singleElement().satisfies(generation -> {
            assertThat(generation.filesystem()).isEqualTo("asp");
            assertThat(generation.database()).isEqualTo("generations/copied.db");
        });
        store.watch().look();
        assertThat(store.generations()).isEqualTo(next.generations());
        next.close();
    }

    /** What is done to a good database of file system asp, and what is said of it. */
    static Stream<Arguments> spoiled() {
        return Stream.of(
                refused("truncated to half", "was not copied whole", file -> truncate(file, Files.size(file) / 2)),
                refused("cut off in its first page", "no SQLite database", file -> truncate(file, 50)),
                refused("zero bytes", "is empty", file -> truncate(file, 0)),
                refused("a page too long", "was not copied whole", file -> truncate(file, Files.size(file) + 8192)),
                refused("not filled to its end", "ends in a page of zeros", file -> {
                    long size = Files.size(file);
                    truncate(file, size - 8192);
                    truncate(file, size);
                }),
                refused(
                        "a text",
                        "no SQLite database",
                        file -> Files.writeString(file, "who uses how much\n".repeat(99))),
                refused(
                        "of another application",
                        "another application (application_id 4711)",
                        file -> sql(file, "PRAGMA application_id = 4711")),
                refused("of no application", "another application (application_id 0)", file -> {
                    Files.delete(file);
                    sql(file, "CREATE TABLE recipes (name TEXT)");
                }),
                refused(
                        "of a future version",
                        "newer version of the program (schema 99",
                        file -> sql(file, "PRAGMA user_version = 99")),
                refused(
                        "of a version before the first",
                        "too old (schema 0",
                        file -> sql(file, "PRAGMA user_version = 0")),
                refused(
                        "of two versions",
                        "another schema_version",
                        file -> sql(file, "UPDATE scan_metadata SET value = '77' WHERE key = 'schema_version'")),
                refused("without metadata", "lacks scan_metadata", file -> sql(file, "DROP TABLE scan_metadata")),
                refused("with empty metadata", "lacks 'filesystem'", file -> sql(file, "DELETE FROM scan_metadata")),
                refused(
                        "without an index",
                        "lacks directories_children",
                        file -> sql(file, "DROP INDEX directories_children")),
                refused(
                        "without a scan time",
                        "lacks 'scan_time'",
                        file -> sql(file, "DELETE FROM scan_metadata WHERE key = 'scan_time'")),
                refused(
                        "with an odd time",
                        "cannot be read",
                        file -> sql(file, "UPDATE scan_metadata SET value = 'noon' WHERE key = 'scan_time'")),
                refused(
                        "with an odd total",
                        "cannot be read",
                        file -> sql(file, "UPDATE scan_metadata SET value = 'many' WHERE key = 'files'")),
                refused(
                        "with other totals",
                        "other totals",
                        file -> sql(file, "UPDATE directories SET file_count_r = file_count_r + 1 WHERE dir_id = 1")),
                refused(
                        "with fewer directories",
                        "other totals",
                        file -> sql(file, "DELETE FROM directories WHERE dir_id > 5")),
                refused(
                        "with an odd name",
                        "'../etc'",
                        file -> sql(file, "UPDATE scan_metadata SET value = '../etc' WHERE key = 'filesystem'")),
                refused(
                        "called all",
                        "'ALL'",
                        file -> sql(file, "UPDATE scan_metadata SET value = 'ALL' WHERE key = 'filesystem'")),
                refused(
                        "of another file system",
                        "move it to generations/cgd",
                        file -> sql(file, "UPDATE scan_metadata SET value = 'CGD' WHERE key = 'filesystem'")),
                refused("in WAL mode", "PRAGMA journal_mode=DELETE", file -> sql(file, "PRAGMA journal_mode = WAL")),
                refused("with a damaged schema", "is damaged", file -> {
                    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                        bytes.seek(100);
                        bytes.write(new byte[50]);
                    }
                }));
    }

    private interface Spoil {
        void spoil(Path file) throws Exception;
    }

    private static Arguments refused(String what, String reason, Spoil spoil) {
        return Arguments.of(what, reason, spoil);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void spoiled(String what, String reason, Spoil spoil) throws Exception {
        Generation other = TestStore.publish(store, "other", JANUARY, "j1", tree(2, JANUARY));
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        spoil.spoil(data.resolve("generations/asp/hand.db"));
        rest("generations/asp/hand.db");
        store.watch().look();

        assertThat(store.generations()).as(what).containsExactly(other);
        assertThat(store.watch().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.filesystem()).isIn("asp", "CGD");
            assertThat(problem.generation()).isNull();
            assertThat(problem.detail()).startsWith("generations/asp/hand.db ").contains(reason);
        });
        assertThat(counts()).containsExactly(1L, 0L, 0L, 1L, 0L);

        Files.delete(data.resolve("generations/asp/hand.db"));
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store.watch().look();
        assertThat(store.watch().problems()).as("once a good one is put there").isEmpty();
        assertThat(store.generations()).hasSize(2);
    }

    @Test
    void whatIsStillBeingCopiedIsLeftAlone() throws Exception {
        write("copy.db", tree(1, JANUARY).named("asp"));
        byte[] whole = Files.readAllBytes(data.resolve("copy.db"));
        Path file = put("generations/asp/hand.db");
        for (int part = 1; part <= 4; part++) {
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length * part / 4));
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            clock.advance(Duration.ofSeconds(2));
            store.watch().look();
            assertThat(counts()).as("part %s", part).containsExactly(0L, 0L, 0L, 0L, 1L);
            assertThat(store.watch().problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.detail()).contains("still being written"));
            assertThat(store.generations()).isEmpty();
        }

        clock.advance(Duration.ofSeconds(2));
        store.watch().look();
        assertThat(counts()).containsExactly(1L, 0L, 0L, 0L, 0L);
        assertThat(store.generations()).hasSize(1);
    }

    @Test
    void aFileFromTheFutureIsTakenOnceItWasSeenAtRest() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        Files.setLastModifiedTime(data.resolve("generations/asp/hand.db"), FileTime.from(NOW.plusSeconds(3600)));
        store.watch().look();
        assertThat(store.generations()).isEmpty();
        clock.advance(AdoptedDatabases.REST);
        store.watch().look();
        assertThat(store.generations()).hasSize(1);
    }

    @Test
    void aDatabaseWithAJournalBesideItIsLeftAloneAndTheJournalStays() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        Path journal = Files.writeString(data.resolve("generations/asp/hand.db-journal"), "hot");
        store.recover();

        assertThat(store.generations()).isEmpty();
        assertThat(store.watch().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("hand.db-journal"));
        Files.delete(journal);
        store.watch().look();
        assertThat(store.generations()).hasSize(1);
    }

    @Test
    void oneThatIsWrittenOverWhileItIsServedIsNotBelieved() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store.watch().look();
        Generation first = one();
        try (GenerationReader reader = store.open(first)) {
            assertThat(number(reader, "SELECT COUNT(*) FROM directories")).isPositive();
            write("new.db", tree(3, JANUARY).named("asp"));
            Files.write(data.resolve("generations/asp/hand.db"), Files.readAllBytes(data.resolve("new.db")));
            assertThatThrownBy(reader::checkUnchanged)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changed it since");
        }
        assertThatThrownBy(() -> store.open(first))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed it since");

        rest("generations/asp/hand.db");
        store.watch().look();
        Generation second = one();
        assertThat(second.id()).isNotEqualTo(first.id());
        try (GenerationReader reader = store.open(second)) {
            assertThat(number(reader, "SELECT COUNT(*) FROM directories"))
                    .isEqualTo(tree(3, JANUARY).expected().rows());
        }
    }

    @Test
    void oneThatIsTakenAwayIsServedNoMore() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store.watch().look();
        Generation generation = one();
        Files.delete(data.resolve("generations/asp/hand.db"));

        assertThatThrownBy(() -> store.open(generation))
                .as("no GenerationGoneException, which would spoil the answers of others")
                .isInstanceOf(IOException.class)
                .hasMessageContaining("taken it away");
        store.watch().look();
        assertThat(store.generations()).isEmpty();
        assertThat(store.watch().problems()).isEmpty();
    }

    @Test
    void ofOneScanThatOfTheServiceIsServedElseTheNewestImport() throws Exception {
        write("generations/asp/a.db", tree(1, JANUARY).named("asp"));
        write("generations/asp/b.db", tree(2, JANUARY).named("asp"));
        sql(
                data.resolve("generations/asp/b.db"),
                "UPDATE scan_metadata SET value = '2026-02-27 00:00:00' WHERE key = 'import_time'");
        rest("generations/asp/b.db");
        store.watch().look();
        assertThat(one().database()).isEqualTo("generations/asp/b.db");
        assertThat(store.watch().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail())
                        .startsWith("generations/asp/a.db is of the same scan as generation " + one().id()));

        Generation published = TestStore.publish(store, "ASP", JANUARY, "j1", tree(3, JANUARY));
        assertThat(store.generations()).as("at once").containsExactly(published);
        store.watch().look();
        assertThat(store.generations()).containsExactly(published);
        assertThat(counts()).containsExactly(1L, 0L, 0L, 2L, 0L);

        store.retire(published);
        store.watch().look();
        assertThat(one().database()).isEqualTo("generations/asp/b.db");
    }

    @Test
    void whatTheServiceHasNotMadeNoRetentionDeletes() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store = store(new Retention(1, 0));
        store.recover();
        for (int week = 0; week < 3; week++) {
            TestStore.publish(store, "asp", FEBRUARY.plus(Duration.ofDays(7L * week)), "j" + week, tree(2, FEBRUARY));
        }
        store.watch().look();

        assertThat(store.generations())
                .extracting(Generation::database)
                .containsExactly("generations/asp/20260222T000000Z-j2.db", "generations/asp/hand.db");
        assertThat(store.generations("asp")).isEqualTo(store.generations());
    }

    @Test
    void deletedOnRequestItGoesWithItsLastReader() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store.watch().look();
        Generation generation = one();
        try (GenerationReader reader = store.open(generation)) {
            store.retire(generation);
            assertThat(store.generations()).isEmpty();
            assertThat(number(reader, "SELECT COUNT(*) FROM directories")).isPositive();
            store.watch().look();
            assertThat(store.generations()).isEmpty();
            assertThat(counts()).containsExactly(0L, 0L, 0L, 1L, 0L);
        }
        assertThat(data.resolve("generations/asp/hand.db")).doesNotExist();
        store.watch().look();
        assertThat(store.watch().problems()).isEmpty();
    }

    @Test
    void whatWasPutInItsPlaceMeanwhileIsNotDeleted() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        store.watch().look();
        Generation generation = one();
        try (GenerationReader reader = store.open(generation)) {
            assertThat(reader.generation()).isEqualTo(generation);
            store.retire(generation);
            Files.delete(data.resolve("generations/asp/hand.db"));
            write("generations/asp/hand.db", tree(2, FEBRUARY).named("asp"));
        }
        store.watch().look();
        assertThat(one().scanTime()).isEqualTo(FEBRUARY);
    }

    @Test
    void aStartClearsAwayUnfinishedWorkAndNothingThatSomebodyPutThere() throws Exception {
        write("generations/asp/hand.db", tree(1, JANUARY).named("asp"));
        write(
                "generations/asp/20260208T000000Z-killed.db.part",
                tree(1, FEBRUARY).named("asp"));
        write("generations/asp/.hidden.db", tree(1, FEBRUARY).named("asp"));
        write("generations/asp/deep/below.db", tree(1, FEBRUARY).named("asp"));
        Files.writeString(data.resolve("generations/asp/README"), "not of the service");
        Generation published = TestStore.publish(store, "asp", FEBRUARY, "j1", tree(1, FEBRUARY));
        Path ownJournal = Files.createFile(data.resolve(published.database() + "-journal"));

        GenerationStore next = store(new Retention(8, 24));
        next.recover();

        assertThat(next.generations())
                .extracting(Generation::database)
                .containsExactly(published.database(), "generations/asp/hand.db");
        assertThat(data.resolve("generations/asp/20260208T000000Z-killed.db.part"))
                .doesNotExist();
        assertThat(ownJournal).doesNotExist();
        assertThat(data.resolve("generations/asp/.hidden.db")).exists();
        assertThat(data.resolve("generations/asp/deep/below.db")).exists();
        assertThat(data.resolve("generations/asp/README")).exists();
        next.close();
    }

    @Test
    void aDatabaseThatTheServiceHasDeletedMayComeBack() throws Exception {
        Generation published =
                TestStore.publish(store, "asp", JANUARY, "j1", tree(1, JANUARY).named("asp"));
        Path backup = Files.copy(data.resolve(published.database()), data.resolve("backup.db"));
        store.retire(published);
        store.watch().look();
        assertThat(store.generations()).isEmpty();

        Files.move(backup, data.resolve(published.database()));
        rest(published.database());
        store.watch().look();
        assertThat(one().database()).isEqualTo(published.database());
        assertThat(one().id()).isNotEqualTo(published.id());
    }

    @Test
    void publishedDatabasesThatAreMissingOrCutOffAreNamed() throws Exception {
        Generation sound = TestStore.publish(store, "sound", JANUARY, "j1", tree(1, JANUARY));
        Generation missing = TestStore.publish(store, "missing", JANUARY, "j2", tree(1, JANUARY));
        Generation cut = TestStore.publish(store, "cut", JANUARY, "j3", tree(1, JANUARY));
        Path backup = Files.move(data.resolve(missing.database()), data.resolve("backup.db"));
        byte[] whole = Files.readAllBytes(data.resolve(cut.database()));
        truncate(data.resolve(cut.database()), whole.length / 2);
        store.watch().look();

        assertThat(counts()).containsExactly(1L, 1L, 1L, 0L, 0L);
        assertThat(store.watch().problems())
                .extracting(DatabaseProblem::generation)
                .containsExactly(cut.id(), missing.id());
        assertThat(store.watch().problems().get(0).detail())
                .contains("has " + whole.length / 2 + " bytes", "published with " + whole.length);
        assertThat(store.watch().problems().get(1).detail()).contains("restore it from a backup");
        assertThatThrownBy(() -> store.open(cut)).isInstanceOf(IOException.class);
        assertThat(store.generations()).containsExactly(cut, missing, sound);

        Files.move(backup, data.resolve(missing.database()));
        Files.write(data.resolve(cut.database()), whole);
        store.watch().look();
        assertThat(counts()).containsExactly(3L, 0L, 0L, 0L, 0L);
        store.open(cut).close();
    }

    @Test
    void whatCouldNotBeReadLatelyIsBrokenForAWhile() throws Exception {
        Generation generation = TestStore.publish(store, "asp", JANUARY, "j1", tree(1, JANUARY));
        store.watch().unreadable(generation, "a page is damaged");
        store.watch().look();
        assertThat(store.watch().problems())
                .containsExactly(new DatabaseProblem("asp", generation.id(), "a page is damaged"));
        assertThat(counts()).containsExactly(0L, 1L, 0L, 0L, 0L);
        assertThat(store.watch().unreadableAnswers()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(16));
        store.watch().lookIfOlderThan(Duration.ofMinutes(1));
        assertThat(store.watch().problems()).isEmpty();
    }

    /** It was opened, and questions met what they did not know. */
    @Test
    void aGenerationOfANewerVersionIsNotServedAfterGoingBackToThisOne() throws Exception {
        Generation old = TestStore.publish(store, "asp", JANUARY, "j1", tree(1, JANUARY));
        assertThat(old.schemaVersion()).isEqualTo(GenerationSchema.VERSION);
        Generation newer = TestStore.publish(store, "cgd", JANUARY, "j2", tree(2, JANUARY));
        sql(data.resolve("control.db"), "UPDATE generation SET schema_version = 99 WHERE id = '" + newer.id() + "'");

        try (GenerationStore earlier = store(new Retention(8, 24))) {
            earlier.recover();
            earlier.watch().look();
            assertThat(earlier.watch().problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.detail())
                            .contains("cgd", "newer version of the program (schema 99", "import the scan again"));
            assertThatThrownBy(() -> earlier.open(earlier.generations("cgd").get(0)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("newer version");
            earlier.open(earlier.generations("asp").get(0)).close();
        }
    }

    private Generation one() throws IOException {
        List<Generation> all = store.generations();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Served, broken, missing, refused, arriving. */
    private List<Long> counts() {
        return Stream.of(DatabaseState.values()).map(store.watch()::count).toList();
    }

    private static SampleTree tree(long seed, Instant scanTime) {
        return SampleTree.random(seed, scanTime.getEpochSecond(), 30 + (int) seed);
    }

    /** Where a file is to come to lie. */
    private Path put(String database) throws IOException {
        Path file = data.resolve(database);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return file;
    }

    private void write(String database, SampleTree tree) throws Exception {
        tree.writeTo(put(database));
        rest(database);
    }

    private void rest(String database) throws IOException {
        Files.setLastModifiedTime(data.resolve(database), LONG_AGO);
    }

    private static void truncate(Path file, long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(size);
        }
    }

    private static void sql(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(GenerationReader reader, String sql) throws SQLException {
        try (Connection connection = reader.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
