package org.fscensus.scanlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.fscensus.scanlog.codec.Compression;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedFileSourceTest {
    @TempDir
    Path directory;

    /** The contract for one way of compressing. */
    private abstract class Compressed extends LogSourceContract {
        private final Compression compression;

        Compressed(Compression compression) {
            this.compression = compression;
        }

        @Override
        LogSource open(byte[] log, int piece) throws IOException {
            return new LogFiles(2, ExpansionLimit.NONE).open(write(compression.compress(log)), piece);
        }

        @Override
        long bytesOf(byte[] log) {
            return compression.compress(log).length;
        }
    }

    @Nested
    class Gzip extends Compressed {
        Gzip() {
            super(Compression.GZIP);
        }
    }

    @Nested
    class Bgzf extends Compressed {
        Bgzf() {
            super(Compression.BGZF);
        }
    }

    @Nested
    class XzBlocks extends Compressed {
        XzBlocks() {
            super(Compression.XZ_BLOCKS);
        }
    }

    @Nested
    class Zstd extends Compressed {
        Zstd() {
            super(Compression.ZSTD);
        }
    }

    @Nested
    class ZstdFrames extends Compressed {
        ZstdFrames() {
            super(Compression.ZSTD_SKIPPABLE);
        }
    }

    @Nested
    class Bzip2 extends Compressed {
        Bzip2() {
            super(Compression.BZIP2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageIsToldToEveryWorkerWithItsPlaceInTheFile(Compression compression) throws IOException {
        byte[] whole = compression.compress(noise());
        Path file = write(Arrays.copyOf(whole, whole.length - 400));
        try (LogSource source = new LogFiles(2, ExpansionLimit.NONE).open(file, 1000)) {
            for (int worker = 0; worker < 2; worker++) {
                assertThatThrownBy(() -> drawAll(source))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(
                                file + ": its " + compression.codec().id() + " data are")
                        .hasMessageContaining(" at byte ");
            }
        }
    }

    @Test
    void aFileThatWasTruncatedWhileItWasReadIsSaidToBe() throws IOException {
        byte[] compressed = Compression.GZIP.compress(noise());
        Path file = write(compressed);
        try (LogSource source = new LogFiles(2, ExpansionLimit.NONE).open(file, 1000)) {
            Files.write(file, Arrays.copyOf(compressed, 150), StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> drawAll(source))
                    .hasMessageContaining("truncated while it was read")
                    .hasMessageContaining("byte 150");
        }
    }

    @Test
    void aFileThatGrewWhileItWasReadIsNoticed() throws IOException {
        Path file = write(Compression.ZSTD.compress(new byte[1000]));
        try (LogSource source = new LogFiles(1, ExpansionLimit.NONE).open(file, 100)) {
            drawAll(source);
            source.checkUnchanged();
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            assertThatThrownBy(source::checkUnchanged).hasMessageContaining("changed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "B", "BZh is no magic", "BZh1 neither", "(\u00b5/", "\u001f.", "PK", "Z\u0000\u0000\u0000"})
    void whatOnlyLooksCompressedIsTakenAsItIs(String log) throws IOException {
        Path file = write(log.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        try (LogSource source = new LogFiles(1, ExpansionLimit.NONE).open(file, 100)) {
            assertThat(source).isInstanceOf(PlainFileSource.class);
        }
    }

    @Test
    void aStreamOfAPlainFileTellsItsPosition() throws IOException {
        try (LogStream stream = new LogFiles(1, ExpansionLimit.NONE).stream(write("some text".getBytes(US_ASCII)))) {
            assertThat(stream.readNBytes(4)).asString(US_ASCII).isEqualTo("some");
            assertThat(stream.sourcePosition()).isEqualTo(4);
            assertThat(stream.sourceBytes()).isEqualTo(9);
            assertThat(stream.readAllBytes()).hasSize(5);
            assertThat(stream.read()).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingStopsTheThreadsAndClosesTheFile(Compression compression) throws Exception {
        Path file = write(compression.compress(noise()));
        for (int round = 0; round < 2; round++) {
            try (LogSource source = new LogFiles(3, ExpansionLimit.NONE).open(file, 1000)) {
                assertThat(source.next(new Chunk())).isNotNegative();
                assertThat(decoders()).isPositive();
                assertThat(opened(file)).isPositive();
            }
            awaitNoDecoders();
            assertThat(opened(file)).isZero();
        }
    }

    @Test
    void aWorkerThatWaitsStopsWhenItIsInterrupted() throws Exception {
        byte[] noise = new byte[16 << 20];
        new Random(1).nextBytes(noise);
        Path file = write(Compression.GZIP.compress(noise));
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (LogSource source = new LogFiles(1, ExpansionLimit.NONE).open(file, 1 << 20)) {
            Thread worker = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    // It does nothing with what it gets, so that sooner or later it has to wait for the decoder.
                    Chunk chunk = new Chunk();
                    while (source.next(chunk) >= 0) {
                        Thread.currentThread().interrupt();
                    }
                } catch (IOException e) {
                    end.set(e);
                }
            });
            worker.start();
            worker.join(10_000);
            assertThat(end.get()).isInstanceOf(InterruptedIOException.class);
        }
        awaitNoDecoders();
    }

    private static byte[] noise() {
        byte[] noise = new byte[500_000];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static void drawAll(LogSource source) throws IOException {
        Chunk chunk = new Chunk();
        while (source.next(chunk) >= 0) {
            assertThat(chunk.end()).isNotNegative();
        }
    }

    /** Threads have ended when they are waited for, but are listed for a moment longer. */
    private static void awaitNoDecoders() {
        Awaitility.await().untilAsserted(() -> assertThat(decoders()).isZero());
    }

    private static long decoders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("decode-"))
                .count();
    }

    /** How often this process has a file open. */
    private static long opened(Path file) throws IOException {
        long count = 0;
        try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(file)) {
                    count++;
                }
            }
        }
        return count;
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("log"), content).toRealPath();
    }
}
