package org.fscensus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedLinesTest {
    private static final String HEAD = " 0 s=5 a=8 u=1 g=1 p=";
    private static final String TAIL = " ac=2026-01-01 00:00:00 -- /fs/";

    @TempDir
    private Path directory;

    @Test
    void onlyLinesThatAreNoUtf8AreDroppedTheLastWithoutItsNewlineToo() throws Exception {
        String lines = "1 1" + HEAD + "-" + TAIL + "plain\n"
                + "2 1" + HEAD + "-" + TAIL + "\u00c3\u00a9\n"
                + "3 1" + HEAD + "d" + TAIL + "\u00e9\n"
                + "4 1" + HEAD + "-" + TAIL + "sub/\u00e9";
        Path log = directory.resolve("some.log");
        Files.write(log, lines.getBytes(StandardCharsets.ISO_8859_1));

        DroppedLines dropped = DroppedLines.of(log);

        assertThat(dropped.files()).isEqualTo(1);
        assertThat(dropped.directories()).isEqualTo(1);
        assertThat(dropped.allocatedBytes()).isEqualTo(8192);
        assertThat(dropped.affected()).containsExactlyInAnyOrder("", "/fs", "/fs/sub", "/fs/\ufffd", "/fs/sub/\ufffd");
    }
}
