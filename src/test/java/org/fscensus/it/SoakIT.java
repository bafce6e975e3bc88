package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.pipeline.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service with {@code kill -9}, round after round, at a random moment of a phase of an import, and looks each
 * time at what the next start makes of it. docs/RELIABILITY.md has the command for the long form.
 */
class SoakIT {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 3);
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
    private static final int DIRECTORIES = 30_000;
    private static final int FILES = 200_000;
    private static final double MILLIS = 1000;

    /** Its figures are asked for again and again. */
    private static final String OLD_SCAN = "2026-01-11T00:00:00Z";

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Path log = Path.of("");
    private final Random random = new Random(SEED);

    /** How long each phase took when nobody disturbed it. */
    private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);

    /** What came of the rounds, for whoever runs the long form. */
    private final Map<String, Integer> outcomes = new java.util.TreeMap<>();

    @Test
    @SuppressWarnings("SystemOut") // The seed is what repeats a failure.
    void whateverIsKilledTheOldScanIsServedTheJobEndsAndNothingIsLeft() throws Exception {
        System.out.println("soak: " + ROUNDS + " rounds, repeated by -Dsoak.seed=" + SEED);
        data = directory.resolve("data");
        log = Files.createDirectories(data.resolve("incoming")).resolve("large.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(DIRECTORIES, FILES, 2)).writeTo(out);
        }
        JsonNode old = importUndisturbed();
        String pending = "";
        for (int round = 0; round <= ROUNDS; round++) {
            try (PackagedService service = start()) {
                if (round > 0) {
                    checkRecovered(service, pending, old);
                }
                if (round < ROUNDS) {
                    Phase phase = List.of(Phase.values()).get(round % Phase.values().length);
                    pending = service.submit(body(LocalDate.of(2026, 2, 1).plusDays(round) + "T00:00:00Z"));
                    awaitMoment(service, pending, phase);
                    service.kill();
                }
            }
        }
        System.out.println("soak: done, " + outcomes);
    }

    private PackagedService start() throws IOException, InterruptedException {
        // The scratch directory is looked into, and all scans are kept but the oldest ones.
        return PackagedService.start(data, PackagedService.NO_WARM_UP, "-Dfscensus.generations.keep=" + (ROUNDS + 2));
    }

    /** Returns what the old scan answers. */
    private JsonNode importUndisturbed() throws IOException, InterruptedException {
        try (PackagedService service = start()) {
            JsonNode job = service.awaitEnd(service.submit(body(OLD_SCAN)));
            assertThat(job.path("state").asText()).isEqualTo("succeeded");
            for (Phase phase : Phase.values()) {
                seconds.put(
                        phase,
                        job.path("phases")
                                .get(List.of(Phase.values()).indexOf(phase))
                                .path("seconds")
                                .asDouble());
            }
            return answer(service, job.path("generation").asText());
        }
    }

    private static JsonNode answer(PackagedService service, String generation)
            throws IOException, InterruptedException {
        return service.get("api/v1/filesystems/fs/usage?groupBy=owner,age&generation=" + generation);
    }

    /** Follows the job until that phase, and some of the time that the phase takes. */
    private void awaitMoment(PackagedService service, String job, Phase phase) throws Exception {
        try (Stream<JsonNode> events = service.events(job)) {
            assertThat(events.anyMatch(
                            event -> phase.id().equals(event.path("phase").asText())))
                    .as("the job reached %s", phase)
                    .isTrue();
        }
        double millis = MILLIS * seconds.getOrDefault(phase, 0.0) * random.nextDouble();
        TimeUnit.MICROSECONDS.sleep((long) (MILLIS * millis));
    }

    private void checkRecovered(PackagedService service, String id, JsonNode old) throws Exception {
        JsonNode atOnce = service.get("api/v1/jobs/" + id);
        assertThat(atOnce.path("state").asText()).as("%s", atOnce).isIn("queued", "running", "succeeded");
        JsonNode before = generation(service, OLD_SCAN);
        assertThat(answer(service, before.path("id").asText())).isEqualTo(old);

        JsonNode job = service.awaitEnd(id);
        assertThat(job.path("state").asText()).as("%s", job).isEqualTo("succeeded");
        int attempt = job.path("attempt").asInt();
        assertThat(attempt).isBetween(1, 2);
        String phases = job.path("phases").isEmpty() ? "killed after the publication" : "attempt " + attempt;
        outcomes.merge(phases, 1, Integer::sum);
        JsonNode made = generation(service, job.path("scanTime").asText());
        assertThat(made.path("id").asText()).isEqualTo(job.path("generation").asText());
        assertThat(made.path("files").asLong()).isEqualTo(FILES);
        assertThat(made.path("directories").asLong()).isEqualTo(DIRECTORIES);
        assertThat(answer(service, before.path("id").asText())).isEqualTo(old);
        checkNoDebris(service);
    }

    private void checkNoDebris(PackagedService service) throws IOException, InterruptedException {
        List<String> served = new ArrayList<>();
        generations(service).forEach(one -> served.add(one.path("database").asText()));
        assertThat(filesBelow(data.resolve("generations"))).containsExactlyInAnyOrderElementsOf(served);
        assertThat(filesBelow(data.resolve("scratch"))).isEmpty();
        assertThat(filesBelow(data.resolve("uploads"))).isEmpty();
    }

    private static JsonNode generations(PackagedService service) throws IOException, InterruptedException {
        return service.get("api/v1/filesystems/fs").path("generations");
    }

    private static JsonNode generation(PackagedService service, String scanTime)
            throws IOException, InterruptedException {
        TreeSet<String> seen = new TreeSet<>();
        for (JsonNode one : generations(service)) {
            if (one.path("scanTime").asText().equals(scanTime)) {
                return one;
            }
            seen.add(one.path("scanTime").asText());
        }
        throw new AssertionError("no generation of " + scanTime + " among " + seen);
    }

    private String body(String scanTime) {
        return """
                {"source": {"path": "%s"}, "filesystem": "fs", "scanTime": "%s"}""".formatted(log, scanTime);
    }

    private List<String> filesBelow(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }
    }
}
