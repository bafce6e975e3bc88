package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobServiceTest {
    private static final JobSettings SETTINGS = settings(2, 3, 100);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private DataSource control;

    private final FakeImporter importer = new FakeImporter(true);
    private final Map<String, Generation> published = new HashMap<>();
    private final List<JobService> services = new ArrayList<>();

    @BeforeEach
    void layOut() throws IOException {
        control = ControlDatabase.in(directory);
        for (String name : List.of("asp", "cgd", "eol", "gdex", "hao")) {
            Files.writeString(log(name), "a line\n");
        }
    }

    @AfterEach
    void stop() {
        services.forEach(JobService::close);
    }

    @Test
    void aJobRunsThroughAndIsKeptWithAllThatItTold() throws Exception {
        JobService jobs = start(SETTINGS);
        JobSnapshot accepted = submit(jobs, "asp");
        assertThat(accepted.state()).isEqualTo(JobState.Id.QUEUED);
        assertThat(accepted.phases()).hasSize(6);

        JobSnapshot running = awaitState(jobs, accepted.id(), JobState.Id.RUNNING);
        await().until(() -> importer.started().contains(accepted.id()));
        running = jobs.find(running.id()).orElseThrow();
        assertThat(running.phases().get(0).done()).isEqualTo(500);
        assertThat(jobs.rejected(running.id())).isEqualTo(FakeImporter.REJECTED);
        importer.finish(running.id());

        JobSnapshot done = awaitState(jobs, running.id(), JobState.Id.SUCCEEDED);
        assertThat(done.format()).isEqualTo("gpfs");
        assertThat(done.generation()).isEqualTo("g-" + done.id());
        assertThat(done.warnings()).containsExactly("1 line was rejected");
        assertThat(done.counters().files()).isEqualTo(7);
        assertThat(done.startedAt()).isNotNull();
        assertThat(done.finishedAt()).isNotNull();
        assertThat(done.phases().get(1).state()).isEqualTo(PhaseSnapshot.State.DONE);
        // All of it again, from disk.
        JobService later = start(SETTINGS);
        assertThat(later.find(done.id())).contains(done);
        assertThat(later.rejected(done.id())).isEqualTo(FakeImporter.REJECTED);
    }

    @Test
    void aFilesystemHasOneJobAtATimeAndLetsOthersPass() throws Exception {
        JobService jobs = start(SETTINGS);
        String first = submit(jobs, "asp").id();
        String second = jobs.submit(JobRequest.of(log("asp").toString()).withFilesystem("ASP"), null)
                .id();
        String other = submit(jobs, "cgd").id();

        await().until(() -> importer.started().size() == 2);
        assertThat(importer.started()).containsExactlyInAnyOrder(first, other);
        importer.finish(other);
        awaitState(jobs, other, JobState.Id.SUCCEEDED);
        assertThat(state(jobs, second)).isEqualTo(JobState.Id.QUEUED);
        importer.finish(first);

        awaitState(jobs, second, JobState.Id.RUNNING);
    }

    @Test
    void atMostSoManyRunAndWait() throws Exception {
        JobService jobs = start(settings(1, 2, 100));
        String running = submit(jobs, "asp").id();
        submit(jobs, "cgd");
        String last = submit(jobs, "eol").id();

        assertThatExceptionOfType(QueueFullException.class)
                .isThrownBy(() -> submit(jobs, "gdex"))
                .withMessageContaining("fscensus.jobs.queue");
        assertThat(list(jobs).items()).hasSize(3);

        jobs.cancel(last);
        submit(jobs, "gdex");
        assertThat(importer.started().stream().filter(id -> !id.equals(running)))
                .isEmpty();
    }

    @Test
    void aQueuedJobThatIsCancelledNeverStarts() throws Exception {
        JobService jobs = start(settings(1, 5, 100));
        String running = submit(jobs, "asp").id();
        String queued = submit(jobs, "cgd").id();

        assertThat(jobs.cancel(queued).state()).isEqualTo(JobState.Id.CANCELLED);

        importer.finish(running);
        awaitState(jobs, running, JobState.Id.SUCCEEDED);
        String next = submit(jobs, "eol").id();
        await().until(() -> importer.started().contains(next));
        assertThat(importer.started()).doesNotContain(queued);
    }

    @Test
    void aRunningJobThatIsCancelledStopsAndCannotBeCancelledAgain() throws Exception {
        JobService jobs = start(SETTINGS);
        String id = submit(jobs, "asp").id();
        await().until(() -> importer.started().contains(id));

        jobs.cancel(id);

        JobSnapshot cancelled = awaitState(jobs, id, JobState.Id.CANCELLED);
        assertThat(cancelled.generation()).isNull();
        assertThat(cancelled.phases().get(0).state()).isEqualTo(PhaseSnapshot.State.CANCELLED);
        assertThatExceptionOfType(JobFinishedException.class).isThrownBy(() -> jobs.cancel(id));
        assertThatExceptionOfType(NoSuchJobException.class).isThrownBy(() -> jobs.cancel("nothing"));
    }

    @Test
    void failuresAreToldAndTheWorkerGoesOn() throws Exception {
        JobService jobs = start(settings(1, 5, 100));
        String refused = submit(jobs, "asp").id();
        String outOfMemory = submit(jobs, "cgd").id();
        String defect = submit(jobs, "eol").id();
        importer.fail(refused, new ImportFailedException("no line could be read", "give another format"));
        importer.fail(outOfMemory, new OutOfMemoryError("Java heap space"));
        importer.fail(defect, new StackOverflowError("deep"));

        assertThat(awaitState(jobs, refused, JobState.Id.FAILED).error())
                .isEqualTo(new JobError("no line could be read", "give another format"));
        JobError memory = error(awaitState(jobs, outOfMemory, JobState.Id.FAILED));
        assertThat(memory.message()).contains("out of memory", "Java heap space");
        assertThat(memory.hint()).contains("-Xmx");
        JobSnapshot unexpected = awaitState(jobs, defect, JobState.Id.FAILED);
        assertThat(error(unexpected).message()).contains("StackOverflowError");
        assertThat(unexpected.phases().get(0).state()).isEqualTo(PhaseSnapshot.State.FAILED);
        String next = submit(jobs, "gdex").id();
        importer.finish(next);
        awaitState(jobs, next, JobState.Id.SUCCEEDED);
        assertThat(jobs.isWorking()).isTrue();
    }

    @Test
    void aKeyThatComesAgainReturnsTheEarlierJobEvenAfterARestart() throws Exception {
        JobService jobs = start(SETTINGS);
        JobRequest asked = JobRequest.of(log("asp").toString());
        String id = jobs.submit(asked, "key-1").id();

        assertThat(jobs.submit(asked, "key-1").id()).isEqualTo(id);
        assertThat(jobs.submit(asked, "key-2").id()).isNotEqualTo(id);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> jobs.submit(JobRequest.of(log("cgd").toString()), "key-1"))
                .satisfies(refusal ->
                        assertThat(refusal.reason()).isEqualTo(InvalidRequestException.Reason.UNPROCESSABLE));
        importer.finish(id);
        awaitState(jobs, id, JobState.Id.SUCCEEDED);
        Files.delete(log("asp"));

        assertThat(start(SETTINGS).submit(asked, "key-1").id()).isEqualTo(id);
    }

    @Test
    void onlySoManyFinishedJobsAreKept() throws Exception {
        importer.holdJobs(false);
        JobService jobs = start(settings(1, 10, 2));
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            String id = submit(jobs, "asp").id();
            awaitState(jobs, id, JobState.Id.SUCCEEDED);
            ids.add(id);
        }

        await().untilAsserted(() ->
                assertThat(list(jobs).items()).extracting(JobSnapshot::id).containsExactly(ids.get(3), ids.get(2)));
    }

    @Test
    void listsAreFilteredAndPaged() throws Exception {
        JobService jobs = start(settings(1, 10, 100));
        String asp = submit(jobs, "asp").id();
        String cgd = submit(jobs, "cgd").id();
        String eol = submit(jobs, "eol").id();
        awaitState(jobs, asp, JobState.Id.RUNNING);

        assertThat(jobs.list(new JobFilter(EnumSet.of(JobState.Id.QUEUED), null, null, 0))
                        .items())
                .extracting(JobSnapshot::id)
                .containsExactly(eol, cgd);
        assertThat(jobs.list(new JobFilter(Set.of(), "CGD", null, 0)).items())
                .extracting(JobSnapshot::id)
                .containsExactly(cgd);
        JobPage first = jobs.list(new JobFilter(Set.of(), null, null, 2));
        assertThat(first.items()).extracting(JobSnapshot::id).containsExactly(eol, cgd);
        JobPage second = jobs.list(new JobFilter(Set.of(), null, first.next(), 2));
        assertThat(second.items()).extracting(JobSnapshot::id).containsExactly(asp);
        assertThat(second.next()).isNull();
    }

    @Test
    void theLatestEndsAreKnownByFileSystemAndState() throws Exception {
        importer.holdJobs(false);
        JobService jobs = start(settings(1, 10, 100));
        List<String> asp = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            asp.add(submit(jobs, "asp").id());
            awaitState(jobs, asp.get(number), JobState.Id.SUCCEEDED);
        }
        importer.holdJobs(true);
        String cgd = submit(jobs, "cgd").id();
        awaitState(jobs, cgd, JobState.Id.RUNNING);
        String cancelled = jobs.submit(JobRequest.of(log("asp").toString()).withFilesystem("ASP"), null)
                .id();
        jobs.cancel(cancelled);

        assertThat(start(SETTINGS).latest()).extracting(JobSnapshot::id).containsExactly(asp.get(1), cancelled);
    }

    @Test
    void jobsOfAProcessThatWasKilledStartAgainAndFailAfterTheThirdTime() throws Exception {
        String id = submit(start(settings(1, 5, 100)), "asp").id();
        String queued = submit(services.get(0), "cgd").id();
        for (int attempt = 1; attempt <= 3; attempt++) {
            JobService jobs = services.get(services.size() - 1);
            assertThat(awaitState(jobs, id, JobState.Id.RUNNING).attempt()).isEqualTo(attempt);
            // The process is abandoned as it stands: nothing of it writes any more once the next one has begun.
            start(settings(1, 5, 100));
        }

        JobService last = services.get(services.size() - 1);
        JobSnapshot failed = last.find(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(JobState.Id.FAILED);
        assertThat(error(failed).message()).contains("3 times");
        assertThat(awaitState(last, queued, JobState.Id.RUNNING).attempt()).isEqualTo(1);
    }

    @Test
    void anOrderlyStopGivesJobsBackWithoutCountingAgainstThem() throws Exception {
        String id = submit(start(SETTINGS), "asp").id();
        for (int attempt = 1; attempt <= 5; attempt++) {
            JobService jobs = services.get(services.size() - 1);
            assertThat(awaitState(jobs, id, JobState.Id.RUNNING).attempt()).isEqualTo(attempt);
            jobs.close();
            start(SETTINGS);
        }

        JobService last = services.get(services.size() - 1);
        importer.finish(id);
        assertThat(awaitState(last, id, JobState.Id.SUCCEEDED).attempt()).isEqualTo(6);
    }

    @Test
    void aJobThatHadPublishedWhenItsProcessWasKilledHasSucceeded() throws Exception {
        JobService killed = start(SETTINGS);
        String id = submit(killed, "asp").id();
        awaitState(killed, id, JobState.Id.RUNNING);
        published.put(id, FakeImporter.generation(killedRequest(id)));

        List<JobSnapshot> told = new ArrayList<>();
        JobService next = start(SETTINGS, event -> {
            if (event.isFinal()) {
                told.add(Objects.requireNonNull(event.job()));
            }
        });
        JobSnapshot recovered = next.find(id).orElseThrow();

        assertThat(told).containsExactly(recovered);
        assertThat(recovered.state()).isEqualTo(JobState.Id.SUCCEEDED);
        assertThat(recovered.generation()).isEqualTo("g-" + id);
        assertThat(recovered.counters().files()).isEqualTo(7);
        assertThat(recovered.warnings()).singleElement().asString().contains("lost");
    }

    @Test
    void aCancellationThatWasAcceptedHoldsAfterAKill() throws Exception {
        JobService killed = start(SETTINGS);
        String id = submit(killed, "asp").id();
        awaitState(killed, id, JobState.Id.RUNNING);
        new JobStore(control).requestCancel(id);

        assertThat(state(start(SETTINGS), id)).isEqualTo(JobState.Id.CANCELLED);
    }

    @Test
    void aCancellationThatCameDuringAnOrderlyStopHoldsToo() throws Exception {
        JobService stopped = start(SETTINGS);
        String id = submit(stopped, "asp").id();
        awaitState(stopped, id, JobState.Id.RUNNING);
        stopped.close();
        new JobStore(control).requestCancel(id);
        assertThat(new JobStore(control).find(id).orElseThrow().state()).isInstanceOf(JobState.Queued.class);

        JobSnapshot cancelled = start(SETTINGS).find(id).orElseThrow();

        assertThat(cancelled.state()).isEqualTo(JobState.Id.CANCELLED);
        assertThat(cancelled.finishedAt()).isNotNull();
    }

    @Test
    void aRecoveredJobWhoseSourceIsGoneFails() throws Exception {
        JobService killed = start(settings(1, 5, 100));
        submit(killed, "asp");
        String id = submit(killed, "cgd").id();
        Files.delete(log("asp"));
        Files.delete(log("cgd"));

        JobSnapshot failed = awaitState(start(SETTINGS), id, JobState.Id.FAILED);

        assertThat(error(failed).message()).contains("there is no file", "cgd");
    }

    @Test
    void whatIsKnownOfAFinishedJobIsShownWhileTheControlDatabaseRefusesIt() throws Exception {
        JobService jobs = start(SETTINGS);
        String id = submit(jobs, "asp").id();
        await().until(() -> importer.started().contains(id));
        try (var connection = control.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'disk full'); END");
            importer.finish(id);
            awaitState(jobs, id, JobState.Id.SUCCEEDED);
            statement.execute("DROP TRIGGER full");
        }

        await().until(() -> new JobStore(control).find(id).orElseThrow().state() instanceof JobState.Succeeded);
    }

    private static JobSettings settings(int concurrent, int queue, int keep) {
        return new JobSettings(concurrent, queue, keep, Duration.ofSeconds(8));
    }

    private JobService start(JobSettings settings) {
        return start(settings, event -> {});
    }

    private JobService start(JobSettings settings, Consumer<JobEvent> listener) {
        RequestResolver resolver = new RequestResolver(
                new SourceRoots(List.of(directory)),
                FakeImporter.uploads(directory),
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
                FakeImporter.uploads(directory),
                id -> Optional.ofNullable(published.get(id)),
                settings,
                Clock.systemUTC());
        services.add(jobs);
        jobs.onEvent(listener);
        jobs.start();
        return jobs;
    }

    private JobSnapshot submit(JobService jobs, String filesystem) throws InvalidRequestException, QueueFullException {
        return jobs.submit(JobRequest.of(log(filesystem).toString()), null);
    }

    private org.fscensus.pipeline.ImportRequest killedRequest(String id) {
        return new JobStore(control).find(id).orElseThrow().request();
    }

    private Path log(String filesystem) {
        return directory.resolve("20260125_csfs1_" + filesystem + ".list");
    }

    private static JobPage list(JobService jobs) {
        return jobs.list(new JobFilter(Set.of(), null, null, 0));
    }

    private static JobError error(JobSnapshot failed) {
        return Objects.requireNonNull(failed.error());
    }

    private static JobState.Id state(JobService jobs, String id) {
        return jobs.find(id).orElseThrow().state();
    }

    private static JobSnapshot awaitState(JobService jobs, String id, JobState.Id state) {
        await().untilAsserted(() -> assertThat(state(jobs, id)).isEqualTo(state));
        return jobs.find(id).orElseThrow();
    }
}
