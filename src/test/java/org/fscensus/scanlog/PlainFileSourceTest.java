package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainFileSourceTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096, 1 << 20})
    void chunksInOrderAreTheSourceWhateverThePiece(int piece) throws IOException {
        Random random = new Random(piece);
        for (int round = 0; round < 20; round++) {
            byte[] log = randomLines(random);
            Path file = Files.write(directory.resolve("log"), log);
            Map<Long, byte[]> chunks = new TreeMap<>();
            long bytes = 0;
            try (PlainFileSource source = new PlainFileSource(file, piece)) {
                assertThat(source.sizeInBytes()).isEqualTo(log.length);
                Chunk chunk = new Chunk();
                for (int n; (n = source.next(chunk)) >= 0; bytes += n) {
                    byte[] lines = java.util.Arrays.copyOfRange(chunk.bytes(), chunk.start(), chunk.end());
                    chunks.put(chunk.index(), lines);
                    boolean whole = lines.length == 0
                            || lines[lines.length - 1] == '\n'
                            || chunk.offset() + chunk.end() == log.length;
                    assertThat(whole).isTrue();
                }
                source.checkUnchanged();
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            chunks.values().forEach(all::writeBytes);
            assertThat(all.toByteArray()).isEqualTo(log);
            assertThat(bytes).isEqualTo(log.length);
        }
    }

    private static byte[] randomLines(Random random) {
        StringBuilder lines = new StringBuilder();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            lines.append("x".repeat(random.nextInt(12))).append(i + 1 == count && random.nextBoolean() ? "" : "\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void cutsALineOffThatIsTooLongToBeOne() throws IOException {
        byte[] log = new byte[3 * LogSource.LONGEST_LINE];
        java.util.Arrays.fill(log, (byte) 'x');
        log[log.length - 10] = '\n';
        Path file = Files.write(directory.resolve("log"), log);
        try (PlainFileSource source = new PlainFileSource(file, 100)) {
            Chunk chunk = new Chunk();
            assertThat(source.next(chunk)).isEqualTo(100);
            assertThat(chunk.end() - chunk.start()).isGreaterThan(LogSource.LONGEST_LINE);
            assertThat(chunk.bytes().length).isLessThan(2 * LogSource.LONGEST_LINE);
            long lines = 0;
            while (source.next(chunk) >= 0) {
                lines += chunk.end() > chunk.start() ? 1 : 0;
            }
            assertThat(lines).isEqualTo(1);
        }
    }

    @Test
    void saysWhereASourceThatWasTruncatedEnds() throws IOException {
        Path file = Files.write(directory.resolve("log"), new byte[1000]);
        try (PlainFileSource source = new PlainFileSource(file, 100)) {
            Files.write(file, new byte[150], StandardOpenOption.TRUNCATE_EXISTING);
            Chunk chunk = new Chunk();
            assertThatThrownBy(() -> {
                        while (source.next(chunk) >= 0) {
                            assertThat(chunk.end()).isPositive();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("truncated")
                    .hasMessageContaining("byte 150");
        }
    }

    @Test
    void noticesThatASourceGrewWhileItWasRead() throws IOException {
        Path file = Files.write(directory.resolve("log"), new byte[1000]);
        try (PlainFileSource source = new PlainFileSource(file, 100)) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            assertThatThrownBy(source::checkUnchanged).hasMessageContaining("changed");
        }
    }
}
