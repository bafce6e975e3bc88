package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fscensus.walk.PinnedFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is what stands at its real path, or is not opened: whatever links are put there, and for how short a time. */
class SwappedLinkTest {
    private static final long LEAST_NANOS = 500_000_000;
    private static final long MOST_NANOS = 20_000_000_000L;

    @TempDir
    Path temporary;

    private Path directory = Path.of("");
    private Path log = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        Path root = temporary.toRealPath();
        directory = Files.createDirectories(root.resolve("roots/dir"));
        log = Files.writeString(directory.resolve("log"), "inside");
        outside = Files.createDirectory(root.resolve("outside"));
        Files.writeString(outside.resolve("log"), "secret");
    }

    private static String read(OpenedFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(10);
        file.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    @Test
    void aDirectoryThatIsALinkForMomentsNeverLeadsOutside() throws Exception {
        assumeTrue(PinnedFile.isPossible());
        AtomicBoolean stop = new AtomicBoolean();
        Path aside = directory.resolveSibling("aside");
        Path link = Files.createSymbolicLink(directory.resolveSibling("link"), outside);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        int opened = 0;
        int refused = 0;
        try {
            Future<?> swaps = thread.submit(() -> {
                while (!stop.get()) {
                    Files.move(directory, aside);
                    Files.move(link, directory);
                    Files.move(directory, link);
                    Files.move(aside, directory);
                }
                return null;
            });
            long begin = System.nanoTime();
            // On a busy machine one of the two may not get its turn for long.
            for (long taken = 0;
                    taken < LEAST_NANOS || ((opened == 0 || refused == 0) && taken < MOST_NANOS);
                    taken = System.nanoTime() - begin) {
                try (OpenedFile file = new OpenedFile(log)) {
                    assertThat(read(file)).isEqualTo("inside");
                    opened++;
                } catch (IOException e) {
                    refused++;
                }
            }
            stop.set(true);
            swaps.get(5, TimeUnit.SECONDS);
        } finally {
            stop.set(true);
            thread.shutdownNow();
        }
        assertThat(opened).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void aLinkAnywhereInThePathIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(log.resolveSibling("link"), log);
        Path throughDirectory = Files.createSymbolicLink(directory.resolveSibling("also"), directory);
        for (Path path : new Path[] {link, throughDirectory.resolve("log")}) {
            assertThatThrownBy(() -> new OpenedFile(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void whatIsNoFileIsRefusedAndWhatIsMissingIsSaidToBe() {
        assertThatThrownBy(() -> new OpenedFile(outside)).hasMessageContaining("is no regular file");
        assertThatThrownBy(() -> new OpenedFile(outside.resolve("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(outside.resolve("none").toString());
    }
}
