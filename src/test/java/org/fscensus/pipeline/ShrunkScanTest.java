package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan that has lost most of what the one before it had. */
class ShrunkScanTest {
    private static final String DIRECTORY =
            "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs/d%d\n";
    private static final String FILE =
            "2 1 0 s=5 a=%d u=1 g=1 p=-rw-r--r-- ac=2025-01-01 00:00:00 nl=1 -- /fs/d0/f%d\n";

    @TempDir
    private Path directory;

    private PipelineFixture fixture;
    private Path log;

    @BeforeEach
    void importTenOfEach() throws Exception {
        fixture = new PipelineFixture(directory.resolve("data"));
        fixture.maxShrink(new ShrinkLimit(50));
        log = directory.resolve("scan.log");
        write(10, 10, 8);
        run(request(0, false), PipelineFixture.progress());
    }

    /** A listing with so many directories and files, each of them with so many KiB. */
    private void write(int directories, int files, int kib) throws IOException {
        Files.writeString(
                log,
                IntStream.range(0, directories).mapToObj(DIRECTORY::formatted).collect(Collectors.joining())
                        + IntStream.range(0, files)
                                .mapToObj(n -> FILE.formatted(kib, n))
                                .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5, 8, ",
        "10, 10, 4, ",
        "4, 10, 8, its directories fell",
        "10, 4, 20, its files fell",
        "10, 10, 3, its allocated bytes fell",
        "4, 4, 8, its files and directories and allocated bytes fell",
        "1, 0, 0, its files and directories and allocated bytes fell",
    })
    void failsWhereMoreThanTheLimitIsGone(int directories, int files, int kib, String fallen) throws Exception {
        Generation before = generations().get(0);
        write(directories, files, kib);
        ImportProgress progress = PipelineFixture.progress();

        if (fallen == null) {
            run(request(1, false), progress);
            assertThat(generations()).hasSize(2);
            return;
        }
        ImportFailedException failure =
                catchThrowableOfType(ImportFailedException.class, () -> run(request(1, false), progress));
        assertThat(failure)
                .hasMessageContaining(fallen)
                .hasMessageContaining(before.id())
                .hasMessageContaining("then 10 files, 10 directories and 81,920 allocated bytes, now " + files + ", ");
        assertThat(failure.hint()).contains("acceptShrink: true");
        assertThat(generations()).containsExactly(before);
        // Before anything is written, and with all that is known of the scan.
        assertThat(progress.current()).isEqualTo(Phase.SCAN);
        assertThat(progress.trust()).isNotNull();
        assertThat(fixture.data.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void isTakenWhereTheJobAcceptsItAndSaysSo() throws Exception {
        write(1, 1, 8);

        ImportResult result = run(request(1, true), PipelineFixture.progress());

        assertThat(result.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("its files", "10 files", "(acceptShrink)"));
        assertThat(generations().get(0)).isEqualTo(result.generation());
    }

    /** Else the same scan imported again, but cut off, would take the place of the whole one. */
    @Test
    void failsOfTheSameScanTimeToo() throws Exception {
        write(1, 1, 8);

        assertThat(catchThrowableOfType(
                        ImportFailedException.class, () -> run(request(0, false), PipelineFixture.progress())))
                .hasMessageContaining("has shrunk");
    }

    @Test
    void anOlderScanIsHeldAgainstNoneThatIsNewer() throws Exception {
        write(1, 1, 8);

        run(request(-1, false), PipelineFixture.progress());

        assertThat(generations()).hasSize(2);
    }

    @Test
    void anotherFileSystemIsNotItsPredecessor() throws Exception {
        write(1, 1, 8);
        ImportRequest r = request(1, false);
        ImportRequest other =
                new ImportRequest(r.jobId(), r.source(), "other", r.scanTime(), r.scanTimeOrigin(), r.options());

        run(other, PipelineFixture.progress());

        assertThat(fixture.store.generations("other")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDryRunTellsOfIt(boolean accepts) throws Exception {
        write(1, 1, 8);

        DryRunReport report = fixture.pipeline(1000).dryRun(request(1, accepts));

        if (accepts) {
            assertThat(report.failure()).isNull();
            assertThat(report.warnings())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning)
                            .contains("now 1, 1 and 8,192")
                            .endsWith("The job accepts it (acceptShrink)."));
        } else {
            assertThat(report.warnings()).isEmpty();
            assertThat(report.failure()).isNotNull().satisfies(failure -> {
                assertThat(failure.message()).contains("now 1, 1 and 8,192");
                assertThat(failure.hint()).contains("acceptShrink: true");
            });
        }
    }

    private ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException {
        return fixture.pipeline(1000).run(request, progress);
    }

    private ImportRequest request(int days, boolean acceptShrink) {
        ImportRequest r = fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT);
        ImportOptions o = r.options();
        return new ImportRequest(
                r.jobId(),
                r.source(),
                r.filesystem(),
                r.scanTime().plus(Duration.ofDays(days)),
                r.scanTimeOrigin(),
                new ImportOptions(
                        o.format(),
                        o.timeZone(),
                        o.pathEscape(),
                        o.ageFrom(),
                        o.hardLinks(),
                        o.maxRejected(),
                        acceptShrink,
                        o.workers()));
    }

    private List<Generation> generations() throws IOException {
        return fixture.store.generations("fs");
    }
}
