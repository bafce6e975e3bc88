package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the service over a control database that the disk has damaged, and follows its advice. */
class ControlDatabaseIT {
    private static final String FILESYSTEM = "api/v1/filesystems/fs";
    private static final String BODY =
            "{\"source\": {\"path\": \"small.log\"}, \"filesystem\": \"fs\", \"scanTime\": \"2026-01-%02d\"}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private Path data = Path.of("");
    private String figures = "";

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
    }

    private void importSomething() throws Exception {
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        try (OutputStream out = Files.newOutputStream(incoming.resolve("small.log"))) {
            new LogGenerator(LogShape.of(100, 1000, 1)).writeTo(out);
        }
        try (PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP)) {
            String job = service.submit(BODY.formatted(11));
            assertThat(service.awaitEnd(job).path("state").asText()).isEqualTo("succeeded");
            figures = directories(service);
            service.stop();
        }
    }

    private static String directories(PackagedService service) throws IOException, InterruptedException {
        return service.get(FILESYSTEM + "/directories?limit=0&sort=path")
                .path("items")
                .toString();
    }

    @Test
    void itIsNotWrittenOnAndOnceItIsOutOfTheWayTheScansAreServedAsBefore() throws Exception {
        importSomething();
        Path control = data.resolve("control.db");
        try (RandomAccessFile file = new RandomAccessFile(control.toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[4096]);
        }
        byte[] damaged = Files.readAllBytes(control);

        assertThat(catchThrowable(() -> PackagedService.start(data, PackagedService.NO_WARM_UP)))
                .hasMessageContaining(control + " is damaged")
                .hasMessageContaining("move it away")
                .message()
                .doesNotContain("\tat ");
        assertThat(control).hasBinaryContent(damaged);

        Files.move(control, directory.resolve("control.db.damaged"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(data.resolve("control.db-wal"));
        Files.deleteIfExists(data.resolve("control.db-shm"));
        try (PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP)) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode all = service.get("api/v1/filesystems").path("items");
                assertThat(all).hasSize(1);
            });
            assertThat(directories(service)).isEqualTo(figures);
            String next = service.submit(BODY.formatted(12));
            assertThat(service.awaitEnd(next).path("state").asText()).isEqualTo("succeeded");
            assertThat(service.get(FILESYSTEM).path("generations")).hasSize(2);
        }
    }

    @Test
    void whatIsNoDatabaseIsToldToo() throws Exception {
        Files.writeString(data.resolve("control.db"), "no database, though it should be one ".repeat(100));

        assertThat(catchThrowable(() -> PackagedService.start(data, PackagedService.NO_WARM_UP)))
                .hasMessageContaining("is damaged")
                .hasMessageContaining("not a database");
    }
}
