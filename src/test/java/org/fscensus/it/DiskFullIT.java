package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the data directory fills up while the service runs, the control database's too: questions are answered all
 * the same, whatever is asked for is refused or fails and says why, and goes well again when there is space.
 */
class DiskFullIT {
    private static final long DISK = 64L << 20;
    private static final int[] FREE_KIB = {0, 16, 64, 256, 1024, 2048, 4096};

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Path log = Path.of("");

    @Test
    void theServiceAnswersAndEndsEveryJobTruthfullyAndGoesOnWhenThereIsSpace() throws Exception {
        log = Files.createDirectories(directory.resolve("incoming")).resolve("scan.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(10_000, 60_000, 1)).writeTo(out);
        }
        data = directory.resolve("data");
        try (TinyDisk disk = TinyDisk.mount(data, DISK)) {
            List<String> jobs = new ArrayList<>();
            try (PackagedService service = start()) {
                JsonNode first = service.awaitEnd(service.submit(body("2026-01-11T00:00:00Z")));
                assertThat(first.path("state").asText()).isEqualTo("succeeded");
                for (int kib : FREE_KIB) {
                    fill(disk, service, kib, jobs);
                }
                JsonNode last = service.awaitEnd(service.submit(body("2026-03-01T00:00:00Z")));
                assertThat(last.path("state").asText()).as("%s", last).isEqualTo("succeeded");
            }
            // Of what the disk had no room for at first, all is there.
            try (PackagedService service = start()) {
                for (String job : jobs) {
                    assertThat(service.get("api/v1/jobs/" + job).path("state").asText())
                            .isIn("failed", "succeeded");
                }
                checkNoDebris(service);
            }
        }
    }

    private PackagedService start() throws IOException, InterruptedException {
        return PackagedService.start(
                data,
                PackagedService.NO_WARM_UP,
                "-Dfscensus.import.roots=" + log.getParent(),
                "-Dfscensus.uploads.keep-free=0");
    }

    private void fill(TinyDisk disk, PackagedService service, int kib, List<String> jobs) throws Exception {
        JsonNode before = service.get("api/v1/filesystems/fs");
        disk.leave(kib * 1024L);

        PackagedService.Answer upload = service.put("api/v1/uploads/scan.log?filesystem=up", log);
        assertThat(upload.status()).as("%s", upload).isIn(202, 503, 507);
        if (upload.status() == 202) {
            String id = upload.body().path("id").asText();
            service.awaitEnd(id);
            jobs.add(id);
        } else {
            assertThat(upload.body().path("detail").asText()).isNotEmpty();
        }
        PackagedService.Answer answer = service.post(body("2026-02-01T00:00:00Z"));
        assertThat(answer.status()).as("%s", answer).isIn(202, 503);
        String state = "refused";
        if (answer.status() == 202) {
            String id = answer.body().path("id").asText();
            JsonNode job = service.awaitEnd(id);
            state = job.path("state").asText();
            jobs.add(id);
            if (!state.equals("succeeded")) {
                assertThat(state).isEqualTo("failed");
                assertThat(job.path("error").toString()).matches("(?is).*(disk|space).*");
            }
        }
        // Whatever became of the import, and while the disk is still full.
        assertThat(service.status("q/health/ready")).isEqualTo(200);
        assertThat(service.get("api/v1/filesystems/fs/usage?groupBy=owner")
                        .path("rows")
                        .isEmpty())
                .isFalse();
        if (!state.equals("succeeded")) {
            assertThat(service.get("api/v1/filesystems/fs")).isEqualTo(before);
        }
        disk.release();
        checkNoDebris(service);
    }

    private void checkNoDebris(PackagedService service) throws IOException, InterruptedException {
        List<String> served = new ArrayList<>();
        service.get("api/v1/filesystems").path("items").forEach(one -> {
            try {
                service.get("api/v1/filesystems/" + one.path("name").asText())
                        .path("generations")
                        .forEach(generation ->
                                served.add(generation.path("database").asText()));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(filesBelow(data.resolve("generations"))).containsExactlyInAnyOrderElementsOf(served);
        assertThat(filesBelow(data.resolve("scratch"))).isEmpty();
    }

    private String body(String scanTime) {
        return """
                {"source": {"path": "%s"}, "filesystem": "fs", "scanTime": "%s"}""".formatted(log, scanTime);
    }

    private List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }
    }
}
