package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends the service as a system does that shuts down, in the midst of an import. */
class StopIT {
    private static final int FILES = 1_500_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @Test
    void readinessTurnsFirstThenTheJobIsParkedAndGoesOnWithTheNextStart() throws Exception {
        Path data = directory.resolve("data");
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        try (OutputStream out = Files.newOutputStream(incoming.resolve("large.log"))) {
            new LogGenerator(LogShape.of(100_000, FILES, 1)).writeTo(out);
        }
        String job;
        try (PackagedService service =
                PackagedService.start(data, PackagedService.BOTH_COMPILERS, "-Dfscensus.shutdown.delay=2s")) {
            job = service.submit(
                    "{\"source\": {\"path\": \"large.log\"}, \"filesystem\": \"fs\", \"scanTime\": \"2026-01-11\"}");
            CompletableFuture<Void> followed;
            try (Stream<JsonNode> events = service.events(job)) {
                followed = CompletableFuture.runAsync(() -> events.forEach(event -> {}));
                await().until(() -> "running".equals(state(service, job)));
                CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop(service));
                await().atMost(Duration.ofSeconds(2)).until(() -> service.status("q/health/ready") == 503);
                assertThat(service.status("api/v1/filesystems"))
                        .as("answered while it is not ready any more")
                        .isEqualTo(200);
                assertThat(stop).succeedsWithin(Duration.ofSeconds(20));
                await().until(followed::isDone);
            }
            assertThat(service.output()).contains("waits: ").contains("runs, attempt 1: ");
        }
        try (Stream<Path> scratch = Files.list(data.resolve("scratch"))) {
            assertThat(scratch).isEmpty();
        }
        try (PackagedService service = PackagedService.start(
                data, PackagedService.BOTH_COMPILERS, "-Dquarkus.log.console.json.enabled=true")) {
            JsonNode ended = service.awaitEnd(job);
            assertThat(ended.path("state").asText()).isEqualTo("succeeded");
            assertThat(ended.path("attempt").asInt()).isEqualTo(2);
            assertThat(ended.path("counters").path("files").asLong()).isEqualTo(FILES);
            await().untilAsserted(() -> assertThat(service.output().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("\"mdc\":{\"job\":\"" + job + "\",\"filesystem\":\"fs\"}")
                            .contains("succeeded: generation ")));
        }
    }

    private static String state(PackagedService service, String job) throws IOException, InterruptedException {
        return service.get("api/v1/jobs/" + job).path("state").asText();
    }

    private static void stop(PackagedService service) {
        try {
            service.stop();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
