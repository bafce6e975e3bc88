package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fscensus.reference.CensusDump;
import org.fscensus.reference.CensusUnderTest;
import org.fscensus.reference.CorpusContract;
import org.fscensus.reference.DatabaseFigures;
import org.fscensus.reference.RandomLog;
import org.fscensus.reference.ReferenceCensus;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.scanlog.codec.Compression;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several logs are one scan, as if they stood in one file. */
class SeveralLogsTest {
    private static final String LINE =
            "<0> %1$d 1 0 s=10 a=8 u=1 g=2 p=-rw-r--r-- ac=2026-01-01 00:00:00 -- /fs/f%1$d\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @SuppressWarnings("NullAway.Init") // made before each test
    private PipelineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.toRealPath().resolve("data"));
    }

    private List<Path> files(List<byte[]> contents) throws IOException {
        List<Path> files = new ArrayList<>();
        for (byte[] content : contents) {
            files.add(Files.write(fixture.data.resolve("part" + files.size()), content));
        }
        return files;
    }

    private List<Path> texts(String... contents) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String content : contents) {
            all.add(content.getBytes(StandardCharsets.UTF_8));
        }
        return files(all);
    }

    private ImportRequest request(List<Path> files, int workers) {
        ImportRequest one = fixture.request(files.get(0), ReferenceOptions.DEFAULT, workers, RejectLimit.DEFAULT);
        return new ImportRequest(
                one.jobId(),
                new ImportSource.Logs(files),
                one.filesystem(),
                one.scanTime(),
                one.scanTimeOrigin(),
                one.options());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aLogCutIntoFilesGivesTheFiguresOfTheWhole(int workers) throws Exception {
        Random random = new Random(workers);
        CensusUnderTest cutUp = (log, options) -> {
            ImportRequest whole = fixture.request(directory, options, workers, RejectLimit.ofPercent(100));
            ImportRequest asked = new ImportRequest(
                    whole.jobId(),
                    new ImportSource.Logs(files(compressed(cut(log, random), random))),
                    // Logs of random times: some would be too old beside the others.
                    whole.jobId(),
                    whole.scanTime(),
                    whole.scanTimeOrigin(),
                    whole.options());
            ImportResult result = fixture.opening(977).run(asked, PipelineFixture.progress());
            return DatabaseFigures.read(fixture.data.resolve(result.generation().database()), result.counters());
        };
        for (int round = 0; round < 5; round++) {
            RandomLog log = RandomLog.of(random.nextLong());
            assertThat(CensusDump.differences(
                            CorpusContract.dump(new ReferenceCensus(), log.log(), log.options()),
                            CorpusContract.dump(cutUp, log.log(), log.options())))
                    .isEmpty();
        }
    }

    /** In all ways: of those that come as one stream workers read several beside each other. */
    private static List<byte[]> compressed(List<byte[]> files, Random random) {
        Compression[] ways = Compression.values();
        return files.stream()
                .map(file -> {
                    Compression way = ways[random.nextInt(ways.length)];
                    return random.nextInt(4) == 0 || way.text(file) != file ? file : way.compress(file);
                })
                .toList();
    }

    /** At line ends, into up to six files, some of them empty. */
    private static List<byte[]> cut(byte[] log, Random random) {
        List<byte[]> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (byte b : log) {
            part.write(b);
            if (b == '\n' && parts.size() < 5 && random.nextInt(20) == 0) {
                parts.add(part.toByteArray());
                part.reset();
                if (random.nextInt(4) == 0) {
                    parts.add(new byte[0]);
                }
            }
        }
        parts.add(part.toByteArray());
        return parts;
    }

    @Test
    void aRejectedLineIsToldWithItsFileAndItsNumberThere() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append(LINE.formatted(i));
        }
        List<Path> files =
                texts(many.toString(), LINE.formatted(1000) + "bad 1\n", many + "bad 2\n" + LINE.formatted(1001));
        ImportProgress progress = PipelineFixture.progress();
        fixture.pipeline(100).run(request(files, 3), progress);
        assertThat(progress.rejectedLines())
                .extracting(RejectedLine::file, RejectedLine::lineNumber, RejectedLine::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(files.get(1).toString(), 2L, "bad 1"),
                        org.assertj.core.groups.Tuple.tuple(files.get(2).toString(), 301L, "bad 2"));
    }

    @Test
    void oneFileThatIsNoLogFailsTheScanByName() throws Exception {
        List<Path> files = texts(LINE.formatted(1).repeat(500), "no\nlog\n", LINE.formatted(2));
        assertThatThrownBy(() -> fixture.pipeline(100).run(request(files, 2), PipelineFixture.progress()))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining(files.get(1).toString())
                .hasMessageContaining("It begins: no | log");
        assertThat(fixture.store.generations("fs")).isEmpty();
    }

    @Test
    void aFileThatIsGoneFailsTheScanByName() throws Exception {
        List<Path> files = texts(LINE.formatted(1), LINE.formatted(2));
        Files.delete(files.get(1));
        assertThatThrownBy(() -> fixture.pipeline(100).run(request(files, 2), PipelineFixture.progress()))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining(files.get(1).toString());
    }

    @Test
    void filesWithoutEntriesAreWarnedOfAndAScanOfNothingElseFails() throws Exception {
        List<Path> files = texts("[I] a notice\n", LINE.formatted(1), "");
        ImportResult result = fixture.pipeline(100).run(request(files, 2), PipelineFixture.progress());
        assertThat(result.warnings())
                .anySatisfy(w -> assertThat(w)
                        .contains("2 of 3 files hold no entry")
                        .contains(files.get(0) + ", " + files.get(2)));
        List<Path> nothing = texts("", "");
        assertThatThrownBy(() -> fixture.pipeline(100).run(request(nothing, 2), PipelineFixture.progress()))
                .hasMessageContaining("It is empty");
    }

    @Test
    void theWorstFileIsNamedWhereTooManyLinesAreRejected() throws Exception {
        List<Path> files =
                texts(LINE.formatted(1).repeat(50) + "bad\n", LINE.formatted(1).repeat(50) + "bad\nbad\n");
        assertThatThrownBy(() -> fixture.pipeline(100).run(request(files, 2), PipelineFixture.progress()))
                .hasMessageContaining("3 of 103")
                .hasMessageContaining("most of them, 2, are in " + files.get(1));
    }
}
