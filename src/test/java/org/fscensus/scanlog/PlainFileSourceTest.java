package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFileSourceTest extends LogSourceContract {
    @TempDir
    Path directory;

    @Override
    LogSource open(byte[] log, int piece) throws IOException {
        return new PlainFileSource(Files.write(directory.resolve("log"), log).toRealPath(), piece);
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
