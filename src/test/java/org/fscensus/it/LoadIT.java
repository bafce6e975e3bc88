package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of clients ask for jobs and follow them while one imports, thousands of jobs are remembered and the queue is
 * full: everybody is answered and told the end, and when they have gone nothing of them has stayed. {@code
 * -Dload.answers=720000} goes on until as much is answered as 200 clients ask for in an hour, once a second each.
 */
class LoadIT {
    private static final long ANSWERS = Long.getLong("load.answers", 0);
    private static final int POLLERS = 200;
    private static final int FOLLOWERS = 200;
    /** Of the followers, those that never read what they are sent. */
    private static final int ASLEEP = 20;

    private static final int HISTORY = 10_000;
    private static final int QUEUE = 5;
    private static final int LEAST_ROUNDS = 2;

    /** What may come and go by itself: of a JVM's threads, of databases that are kept open. */
    private static final int FEW = 8;

    private static final double HEAP_MAY_GROW = 1.25;
    private static final double HEAP_MAY_GROW_BYTES = 16 << 20;

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private int round;
    private long answers;
    private long events;

    @Test
    @SuppressWarnings("SystemOut") // For whoever runs the long form.
    void crowdsAreServedWhileAnImportRunsAndLeaveNothingBehind() throws Exception {
        data = directory.resolve("data");
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        write(incoming.resolve("large.log"), 20_000, ANSWERS > 0 ? 2_000_000 : 150_000);
        write(incoming.resolve("small.log"), 10, 100);
        try (PackagedService service = start()) {
            rememberJobs(service);
            checkHistory(service);
            playRound(service);
            State first = State.of(service, data);
            do {
                playRound(service);
            } while (round < LEAST_ROUNDS || answers < ANSWERS);
            State last = State.of(service, data);
            System.out.println("load: " + round + " rounds, " + answers + " answers, " + events
                    + " events; after the first " + first + ", after the last " + last);
            assertThat(last.process().threads())
                    .isLessThanOrEqualTo(first.process().threads() + FEW);
            assertThat(last.process().descriptors())
                    .isLessThanOrEqualTo(first.process().descriptors() + FEW);
            assertThat(last.files()).isEqualTo(first.files());
            assertThat(last.heap()).isLessThan(first.heap() * HEAP_MAY_GROW + HEAP_MAY_GROW_BYTES);
            service.stop();
            assertThat(service.output()).doesNotContain(" ERROR ").doesNotContain("\tat ");
        }
    }

    /** What a service has, and what lies in its directories. */
    private record State(ProcessFigures process, double heap, List<String> files) {
        static State of(PackagedService service, Path data) throws Exception {
            // Threads that wait for nothing end after a second.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(service.metric("fscensus_event_streams", ""))
                            .isZero());
            double heap = service.heapInUse();
            Thread.sleep(Duration.ofSeconds(3).toMillis());
            List<String> files = new ArrayList<>();
            for (String part : List.of("generations", "scratch", "uploads")) {
                try (Stream<Path> all = Files.walk(data.resolve(part))) {
                    // Names of generations differ from round to round.
                    all.filter(Files::isRegularFile)
                            .forEach(file -> files.add(
                                    String.valueOf(data.relativize(file).getParent())));
                }
            }
            return new State(service.figures(), heap, files.stream().sorted().toList());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s, %.1f MiB of heap, %d files", process, heap / (1 << 20), files.size());
        }
    }

    private PackagedService start() throws IOException, InterruptedException {
        return PackagedService.start(
                data,
                "-Xmx512m",
                "-Dquarkus.thread-pool.keep-alive-time=1s",
                PackagedService.NO_WARM_UP,
                "-Dfscensus.generations.keep=1",
                "-Dfscensus.generations.keep-monthly=0",
                "-Dfscensus.jobs.queue=" + QUEUE,
                "-Dfscensus.jobs.keep=" + HISTORY);
    }

    private static void write(Path log, int directories, int files) throws IOException {
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(directories, files, 1)).writeTo(out);
        }
    }

    /** Makes many finished jobs of one. */
    private void rememberJobs(PackagedService service) throws Exception {
        JsonNode job = service.awaitEnd(service.submit(body("small.log", "small")));
        assertThat(job.path("state").asText()).isEqualTo("succeeded");
        try (Connection control = DriverManager.getConnection(
                        "jdbc:sqlite:" + data.resolve("control.db") + "?busy_timeout=10000");
                Statement statement = control.createStatement()) {
            statement.execute("""
                    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < %d)
                    INSERT INTO jobs (id, filesystem, state, attempt, interruptions, created_at, started_at, finished_at,
                      generation, asked, request, report, rejected)
                    SELECT printf('00%%024d', n), filesystem, state, attempt, interruptions, created_at, started_at,
                      finished_at, generation, asked, json_set(request, '$.jobId', printf('00%%024d', n)), report, rejected
                    FROM jobs, number""".formatted(HISTORY - 1));
        }
    }

    private static void checkHistory(PackagedService service) throws IOException, InterruptedException {
        int seen = 0;
        String next = "";
        do {
            JsonNode page = service.get("api/v1/jobs?limit=2000" + next);
            seen += page.path("items").size();
            next = page.path("next").isTextual()
                    ? "&cursor=" + page.path("next").asText()
                    : "";
        } while (!next.isEmpty());
        assertThat(seen).isEqualTo(HISTORY);
    }

    private void playRound(PackagedService service) throws Exception {
        round++;
        String job = service.submit(body("large.log", "large"));
        try (Crowd crowd = new Crowd(service.port())) {
            long pause = ANSWERS > 0 ? 1 : 500;
            crowd.poll(POLLERS / 2, "api/v1/jobs/" + job, pause);
            crowd.poll(POLLERS / 2, "api/v1/filesystems", pause);
            List<Crowd.Follower> ofJob = crowd.follow(FOLLOWERS - 2 * ASLEEP, "api/v1/jobs/" + job + "/events", true);
            List<Crowd.Follower> ofAll = crowd.follow(ASLEEP, "api/v1/events", true);
            List<Crowd.Follower> vanishing = crowd.follow(ASLEEP, "api/v1/jobs/" + job + "/events", true);
            List<Crowd.Follower> asleep = crowd.follow(ASLEEP, "api/v1/events", false);
            List<String> waiting = fillQueue(service);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> vanishing.stream().allMatch(one -> one.events() > 0));
            for (int i = 0; i < vanishing.size(); i++) {
                vanishing.get(i).vanish(i % 2 == 0);
            }
            JsonNode end = service.awaitEnd(job);
            assertThat(end.path("state").asText()).as("%s", end).isEqualTo("succeeded");
            checkToldTheEnd(ofJob, end);
            for (String id : waiting) {
                assertThat(service.awaitEnd(id).path("state").asText()).isEqualTo("succeeded");
            }
            String last = waiting.get(waiting.size() - 1);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ofAll.stream()
                            .allMatch(one ->
                                    one.data().contains(last) && one.data().contains("succeeded")));
            assertThat(crowd.failures()).isEmpty();
            answers += crowd.answers();
            events += Stream.of(ofJob, ofAll, vanishing)
                    .flatMap(List::stream)
                    .mapToLong(Crowd.Follower::events)
                    .sum();
            asleep.forEach(one -> one.vanish(true));
        }
    }

    private static void checkToldTheEnd(List<Crowd.Follower> followers, JsonNode end) throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> followers.stream().allMatch(Crowd.Follower::isEnded));
        for (Crowd.Follower follower : followers) {
            assertThat(follower.event()).isEqualTo("state");
            assertThat(new ObjectMapper().readTree(follower.data())).isEqualTo(end);
        }
    }

    /** Submits jobs until no more are taken. */
    private List<String> fillQueue(PackagedService service) throws IOException, InterruptedException {
        List<String> accepted = new ArrayList<>();
        while (true) {
            PackagedService.Answer answer = service.post(body("small.log", "small"));
            if (answer.status() == 429) {
                assertThat(Integer.parseInt(answer.retryAfter())).isBetween(1, 600);
                assertThat(answer.body().path("detail").asText()).contains("The queue is full");
                assertThat(accepted).isNotEmpty();
                return accepted;
            }
            assertThat(answer.status()).as("%s", answer).isEqualTo(202);
            accepted.add(answer.body().path("id").asText());
            assertThat(accepted).hasSizeLessThan(10 * QUEUE);
        }
    }

    private static String body(String log, String filesystem) {
        return """
                {"source": {"path": "%s"}, "filesystem": "%s", "scanTime": "2026-01-11"}""".formatted(log, filesystem);
    }
}
