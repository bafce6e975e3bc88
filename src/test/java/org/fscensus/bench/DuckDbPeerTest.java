package org.fscensus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the comparison with the peers in working order: a small log by both ways. */
class DuckDbPeerTest {
    @TempDir
    static Path directory;

    private static Path log;
    private static PeerFigures ours;
    private static DuckDbPeer peer;

    @BeforeAll
    static void importByBoth() throws Exception {
        log = directory.resolve("some.log");
        LogShape shape =
                LogShape.from(Map.of("--directories", "700", "--files", "8K", "--seed", "5", "--odd-names", "0.02"));
        try (OutputStream stream = Files.newOutputStream(log)) {
            new LogGenerator(shape).writeTo(stream);
        }
        Path database = directory.resolve("ours.db");
        ImportBench.main(new String[] {
            "--runs", "1", "--log", log.toString(), "--data", directory.toString(), "--keep", database.toString()
        });
        ours = PeerFigures.ofGeneration(database);
        peer = new DuckDbPeer(directory.resolve("peer.duckdb"));
        peer.run(log, 2, (step, nanos) -> assertThat(nanos).isPositive());
    }

    @Test
    void figuresAreEqualButForLinesThatAreNoUtf8() throws Exception {
        DroppedLines dropped = DroppedLines.of(log);
        PeerFigures.Comparing comparing = ours.comparing(dropped.affected());
        peer.figures(comparing);

        assertThat(ours.count()).isEqualTo(700);
        assertThat(dropped.files()).isPositive();
        assertThat(comparing.result().isEqual()).isTrue();
        assertThat(comparing.result().equal()).isGreaterThan(300);
    }

    @Test
    void aDifferenceIsTold() throws Exception {
        PeerFigures.Comparing comparing = ours.comparing(Set.of());
        peer.figures((path, figures) -> {
            if (!path.equals(ours.root())) {
                comparing.directory(path, figures);
            }
        });

        assertThat(comparing.result().missing()).isPositive();
        assertThat(comparing.result().differences()).containsKeys("file_count_nr", "file_count_r");
    }
}
