package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends the warm-up of the service in every way, and looks at what it leaves. */
class WarmUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What the service prints when its warm-up has come to its end. */
    private static final String WARMED_UP = "Import warmed up";

    /**
     * While its own code is not compiled a warm-up lasts many times as long as what is done here meanwhile, not about as
     * long; the start, which is mostly other people's code, does not.
     */
    private static final String[] SLOW = {"-XX:CompileCommand=quiet", "-XX:CompileCommand=exclude,org.fscensus.*::*"};

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Path scratch = Path.of("");

    /** Stands during the whole warm-up. */
    private Path warmUpLog = Path.of("");

    @BeforeEach
    void names() {
        data = directory.resolve("data");
        scratch = data.resolve("scratch");
        warmUpLog = scratch.resolve("warm-up.log");
    }

    @Test
    void killedWhileItWarmsUpNothingIsLeftBehind() throws Exception {
        try (PackagedService service = PackagedService.start(data, SLOW)) {
            awaitWarmUp(service);
            service.kill();
        }
        assertThat(warmUpLog).exists();
        try (PackagedService service = PackagedService.start(data, PackagedService.NO_WARM_UP)) {
            assertThat(scratch).isEmptyDirectory();
            assertThat(service.get("api/v1/jobs").path("items")).isEmpty();
            assertThat(service.get("api/v1/filesystems").path("items")).isEmpty();
        }
    }

    @Test
    void stoppedWhileItWarmsUpItLeavesNothing() throws Exception {
        try (PackagedService service = PackagedService.start(data, SLOW)) {
            awaitWarmUp(service);
            service.stop();
            assertThat(service.output()).doesNotContain(WARMED_UP);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aJobEndsTheWarmUp() throws Exception {
        Path log = Files.createDirectories(data.resolve("incoming")).resolve("some.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(100, 1000, 1)).writeTo(out);
        }
        try (PackagedService service = PackagedService.start(data, SLOW)) {
            awaitWarmUp(service);
            String job = service.submit("""
                    {"source": {"path": "%s"}, "filesystem": "fs", "scanTime": "2026-01-11T00:00:00Z"}""".formatted(log));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (Files.exists(warmUpLog) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(warmUpLog).doesNotExist();
            assertThat(service.awaitEnd(job).path("state").asText()).isEqualTo("succeeded");
            assertThat(service.output()).doesNotContain(WARMED_UP);
            assertThat(scratch).isEmptyDirectory();
        }
    }

    private void awaitWarmUp(PackagedService service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(warmUpLog)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no warm-up was seen: " + service.output());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
