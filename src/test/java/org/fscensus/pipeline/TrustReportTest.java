package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.fscensus.reference.RandomLog;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.GenerationFigures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import tells of how far its figures can be trusted. */
class TrustReportTest {
    private static final String DIRECTORY = "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n";
    private static final String FILE = "2 1 0 s=%d a=%d u=1 g=1 p=-rw-r--r-- ac=%s 00:00:00 nl=1 -- /fs/f%d\n";
    private static final long MIB_IN_KIB = 1024;

    @TempDir
    private Path directory;

    private PipelineFixture fixture;
    private Path log;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.resolve("data"));
        log = directory.resolve("scan.log");
    }

    private static String file(int number) {
        return FILE.formatted(5, 8, "2025-01-01", number);
    }

    @Test
    void aWholeLogIsComplete() throws Exception {
        write("[I] a notice\n", DIRECTORY, file(1), file(2), "\n");

        TrustReport report = report(run(100, 2));

        GenerationFigures totals = new GenerationFigures(2, 1, 2 * 8 * 1024, 10);
        assertThat(report)
                .isEqualTo(new TrustReport(
                        TrustReport.Verdict.COMPLETE, 5, 3, 2, 0, List.of(), 0, 0, 0, 0, 0, 0, true, totals, totals));
    }

    @Test
    void everyOddityIsCountedByItsKind() throws Exception {
        write(
                "[E] a disk is lost\n",
                DIRECTORY,
                DIRECTORY,
                file(1),
                file(2).replace("/fs/", "/fs/unlisted/"),
                "no entry\n",
                file(3).replace("u=1", "u=x"),
                "no entry either\n",
                FILE.formatted(5, 8, "2027-01-01", 4));

        ImportProgress progress = run(100, 2);

        TrustReport report = report(progress);
        assertThat(report.verdict()).isEqualTo(TrustReport.Verdict.WITH_WARNINGS);
        assertThat(report.lines()).isEqualTo(9);
        assertThat(report.entries()).isEqualTo(5);
        assertThat(report.notices()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(3);
        assertThat(report.reportedErrors()).isEqualTo(1);
        assertThat(report.unlistedDirectories()).isEqualTo(1);
        assertThat(report.duplicateDirectories()).isEqualTo(1);
        assertThat(report.futureTimes()).isEqualTo(1);
        assertThat(report.endSeen()).isTrue();
        String all = Files.readString(log);
        assertThat(report.rejectedByReason())
                .containsExactly(
                        new RejectReason(
                                "does not begin with inode, generation and snapshot numbers",
                                2,
                                new RejectReason.Place(log.toString(), 6, all.indexOf("no entry\n"))),
                        new RejectReason(
                                "the user id (u=) is missing or not a number from 0 to 4294967295",
                                1,
                                new RejectReason.Place(
                                        log.toString(), 7, all.lastIndexOf("2 1 0", all.indexOf("u=x")))));
    }

    /** The bounds are those of docs/DATABASE.md; sizes in GPFS's logs are KiB on disk. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, none",
        "100, 16384, none",
        "0, 16385, over",
        "1048576, 18432, none",
        "1048576, 18433, over",
        "9223372036854775807, 9007199254740991, none",
        // A sparse file.
        "1099511627776, 0, none",
        "1099511627777, 0, under",
        "1099511627777, 1073741, under",
        "1099511627777, 1073742, none",
        "9223372036854775807, 0, under",
    })
    void sizesThatDoNotGoTogetherAreCounted(long apparent, long allocatedKib, String odd) throws Exception {
        write(DIRECTORY, FILE.formatted(apparent, allocatedKib, "2025-01-01", 1));

        ImportProgress progress = run(100, 1);

        assertThat(report(progress).overallocatedFiles()).isEqualTo(odd.equals("over") ? 1 : 0);
        assertThat(report(progress).underallocatedFiles()).isEqualTo(odd.equals("under") ? 1 : 0);
        assertThat(report(progress).verdict())
                .isEqualTo(odd.equals("none") ? TrustReport.Verdict.COMPLETE : TrustReport.Verdict.WITH_WARNINGS);
    }

    @Test
    void hardLinksThatAreCountedOnceAreOddOnce() throws Exception {
        String line = FILE.formatted(0, 20 * MIB_IN_KIB, "2025-01-01", 1).replace("nl=1", "nl=2");
        write(DIRECTORY, line, line.replace("/fs/f1", "/fs/f2"));

        ReferenceOptions options = ReferenceOptions.from(properties("hardLinks", "once"));
        ImportProgress progress = PipelineFixture.progress();
        fixture.pipeline(1000).run(fixture.request(log, options, 2, RejectLimit.DEFAULT), progress);

        assertThat(report(progress).overallocatedFiles()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1 << 20})
    void aLogThatBreaksOffWithinALineIsNotCompleteHoweverItIsRead(int piece) throws Exception {
        write(DIRECTORY, file(1), file(2).stripTrailing());

        ImportProgress plain = run(piece, 3);
        ImportProgress streamed = PipelineFixture.progress();
        fixture.streaming(piece).run(request(3), streamed);

        for (ImportProgress progress : List.of(plain, streamed)) {
            assertThat(report(progress).endSeen()).isFalse();
            assertThat(report(progress).verdict()).isEqualTo(TrustReport.Verdict.WITH_WARNINGS);
            assertThat(report(progress).source().files()).isEqualTo(2);
        }
    }

    @Test
    void theFilesThatBreakOffAreNamed() throws Exception {
        write(DIRECTORY, file(1));
        Path cut = Files.writeString(directory.resolve("cut.log"), file(2).stripTrailing());
        Path packed = directory.resolve("packed.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(file(3).stripTrailing().getBytes(StandardCharsets.UTF_8));
        }
        ImportRequest one = request(2);
        ImportRequest several = new ImportRequest(
                one.jobId(),
                new ImportSource.Logs(List.of(log, cut, packed)),
                one.filesystem(),
                one.scanTime(),
                one.scanTimeOrigin(),
                one.options());

        ImportResult result = fixture.opening(100).run(several, PipelineFixture.progress());

        assertThat(result.warnings())
                .containsExactly("The last line of 2 files has no line end, as if the listing had been cut off: " + cut
                        + ", " + packed);
    }

    @Test
    void aLastLineThatIsTooLongToBeOneIsNoEndEither() throws Exception {
        write(DIRECTORY, file(1), "x".repeat(3 << 20));
        for (int piece : new int[] {1000, 1 << 20, 2 << 20}) {
            ImportProgress progress = PipelineFixture.progress();
            fixture.pipeline(piece)
                    .run(fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.ofPercent(100)), progress);
            assertThat(report(progress).endSeen()).isFalse();
            assertThat(report(progress).rejected()).isEqualTo(1);
        }
    }

    @Test
    void aJobWhoseLinesCannotBeReadTellsWhyTooWhenItFails() throws Exception {
        write(DIRECTORY, file(1), "broken\n");
        ImportProgress progress = PipelineFixture.progress();

        assertThat(catchThrowableOfType(
                        ImportFailedException.class, () -> fixture.pipeline(100).run(request(1), progress)))
                .hasMessageContaining("more than maxRejected (");

        assertThat(report(progress).rejectedByReason()).singleElement().satisfies(reason -> {
            assertThat(reason.lines()).isEqualTo(1);
            assertThat(Objects.requireNonNull(reason.first()).lineNumber()).isEqualTo(3);
        });
        assertThat(report(progress).database()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42})
    void theReportDependsOnNothingButTheSource(long seed) throws Exception {
        RandomLog random = RandomLog.of(seed);
        byte[] bytes = random.log();
        Files.write(log, Arrays.copyOf(bytes, bytes.length - 1));
        TrustReport first = null;
        for (int workers : new int[] {1, 2, 7}) {
            ImportRequest request = fixture.request(log, random.options(), workers, RejectLimit.ofPercent(100));
            ImportProgress progress = PipelineFixture.progress();
            fixture.pipeline(3000 / workers).run(request, progress);
            TrustReport report = report(progress);
            first = first == null ? report : first;
            assertThat(report).isEqualTo(first);
        }
    }

    @Test
    void theDatabaseKeepsTheReport() throws Exception {
        write(DIRECTORY, file(1), "broken\n");
        ImportProgress progress = PipelineFixture.progress();
        ImportRequest request = fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.ofLines(1));
        ImportResult result = fixture.pipeline(100).run(request, progress);

        Path database = fixture.data.resolve(result.generation().database());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT value, value ->> '$.rejectedByReason[0].first.lineNumber'"
                                + " FROM scan_metadata WHERE key = 'trust_report'")) {
            assertThat(TrustJson.read(row.getString(1))
                            .with(Objects.requireNonNull(report(progress).database())))
                    .isEqualTo(report(progress));
            assertThat(row.getInt(2)).isEqualTo(3);
        }
    }

    private ImportProgress run(int piece, int workers) throws ImportFailedException {
        ImportProgress progress = PipelineFixture.progress();
        ImportRequest request = fixture.request(log, ReferenceOptions.DEFAULT, workers, RejectLimit.ofLines(10));
        fixture.pipeline(piece).run(request, progress);
        return progress;
    }

    private ImportRequest request(int workers) {
        return fixture.request(log, ReferenceOptions.DEFAULT, workers, RejectLimit.DEFAULT);
    }

    private static TrustReport report(ImportProgress progress) {
        return Objects.requireNonNull(progress.trust());
    }

    private static java.util.Properties properties(String key, String value) {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty(key, value);
        return properties;
    }

    private void write(String... lines) throws IOException {
        Files.writeString(log, String.join("", lines), StandardCharsets.US_ASCII);
    }
}
