package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose import, clock or followers do what nobody expects. */
class JobFaultsTest {
    @TempDir
    private Path directory;

    private final FakeImporter importer = new FakeImporter(true);
    private final Map<String, Generation> published = new HashMap<>();
    private final List<JobService> services = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-02-01T12:00:00Z"));
    private final InstantSource source = () -> Objects.requireNonNull(now.get());
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private DataSource control;
    private Path log;

    @BeforeEach
    void layOut() throws IOException {
        control = ControlDatabase.in(directory);
        log = Files.writeString(directory.resolve("20260125_csfs1_asp.list"), "a line\n");
    }

    @AfterEach
    void stop() {
        services.forEach(JobService::close);
    }

    private JobService start() {
        JobService jobs = new JobService(
                new JobStore(control),
                new RequestResolver(
                        new SourceRoots(List.of(directory)),
                        uploads(),
                        new RequestResolver.Defaults(2, ZoneOffset.UTC),
                        (name, scanTime) -> {},
                        clock),
                importer,
                request -> {
                    throw new AssertionError("no dry run is asked for");
                },
                uploads(),
                id -> Optional.ofNullable(published.get(id)),
                new JobSettings(1, 10, 100, Duration.ofSeconds(8)),
                clock);
        services.add(jobs);
        jobs.start();
        return jobs;
    }

    private Uploads uploads() {
        return new Uploads(directory.resolve("uploads"), new Uploads.Limits(0, 0, 0));
    }

    private String submit(JobService jobs) throws Exception {
        return jobs.submit(JobRequest.of(log.toString()), null).id();
    }

    private JobSnapshot awaitEnd(JobService jobs, String id) {
        await().until(() -> jobs.find(id).orElseThrow().state().isFinal());
        return jobs.find(id).orElseThrow();
    }

    /** It was called failed, although its scan was served. */
    @Test
    void anErrorThatComesAfterThePublicationDoesNotMakeAJobFail() throws Exception {
        JobService jobs = start();
        String id = submit(jobs);
        await().until(() -> importer.started().contains(id));
        Generation generation = FakeImporter.generation(
                new JobStore(control).find(id).orElseThrow().request());
        published.put(id, generation);
        importer.fail(id, new OutOfMemoryError("Java heap space"));

        JobSnapshot done = awaitEnd(jobs, id);

        assertThat(done.state()).isEqualTo(JobState.Id.SUCCEEDED);
        assertThat(done.generation()).isEqualTo(generation.id());
        assertThat(done.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, 86_400})
    void aJobDuringWhichTheClockJumpsEndsAndSoDoesTheNext(long seconds) throws Exception {
        JobService jobs = start();
        String id = submit(jobs);
        await().until(() -> importer.started().contains(id));
        now.updateAndGet(time -> time.plusSeconds(seconds));
        importer.finish(id);

        JobSnapshot done = awaitEnd(jobs, id);
        assertThat(done.state()).isEqualTo(JobState.Id.SUCCEEDED);
        assertThat(done.phases())
                .allSatisfy(phase -> assertThat(phase.seconds()).isBetween(0.0, 3600.0));
        String next = submit(jobs);
        importer.finish(next);
        assertThat(awaitEnd(jobs, next).state()).isEqualTo(JobState.Id.SUCCEEDED);
        assertThat(jobs.isWorking()).isTrue();
    }

    /** The new job sorted behind the old one, and was the first to be forgotten. */
    @Test
    void theNewestJobIsListedFirstThoughTheClockWasSetBackOverARestart() throws Exception {
        importer.holdJobs(false);
        JobService before = start();
        String first = submit(before);
        awaitEnd(before, first);
        before.close();
        now.updateAndGet(time -> time.minus(Duration.ofHours(1)));

        JobService after = start();
        String second = submit(after);
        awaitEnd(after, second);

        assertThat(after.list(new JobFilter(Set.of(), null, null, 0)).items())
                .extracting(JobSnapshot::id)
                .containsExactly(second, first);
    }
}
