package org.fscensus.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.awaitility.Awaitility;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.DatabaseFigures;
import org.fscensus.reference.RandomLog;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.scanlog.codec.Compression;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports of compressed logs from end to end, opened as the service opens them. */
class CompressedImportTest {
    private static final RandomLog LOG = RandomLog.of(42);

    @TempDir
    Path directory;

    private PipelineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.resolve("data"));
    }

    /** What an import tells but for the bytes of its source. */
    private record Told(CensusFigures figures, List<RejectedLine> rejected, List<String> warnings) {}

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BGZF_THEN_GZIP")
    void givesTheSameFiguresAsThePlainLog(Compression compression) throws Exception {
        assertThat(run(compression.compress(LOG.log()))).isEqualTo(run(LOG.log()));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "XZ_BLOCKS", "ZSTD", "BZIP2"})
    void damageFailsTheJobAndPublishesNothing(Compression compression) throws IOException {
        byte[] compressed = compression.compress(LOG.log());
        Path source = write(Arrays.copyOf(compressed, compressed.length - 1));
        ImportRequest request = fixture.request(source, LOG.options(), 2, RejectLimit.ofPercent(100));
        assertThatThrownBy(() -> fixture.opening(1000).run(request, PipelineFixture.progress()))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining(source + ": its " + compression.codec().id() + " data are cut off at byte "
                        + (compressed.length - 1));
        assertThat(fixture.store.generations("fs")).isEmpty();
    }

    /** A log of lines, and an export, which is read as a stream. */
    @ParameterizedTest
    @ValueSource(strings = {"-- /a", "[1,0,{\"progname\":\"ncdu\",\"timestamp\":1},[{\"name\":\"/a\"}"})
    void aBombFailsTheJobWithTheSettingThatAllowsIt(String begin) throws IOException {
        byte[] text = new byte[4_000_000];
        Arrays.fill(text, (byte) '\n');
        byte[] beginning = begin.getBytes(US_ASCII);
        System.arraycopy(beginning, 0, text, 0, beginning.length);
        Path source = write(Compression.ZSTD.compress(text));
        ImportRequest request = fixture.request(source, LOG.options(), 2, RejectLimit.ofPercent(100));
        ImportPipeline limited = fixture.over(PipelineSettings.SourceOpener.files(new ExpansionLimit(100, 1_000_000)));
        assertThatThrownBy(() -> limited.run(request, PipelineFixture.progress()))
                .isInstanceOfSatisfying(
                        ImportFailedException.class,
                        e -> assertThat(e.hint()).contains("raise fscensus.import.max-expansion"))
                .hasMessageContaining(source + ": its zstd data had come to ");
        assertThat(fixture.store.generations("fs")).isEmpty();
    }

    @Test
    void aCancelStopsTheDecoders() throws IOException {
        Path source = write(Compression.ZSTD_FRAMES.compress(LOG.log()));
        ImportRequest request = fixture.request(source, LOG.options(), 2, RejectLimit.ofPercent(100));
        ImportProgress[] holder = new ImportProgress[1];
        holder[0] = new ImportProgress(PipelineFixture.CLOCK, () -> holder[0].cancel());
        assertThatThrownBy(() -> fixture.opening(10).run(request, holder[0])).isInstanceOf(CancellationException.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("decode-")));
    }

    private Told run(byte[] log) throws Exception {
        Path source = write(log);
        ImportRequest request = fixture.request(source, LOG.options(), 2, RejectLimit.ofPercent(100));
        ImportProgress progress = PipelineFixture.progress();
        ImportResult result = fixture.opening(1000).run(request, progress);
        assertThat(progress.phases().get(0).done()).isEqualTo(log.length);
        assertThat(result.counters().bytes()).isEqualTo(log.length);
        Path database =
                fixture.data.resolve(Objects.requireNonNull(result.generation()).database());
        return new Told(DatabaseFigures.read(database, result.counters()), progress.rejectedLines(), result.warnings());
    }

    private Path write(byte[] log) throws IOException {
        return Files.write(directory.resolve("scan.log"), log).toRealPath();
    }
}
