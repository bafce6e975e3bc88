package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.OldDatabases;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/** A control database of any version that there ever was comes up to date with all that it knew. */
class ControlUpgradeTest {
    /** The first version with jobs, the first that tells the schema of generations, the first with sources of kinds. */
    private static final int JOBS = 2;

    private static final int SCHEMAS = 3;
    private static final int SOURCES = 4;

    private static final Instant SCAN = Instant.parse("2026-01-25T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private SQLiteDataSource control;

    private final SampleTree tree = SampleTree.random(1, SCAN.getEpochSecond(), 30);

    @BeforeEach
    void layOut() throws Exception {
        control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + directory.resolve("control.db"));
        Path database =
                Files.createDirectories(directory.resolve("generations/asp")).resolve("old.db");
        tree.writeTo(database);
        OldDatabases.makeFirst(database);
        Files.writeString(directory.resolve("a.log"), "a line\n");
    }

    /** All that there are, so that a further one is tested as well. */
    static IntStream versions() {
        return Arrays.stream(Flyway.configure()
                        .dataSource("jdbc:sqlite::memory:", "", "")
                        .load()
                        .info()
                        .all())
                .mapToInt(migration -> Integer.parseInt(migration.getVersion().getVersion()));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatAnEarlierVersionKnewIsServed(int version) throws Exception {
        Flyway.configure()
                .dataSource(control)
                .target(String.valueOf(version))
                .load()
                .migrate();
        fillCatalogue(version);
        if (version >= JOBS) {
            fillJobs(version);
        }
        Flyway.configure().dataSource(control).load().migrate();

        try (GenerationStore generations =
                new GenerationStore(directory, control, Clock.systemUTC(), new Retention(8, 24))) {
            generations.recover();
            checkCatalogue(generations);
            if (version >= JOBS) {
                checkJobs(generations);
            }
        }
    }

    private void fillCatalogue(int version) throws Exception {
        long bytes = Files.size(directory.resolve("generations/asp/old.db"));
        String schema = version < SCHEMAS ? "" : ", 1";
        sql("INSERT INTO generation VALUES ('g1', 'asp', 'j1', %d, %d, 'published', %d, %d, %d, %d, %d, '%s'%s)"
                .formatted(
                        SCAN.toEpochMilli(),
                        SCAN.toEpochMilli() + 1000,
                        tree.figures().files(),
                        tree.figures().directories(),
                        tree.figures().allocatedBytes(),
                        tree.figures().apparentBytes(),
                        bytes,
                        "generations/asp/old.db",
                        schema));
        for (String state : List.of("publishing", "retired", "deleted", "dropped")) {
            sql(
                    "INSERT INTO generation VALUES ('%s', 'asp', 'j-%1$s', 0, 0, '%1$s', 1, 1, 1, 1, 1, 'generations/%1$s.db'%s)"
                            .formatted(state, schema));
        }
    }

    private void checkCatalogue(GenerationStore generations) throws Exception {
        assertThat(generations.generations())
                .extracting(Generation::id, Generation::schemaVersion, Generation::scanTime)
                .containsExactly(tuple("g1", 1, SCAN));
        generations.verify(generations.generations().get(0), steps -> {});
        generations.watch().look();
        assertThat(generations.watch().problems()).isEmpty();
    }

    private void fillJobs(int version) throws SQLException {
        String phases = """
                [{"phase":"SCAN","state":"DONE","startedAt":"2026-01-25T00:00:01Z","seconds":1.0,"done":5,"total":5,
                "ratePerSecond":5.0,"secondsLeft":null}]""";
        String report = """
                '{"format":"gpfs","phases":%s,"counters":{"bytes":5,"lines":1,"files":1,"directories":0,
                "unlistedDirectories":0,"rejectedLines":1,"noticeLines":0,"allocatedBytes":0,"apparentBytes":0},
                "warnings":["1 line was rejected"]}'""".formatted(phases);
        String began = "'2026-01-25T00:00:01Z'";
        String ended = "'2026-01-25T00:00:02Z'";
        String rejected = version < SOURCES
                ? "'[{\"lineNumber\":3,\"byteOffset\":7,\"reason\":\"has no head\",\"line\":\"x\"}]'"
                : "'[{\"file\":\"" + directory.resolve("a.log")
                        + "\",\"lineNumber\":3,\"byteOffset\":7,\"reason\":\"has no head\",\"line\":\"x\"}]'";
        insertJob(version, "j1", "succeeded", 0, began, ended, "'g1'", "NULL", report, rejected);
        insertJob(version, "j2", "succeeded", 0, began, ended, "NULL", "NULL", report, "NULL");
        String error = "'{\"message\":\"there is no file\",\"hint\":\"look for it\"}'";
        insertJob(version, "j3", "failed", 0, began, ended, "NULL", error, report, "NULL");
        insertJob(version, "j4", "cancelled", 0, "NULL", ended, "NULL", "NULL", "NULL", "NULL");
        insertJob(version, "j5", "running", 1, began, "NULL", "NULL", "NULL", "NULL", "NULL");
        insertJob(version, "j6", "queued", 0, "NULL", "NULL", "NULL", "NULL", "NULL", "NULL");
    }

    private void insertJob(int version, String id, String state, int interruptions, String... rest)
            throws SQLException {
        String source = directory.resolve("a.log").toUri().toString();
        String options = """
                "format":null,"timeZone":"UTC","pathEscape":"NONE","ageFrom":"ACCESS","hardLinks":"ONCE",
                "maxRejected":{"lines":-1,"percent":1.0},"workers":2""";
        String time = "\"scanTime\":\"2026-01-25T00:00:00Z\",\"scanTimeOrigin\":\"FILE_NAME\"";
        String asked;
        String request;
        if (version < SOURCES) {
            asked = "{\"path\":\"a.log\",\"filesystem\":\"asp\",\"workers\":2,\"dryRun\":null}";
            request = "{\"jobId\":\"%s\",\"source\":\"%s\",\"filesystem\":\"asp\",%s,%s,\"dryRun\":false}"
                    .formatted(id, source, time, options);
        } else {
            asked = "{\"source\":{\"path\":\"a.log\"},\"options\":{\"filesystem\":\"asp\",\"workers\":2}}";
            request =
                    "{\"jobId\":\"%s\",\"source\":{\"kind\":\"logs\",\"files\":[\"%s\"]},\"filesystem\":\"asp\",%s,\"options\":{%s}}"
                            .formatted(id, source, time, options);
        }
        sql("""
                INSERT INTO jobs (id, filesystem, state, attempt, interruptions, created_at, asked, request, started_at,
                  finished_at, generation, error, report, rejected)
                VALUES ('%s', 'asp', '%s', 1, %d, '2026-01-25T00:00:00Z', '%s', '%s', %s)""".formatted(id, state, interruptions, asked, request, String.join(", ", rest)));
    }

    private void checkJobs(GenerationStore generations) throws Exception {
        FakeImporter importer = new FakeImporter(false);
        try (JobService jobs = start(importer, generations)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> jobs.list(everything()).items().stream()
                            .allMatch(job -> job.state().isFinal()));
            assertThat(jobs.list(everything()).items())
                    .extracting(JobSnapshot::id, JobSnapshot::state, JobSnapshot::attempt, JobSnapshot::generation)
                    .containsExactly(
                            tuple("j6", JobState.Id.SUCCEEDED, 1, "g-j6"),
                            tuple("j5", JobState.Id.SUCCEEDED, 2, "g-j5"),
                            tuple("j4", JobState.Id.CANCELLED, 1, null),
                            tuple("j3", JobState.Id.FAILED, 1, null),
                            tuple("j2", JobState.Id.SUCCEEDED, 1, null),
                            tuple("j1", JobState.Id.SUCCEEDED, 1, "g1"));
            JobSnapshot first = jobs.find("j1").orElseThrow();
            assertThat(first.counters().rejectedLines()).isEqualTo(1);
            assertThat(first.phases())
                    .singleElement()
                    .satisfies(phase -> assertThat(phase.unit()).isEqualTo("bytes"));
            assertThat(first.warnings()).containsExactly("1 line was rejected");
            assertThat(jobs.rejected("j1")).singleElement().satisfies(line -> {
                assertThat(line.reason()).isEqualTo("has no head");
                assertThat(line.file()).isEqualTo(directory.resolve("a.log").toString());
            });
            assertThat(jobs.find("j3").orElseThrow().error()).isNotNull();
        }
        JobRecord job = new JobStore(control).find("j1").orElseThrow();
        assertThat(job.asked().source()).isEqualTo(JobSource.log("a.log"));
        assertThat(job.asked().options().workers()).isEqualTo(2);
        assertThat(job.request().source()).isEqualTo(new ImportSource.Logs(List.of(directory.resolve("a.log"))));
        assertThat(job.request().options().hardLinks()).hasToString("ONCE");
    }

    private static JobFilter everything() {
        return new JobFilter(Set.of(), null, null, 0);
    }

    private JobService start(FakeImporter importer, GenerationStore generations) {
        RequestResolver resolver = new RequestResolver(
                new SourceRoots(List.of(directory)),
                FakeImporter.uploads(directory.resolve("uploads")),
                new RequestResolver.Defaults(2, ZoneOffset.UTC),
                (name, scanTime) -> {},
                Clock.systemUTC());
        JobService jobs = new JobService(
                new JobStore(control),
                resolver,
                importer,
                request -> {
                    throw new AssertionError("nobody asks for a dry run");
                },
                FakeImporter.uploads(directory.resolve("uploads")),
                id -> publishedBy(generations, id),
                new JobSettings(1, 10, 100, Duration.ofSeconds(8)),
                Clock.systemUTC());
        jobs.start();
        return jobs;
    }

    private static Optional<Generation> publishedBy(GenerationStore generations, String job) {
        try {
            return generations.generationOfJob(job);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = control.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
