package org.fscensus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the bench in working order: every feed of the same log, in a small size. */
class ImportBenchTest {
    private static final LogShape SHAPE = LogShape.of(700, 8_000, 5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(BenchOptions.Feed.class)
    void everyFeedBringsTheSameLog(BenchOptions.Feed feed) throws Exception {
        checkRuns(bench("--directories 700 --files 8K --seed 5 --runs 1 --warmup 1 --feed "
                + feed.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void aLogThatIsThereIsRead() throws Exception {
        Path log = directory.resolve("some.log");
        try (OutputStream stream = Files.newOutputStream(log)) {
            new LogGenerator(SHAPE).writeTo(stream);
        }
        checkRuns(bench("--runs 1 --log " + log));
    }

    private void checkRuns(List<String> lines) throws Exception {
        assertThat(lines).hasSize(1);
        JsonNode run = new ObjectMapper().readTree(lines.get(0));
        assertThat(run.get("bytes").asLong())
                .isEqualTo(new LogGenerator(SHAPE).writeTo(OutputStream.nullOutputStream()));
        assertThat(run.get("lines").asLong()).isEqualTo(8_700);
        assertThat(run.get("directories").asLong()).isEqualTo(700);
        assertThat(run.get("databaseBytes").asLong()).isPositive();
        assertThat(run.get("tableBytes").asLong()).isGreaterThan(64 * 700);
        assertThat(run.get("peakHeapBytes").asLong()).isPositive();
        assertThat(run.get("peakResidentBytes").asLong()).isGreaterThan(10 << 20);
        assertThat(run.get("phases").findValuesAsText("name"))
                .containsExactly("scan", "order", "write", "index", "verify", "publish");
        try (var left = Files.newDirectoryStream(directory.resolve("data"))) {
            assertThat(left).isEmpty();
        }
    }

    private List<String> bench(String options) throws Exception {
        Path json = directory.resolve("runs.json");
        ImportBench.main((options + " --data " + directory.resolve("data") + " --json " + json).split(" ", -1));
        return Files.readAllLines(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--workers 0",
                "--runs x",
                "--feed tape",
                "--files",
                "--log a --seed 2",
                "--directorys 5",
                "a b",
                "--shape round",
                "--shape deep --feed pipe",
                "--shape deep --seed 2",
                "--size 5"
            })
    void wrongOptionsAreRefused(String options) {
        assertThatThrownBy(() -> BenchOptions.parse(options.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
