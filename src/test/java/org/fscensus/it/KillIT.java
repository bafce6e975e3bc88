package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.pipeline.Phase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills the service while it imports, and looks at what the next start makes of it. */
class KillIT {
    private static final int DIRECTORIES = 60_000;
    private static final int FILES = 500_000;
    private static final String SMALL_SCAN = "2026-01-11T00:00:00Z";

    /** For imports that are still running when the service listens. */
    private static final String SLOW = "-Dfscensus.import.loader=jdbc";

    @TempDir
    static Path directory;

    private static Path data = Path.of("");
    private static int day;

    /** That the last kill was looked at with, and the next one is for; null after a failure. */
    private static @Nullable PackagedService kept;

    @BeforeAll
    static void makeLogs() throws IOException {
        data = directory.resolve("data");
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        write(incoming.resolve("small.log"), LogShape.of(100, 1000, 1));
        write(incoming.resolve("large.log"), LogShape.of(DIRECTORIES, FILES, 2));
    }

    @AfterAll
    static void stopTheLast() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** One to be killed, started unless the last kill has left one. */
    private static PackagedService next() throws IOException, InterruptedException {
        PackagedService service = kept;
        kept = null;
        return service != null ? service : PackagedService.start(data, PackagedService.NO_WARM_UP);
    }

    private static void write(Path log, LogShape shape) throws IOException {
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(shape).writeTo(out);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void killedInAnyPhaseTheJobEndsAfterTheRestartAndNothingIsLeftBehind(Phase phase) throws Exception {
        int attempts = killAndRestart((service, job) -> {
            try (Stream<JsonNode> events = service.events(job)) {
                assertThat(events.anyMatch(
                                event -> phase.id().equals(event.path("phase").asText())))
                        .as("the job reached %s", phase)
                        .isTrue();
            }
        });
        if (phase == Phase.SCAN || phase == Phase.WRITE) {
            // These last long enough for the kill to have come before the end.
            assertThat(attempts).isEqualTo(2);
        }
    }

    static IntStream moments() {
        return new Random(11).ints(Integer.getInteger("fscensus.kills", 4), 0, 2500);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void killedAtAnyMomentTheJobEndsAfterTheRestartAndNothingIsLeftBehind(int millis) throws Exception {
        killAndRestart((service, job) -> TimeUnit.MILLISECONDS.sleep(millis));
    }

    /** Returns when the service is to be killed. */
    private interface Moment {
        void await(PackagedService service, String job) throws Exception;
    }

    /** Returns how many attempts the job took. */
    private int killAndRestart(Moment moment) throws Exception {
        String large;
        try (PackagedService service = next()) {
            String small = service.submit(body("small.log", SMALL_SCAN));
            assertThat(service.awaitEnd(small).path("state").asText()).isEqualTo("succeeded");
            large = service.submit(body("large.log", "2026-02-%02dT00:00:00Z".formatted(++day)));
            moment.await(service, large);
            service.kill();
        }
        PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP);
        int attempts = 0;
        try {
            attempts = checkRecovered(service, large);
            return attempts;
        } finally {
            if (attempts == 0) {
                service.close();
            } else {
                kept = service;
            }
        }
    }

    /** Returns how many attempts the job took. */
    private static int checkRecovered(PackagedService service, String large) throws Exception {
        assertThat(scanTimes(service)).contains(SMALL_SCAN);
        JsonNode job = service.awaitEnd(large);
        assertThat(job.path("state").asText()).as("%s", job).isEqualTo("succeeded");
        assertThat(job.path("attempt").asInt()).isBetween(1, 2);
        JsonNode newest = service.get("api/v1/filesystems/fs");
        assertThat(newest.path("generations").get(0).path("files").asLong()).isEqualTo(FILES);
        assertThat(newest.path("generations").get(0).path("directories").asLong())
                .isEqualTo(DIRECTORIES);
        assertThat(databases(service)).containsExactlyInAnyOrderElementsOf(filesBelow(data.resolve("generations")));
        assertThat(filesBelow(data.resolve("scratch"))).isEmpty();
        return job.path("attempt").asInt();
    }

    @Test
    void aJobCutShortThreeTimesFailsAndTheServiceGoesOn() throws Exception {
        stopTheLast();
        String job = "";
        for (int attempt = 1; attempt <= 3; attempt++) {
            try (PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP, SLOW)) {
                if (attempt == 1) {
                    job = service.submit(body("large.log", "2026-03-01T00:00:00Z"));
                }
                try (Stream<JsonNode> events = service.events(job)) {
                    // Whatever phase it is in: it began before the service listened.
                    assertThat(events.anyMatch(event ->
                                    "running".equals(event.path("state").asText())))
                            .isTrue();
                }
                service.kill();
            }
        }
        try (PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP)) {
            JsonNode failed = service.awaitEnd(job);
            assertThat(failed.path("state").asText()).isEqualTo("failed");
            assertThat(failed.path("attempt").asInt()).isEqualTo(3);
            String next = service.submit(body("small.log", SMALL_SCAN));
            assertThat(service.awaitEnd(next).path("state").asText()).isEqualTo("succeeded");
            assertThat(filesBelow(data.resolve("scratch"))).isEmpty();
        }
    }

    private static String body(String log, String scanTime) {
        return """
                {"source": {"path": "%s"}, "filesystem": "fs", "scanTime": "%s"}""".formatted(data.resolve("incoming").resolve(log), scanTime);
    }

    private static List<String> scanTimes(PackagedService service) throws IOException, InterruptedException {
        return generations(service, "scanTime");
    }

    private static List<String> databases(PackagedService service) throws IOException, InterruptedException {
        return generations(service, "database");
    }

    private static List<String> generations(PackagedService service, String field)
            throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        service.get("api/v1/filesystems/fs")
                .path("generations")
                .forEach(generation -> values.add(generation.path(field).asText()));
        return values;
    }

    private static List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }
    }
}
