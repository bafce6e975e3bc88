package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fscensus.pipeline.ImportRequest.ScanTimeOrigin;
import org.fscensus.reference.RandomLog;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.Generation;
import org.fscensus.store.Loader;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportPipelineTest {
    private static final String DIRECTORY = "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n";
    private static final String FILE = "2 1 0 s=5 a=8 u=1 g=1 p=-rw-r--r-- ac=2026-01-01 00:00:00 nl=1 -- /fs/f%d\n";

    @TempDir
    Path directory;

    private PipelineFixture fixture;
    private Path log;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.resolve("data"));
        log = directory.resolve("scan.log");
    }

    @ParameterizedTest
    @EnumSource(Loader.class)
    void noByteOfTheDatabaseDependsOnWorkersOrPieces(Loader loader) throws Exception {
        RandomLog random = RandomLog.of(42);
        Files.write(log, random.log());
        byte[] first = null;
        for (int workers : new int[] {1, 2, 7}) {
            PipelineFixture fresh = new PipelineFixture(directory.resolve("data-" + workers), loader);
            ImportRequest request = fresh.request(log, random.options(), workers, RejectLimit.ofPercent(100));
            ImportResult result = fresh.pipeline(1000 / workers).run(request, PipelineFixture.progress());
            byte[] database = Files.readAllBytes(fresh.data.resolve(
                    Objects.requireNonNull(result.generation()).database()));
            if (first == null) {
                first = database;
            }
            assertThat(database).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aCancelInAnyPhaseLeavesNothingAndThePreviousGenerationStays(Phase phase) throws Exception {
        writeLog(DIRECTORY, FILE.formatted(1));
        Generation before = Objects.requireNonNull(run(request()).generation());
        List<String> files = files();
        ImportProgress[] holder = new ImportProgress[1];
        holder[0] = new ImportProgress(PipelineFixture.CLOCK, () -> cancelIn(phase, holder[0]));
        assertThatThrownBy(() -> pipeline().run(request(), holder[0])).isInstanceOf(CancellationException.class);
        assertThat(files()).isEqualTo(files);
        assertThat(fixture.store.generations("fs")).containsExactly(before);
        assertThat(fixture.memory.used()).isZero();
        assertThat(holder[0]
                        .phases()
                        .get(List.of(Phase.values()).indexOf(phase))
                        .state())
                .isEqualTo(PhaseSnapshot.State.CANCELLED);
    }

    private static void cancelIn(Phase phase, ImportProgress progress) {
        if (progress.current() == phase) {
            progress.cancel();
        }
    }

    @Test
    void progressEndsWithEveryPhaseWhole() throws Exception {
        writeLog(DIRECTORY, FILE.formatted(1));
        ImportProgress progress = PipelineFixture.progress();
        pipeline().run(request(), progress);
        assertThat(progress.phases()).allSatisfy(phase -> {
            assertThat(phase.state()).isEqualTo(PhaseSnapshot.State.DONE);
            assertThat(phase.done()).isPositive().isEqualTo(phase.total());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[I] only a notice\n\n", "this is\nno log\n", "\u0000\u0001\u0002"})
    void aSourceWithoutAnEntryFailsAndIsShown(String content) throws Exception {
        writeLog(content);
        ImportFailedException failure = catchThrowableOfType(
                ImportFailedException.class, () -> pipeline().run(request(), progress()));
        assertThat(failure).hasMessageContaining("No line of").hasMessageContaining(log.toString());
        assertThat(failure.hint()).contains("gpfs");
        if (content.startsWith("this")) {
            assertThat(failure).hasMessageContaining("this is | no log");
        }
        assertThat(fixture.store.generations("fs")).isEmpty();
    }

    @Test
    void aStreamHasNoTotalUntilItEndsAndShowsItsFirstLinesAfterwards() throws Exception {
        writeLog(DIRECTORY, FILE.formatted(1));
        List<PhaseSnapshot> seen = new ArrayList<>();
        ImportProgress[] holder = new ImportProgress[1];
        holder[0] = new ImportProgress(
                PipelineFixture.CLOCK, () -> seen.add(holder[0].phases().get(0)));
        fixture.streaming(100).run(request(), holder[0]);
        assertThat(seen.get(0).state()).isEqualTo(PhaseSnapshot.State.RUNNING);
        assertThat(seen.get(0).total()).isNull();
        assertThat(seen.get(1).total()).isEqualTo(Files.size(log));

        writeLog("this is\nno log\n");
        assertThatThrownBy(() -> fixture.streaming(100).run(request(), progress()))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("this is | no log");
    }

    @Test
    void moreRejectedLinesThanAllowedFailTheImportAndAreShown() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add(DIRECTORY);
        for (int i = 0; i < 98; i++) {
            lines.add(FILE.formatted(i));
        }
        lines.add("broken 1\n");
        writeLog(lines.toArray(String[]::new));
        assertThat(run(request()).warnings()).anySatisfy(w -> assertThat(w).startsWith("1 line could not be read"));

        lines.add(40, "broken 2\n");
        writeLog(lines.toArray(String[]::new));
        ImportProgress progress = progress();
        assertThatThrownBy(() -> pipeline().run(request(), progress))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("2 of 101 entry lines");
        assertThat(progress.rejectedLines())
                .extracting(RejectedLine::lineNumber, RejectedLine::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(41L, "broken 2"),
                        org.assertj.core.groups.Tuple.tuple(101L, "broken 1"));
        byte[] all = Files.readAllBytes(log);
        assertThat(progress.rejectedLines())
                .allSatisfy(line -> assertThat(new String(
                                all,
                                Math.toIntExact(line.byteOffset()),
                                line.line().length(),
                                StandardCharsets.US_ASCII))
                        .isEqualTo(line.line()));
    }

    @Test
    void aRejectedLineIsShownAsItStoodInTheLog() throws Exception {
        writeLog(DIRECTORY, FILE.formatted(1), FILE.formatted(2).replace("/fs/", "/fs//x/../%41"));
        ImportRequest request = fixture.request(
                log, ReferenceOptions.from(properties("pathEscape", "percent")), 7, RejectLimit.ofLines(1));
        ImportProgress progress = progress();
        fixture.pipeline(3).run(request, progress);
        assertThat(progress.rejectedLines()).singleElement().satisfies(line -> {
            assertThat(line.lineNumber()).isEqualTo(3);
            assertThat(line.reason()).contains("..");
            // Percent signs show as %25.
            assertThat(line.line()).endsWith("/fs//x/../%2541f2");
        });
    }

    @Test
    void aDryRunTellsWhatAnImportWouldCountAndPublishesNothing() throws Exception {
        writeLog(DIRECTORY, FILE.formatted(1), "[E] a disk is lost\n", FILE.formatted(2), "broken\n");
        ImportRequest r = request();
        DryRunReport report = pipeline()
                .dryRun(new ImportRequest(
                        r.jobId(),
                        r.source(),
                        r.filesystem(),
                        r.scanTime(),
                        ScanTimeOrigin.MODIFICATION_TIME,
                        r.options()));
        assertThat(report.whole()).isTrue();
        assertThat(report.format()).isEqualTo("gpfs");
        assertThat(report.counters().files()).isEqualTo(2);
        assertThat(report.rejected()).extracting(RejectedLine::lineNumber).containsExactly(5L);
        assertThat(report.failure())
                .isNotNull()
                .satisfies(f -> assertThat(f.message()).contains("1 of 4 entry lines"));
        assertThat(report.estimate())
                .isNotNull()
                .satisfies(e -> assertThat(e.lines()).isEqualTo(5));
        assertThat(report.warnings())
                .anySatisfy(w -> assertThat(w).contains("modification time"))
                .anySatisfy(w -> assertThat(w).contains("line 3").contains("[E] a disk is lost"));
        assertThat(fixture.store.generations("fs")).isEmpty();
    }

    @Test
    void aDryRunOfALongLogReadsItsBeginningAndGoesByIt() throws Exception {
        // Half of it more than a beginning.
        long lines = 0;
        try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(log))) {
            out.write(DIRECTORY.getBytes(StandardCharsets.UTF_8));
            long bytes = 0;
            while (bytes < 130L << 20) {
                byte[] line = FILE.formatted(lines++).getBytes(StandardCharsets.UTF_8);
                out.write(line);
                bytes += line.length;
            }
        }
        DryRunReport report = pipeline().dryRun(request());
        assertThat(report.whole()).isFalse();
        assertThat(report.failure()).isNull();
        assertThat(report.counters().bytes()).isBetween(64L << 20, 66L << 20);
        double files = (double) lines;
        // The numbers in the names have more digits later on.
        assertThat(report.estimate())
                .isNotNull()
                .satisfies(e -> assertThat((double) e.files()).isCloseTo(files, withPercentage(1)));
    }

    @Test
    void aDryRunOfWhatIsNoLogSaysWhyItWouldFail() throws Exception {
        writeLog("no\n", "log\n");
        DryRunReport report = pipeline().dryRun(request());
        assertThat(report.failure())
                .isNotNull()
                .satisfies(f -> assertThat(f.message()).contains("It begins: no | log"));
        Files.delete(log);
        assertThat(pipeline().dryRun(request()).failure()).isNotNull();
    }

    @Test
    void aScanThatWouldNotBeKeptIsRefusedBeforeItIsRead() throws Exception {
        writeLog(DIRECTORY);
        for (int week = 1; week <= 2; week++) {
            TestStore.publish(
                    fixture.store,
                    "fs",
                    request().scanTime().plus(Duration.ofDays(7L * week)),
                    "newer" + week,
                    SampleTree.random(1, 0, 10));
        }
        ImportProgress progress = progress();

        assertThatThrownBy(() -> pipeline().run(request(), progress))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("fscensus.generations.keep is 2");
        assertThat(progress.current()).isNull();
        assertThat(fixture.store.generations("fs")).hasSize(2);
    }

    @Test
    void anImportThatNeedsMoreMemoryThanAllowedSaysHowMuchAndWhatToDo() throws Exception {
        fixture.memory.open().reserve(fixture.memory.limit() - 1000);
        writeLog(DIRECTORY);
        ImportFailedException failure = catchThrowableOfType(
                ImportFailedException.class, () -> pipeline().run(request(), progress()));
        assertThat(failure)
                .hasMessageContaining("Not enough memory")
                .hasMessageContaining(Long.toString(fixture.memory.limit()));
        assertThat(failure.hint()).contains("fscensus.import.memory");
    }

    @Test
    void anImportThatRunsOutOfMemoryForetellsWhatTheWholeLogNeeds() throws Exception {
        // Room for the first 16,383 directories of 40,000, and for not many more.
        fixture.memory.open().reserve(fixture.memory.limit() - 3_500_000);
        writeLog(IntStream.range(0, 40_000)
                .mapToObj(i -> DIRECTORY.replace("-- ", "-- /d" + i))
                .toArray(String[]::new));

        ImportFailedException failure = catchThrowableOfType(
                ImportFailedException.class, () -> fixture.pipeline(10_000).run(request(), progress()));

        assertThat(failure)
                .hasMessageMatching(
                        ".*Not enough memory.* There were [1-9][0-9,]+ directories in its first [1-9][0-9,]+ bytes\\.");
        assertThat(failure.hint())
                .matches("The whole is likely to need [1-9][0-9],[0-9]{3},[0-9]{3} bytes\\. Raise fscensus.*");
    }

    private ImportResult run(ImportRequest request) throws ImportFailedException {
        return pipeline().run(request, progress());
    }

    private ImportPipeline pipeline() {
        return fixture.pipeline(PlainFileSource.DEFAULT_PIECE);
    }

    private ImportRequest request() {
        return fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT);
    }

    private static ImportProgress progress() {
        return PipelineFixture.progress();
    }

    private static java.util.Properties properties(String key, String value) {
        java.util.Properties properties = new java.util.Properties();
        properties.setProperty(key, value);
        return properties;
    }

    private void writeLog(String... lines) throws IOException {
        Files.writeString(log, String.join("", lines), StandardCharsets.US_ASCII);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(fixture.data)) {
            return all.map(Path::toString)
                    .filter(name -> !name.contains("control.db"))
                    .sorted()
                    .toList();
        }
    }
}
