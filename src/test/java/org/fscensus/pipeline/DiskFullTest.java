package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.it.TinyDisk;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.fscensus.store.Loader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The disk of the data directory is full from the beginning of a phase on. */
class DiskFullTest {
    private static final long DISK = 48L << 20;

    /** Which write, and more than lies about in the last page of a file. */
    private static final Set<Phase> WRITING = Set.of(Phase.SCAN, Phase.WRITE, Phase.INDEX);

    @TempDir
    private Path directory;

    /** Null where the test is skipped. */
    private @Nullable TinyDisk disk;

    private Path log;

    @BeforeEach
    void mount() throws Exception {
        log = directory.resolve("scan.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(4000, 30_000, 1)).writeTo(out);
        }
        disk = TinyDisk.mount(directory.resolve("data"), DISK);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    static Stream<Arguments> momentsAndSizes() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(0, 64 << 10).map(free -> Arguments.of(Loader.PAGES, phase, free)));
    }

    static Stream<Arguments> everyWay() {
        return Stream.concat(momentsAndSizes(), WRITING.stream().map(phase -> Arguments.of(Loader.JDBC, phase, 0)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void theImportFailsAndSaysWhyAndTheNextIsFine(Loader loader, Phase phase, int free) throws Exception {
        PipelineFixture fixture = new PipelineFixture(directory.resolve("data"), loader);
        Generation before = run(fixture, PipelineFixture.progress());
        List<String> files = files();
        ImportProgress[] progress = new ImportProgress[1];
        progress[0] = new ImportProgress(PipelineFixture.CLOCK, () -> fillAsItBegins(phase, progress[0], free));

        ImportFailedException failure = null;
        Generation served = before;
        try {
            served = run(fixture, progress[0]);
        } catch (ImportFailedException e) {
            failure = e;
        }
        disk().release();

        if (WRITING.contains(phase) && free == 0) {
            assertThat(failure).isNotNull();
        }
        if (failure != null) {
            assertThat(failure.getMessage()).matches("(?is).*(no space left|disk is full|not enough space).*");
            assertThat(failure.hint()).containsIgnoringCase("disk");
            assertThat(files()).isEqualTo(files);
        }
        assertThat(fixture.store.generations("fs")).containsExactly(served);
        assertThat(fixture.memory.used()).isZero();
        assertThat(fixture.data.resolve("scratch")).isEmptyDirectory();

        Generation next = run(fixture, PipelineFixture.progress());
        assertThat(fixture.store.generations("fs")).containsExactly(next);
        assertThat(files()).hasSameSizeAs(files);
    }

    private TinyDisk disk() {
        return Objects.requireNonNull(disk);
    }

    private void fillAsItBegins(Phase phase, ImportProgress progress, long free) {
        if (progress.phases().get(List.of(Phase.values()).indexOf(phase)).state() == PhaseSnapshot.State.RUNNING) {
            try {
                disk().leave(free);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Generation run(PipelineFixture fixture, ImportProgress progress) throws ImportFailedException {
        return fixture.pipeline(100_000)
                .run(fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT), progress)
                .generation();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("data"))) {
            return all.map(Path::toString)
                    .filter(name -> !name.contains("control.db"))
                    .sorted()
                    .toList();
        }
    }
}
