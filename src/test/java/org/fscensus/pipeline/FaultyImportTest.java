package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fscensus.census.MemoryBudget;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.scanlog.Terminator;
import org.fscensus.store.Generation;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Throws what nobody expects into every stage of an import, on its own thread, in a worker and beside it. Whatever it is:
 * it comes out, nothing is published, nothing is left on disk, in memory or running, and the next import is fine.
 */
class FaultyImportTest {
    private static final String DIRECTORY = "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n";
    private static final String FILE = "2 1 0 s=5 a=8 u=1 g=1 p=-rw-r--r-- ac=2025-01-01 00:00:00 nl=1 -- /fs/f%d\n";

    @TempDir
    private Path directory;

    private PipelineFixture fixture;
    private Path log;
    private Generation before;
    private List<String> files = List.of();

    /** What is thrown. */
    enum Fault {
        READ_ERROR,
        DEFECT,
        OUT_OF_MEMORY;

        private Throwable make() {
            return switch (this) {
                case READ_ERROR -> new IOException("Input/output error");
                case DEFECT -> new IllegalStateException("a defect");
                case OUT_OF_MEMORY -> new OutOfMemoryError("Java heap space");
            };
        }

        void raise() throws IOException {
            Throwable thrown = make();
            if (thrown instanceof IOException e) {
                throw e;
            }
            raiseUnchecked();
        }

        void raiseUnchecked() {
            Throwable thrown = make();
            if (thrown instanceof Error e) {
                throw e;
            }
            throw thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
        }
    }

    /** Where a source can fail. */
    enum Place {
        OPEN,
        HEAD,
        FIRST_CHUNK,
        LATER_CHUNK,
        END,
        CHECK
    }

    @BeforeEach
    void importOnce() throws Exception {
        fixture = new PipelineFixture(directory.resolve("data"));
        log = directory.resolve("scan.log");
        Files.writeString(
                log,
                DIRECTORY + IntStream.range(0, 2000).mapToObj(FILE::formatted).collect(Collectors.joining()));
        before = fixture.pipeline(1000)
                .run(request(), PipelineFixture.progress())
                .generation();
        files = files();
    }

    static Stream<Arguments> faultsOfSources() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Place.values()).map(place -> Arguments.of(fault, place)));
    }

    @ParameterizedTest
    @MethodSource("faultsOfSources")
    void aSourceThatFails(Fault fault, Place place) throws Exception {
        ImportProgress progress = PipelineFixture.progress();
        List<FaultySource> opened = new ArrayList<>();
        ImportPipeline pipeline = pipeline(path -> {
            if (place == Place.OPEN) {
                fault.raise();
            }
            FaultySource source = new FaultySource(new PlainFileSource(path, 1000), fault, place);
            opened.add(source);
            return source;
        });

        Throwable thrown = catchThrowable(() -> pipeline.run(request(), progress));

        if (fault == Fault.READ_ERROR) {
            assertThat(thrown)
                    .isInstanceOf(ImportFailedException.class)
                    .hasMessageContaining(log.toString())
                    .hasMessageContaining("Input/output error");
        } else {
            assertThat(thrown).hasSameClassAs(fault.make());
        }
        assertThat(opened).allMatch(source -> source.closed);
        assertAllIsAsItWas();
    }

    static Stream<Arguments> faultsOfPhases() {
        return Stream.of(Fault.DEFECT, Fault.OUT_OF_MEMORY)
                .flatMap(fault -> Stream.of(Phase.values())
                        .flatMap(phase -> Stream.of(PhaseSnapshot.State.RUNNING, PhaseSnapshot.State.DONE)
                                .map(moment -> Arguments.of(fault, phase, moment))))
                // Then it is published.
                .filter(all -> !List.of(all.get()).containsAll(List.of(Phase.PUBLISH, PhaseSnapshot.State.DONE)));
    }

    @ParameterizedTest
    @MethodSource("faultsOfPhases")
    void aPhaseThatFailsAsItBeginsOrEnds(Fault fault, Phase phase, PhaseSnapshot.State moment) throws Exception {
        AtomicBoolean thrown = new AtomicBoolean();
        ImportProgress[] progress = new ImportProgress[1];
        progress[0] = new ImportProgress(PipelineFixture.CLOCK, () -> {
            PhaseSnapshot.State state = progress[0]
                    .phases()
                    .get(List.of(Phase.values()).indexOf(phase))
                    .state();
            if (state == moment && thrown.compareAndSet(false, true)) {
                fault.raiseUnchecked();
            }
        });

        assertThat(catchThrowable(() -> fixture.pipeline(1000).run(request(), progress[0])))
                .hasSameClassAs(fault.make());

        assertThat(thrown).isTrue();
        assertThat(progress[0]
                        .phases()
                        .get(List.of(Phase.values()).indexOf(phase))
                        .state())
                .isEqualTo(moment == PhaseSnapshot.State.DONE ? moment : PhaseSnapshot.State.FAILED);
        assertAllIsAsItWas();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DEFECT", "OUT_OF_MEMORY"})
    void namesOfAccountsThatFail(Fault fault) throws Exception {
        PipelineSettings settings = settings(path -> new PlainFileSource(path, 1000), cancel -> {
            fault.raiseUnchecked();
            throw new AssertionError();
        });

        assertThat(catchThrowable(
                        () -> new ImportPipeline(fixture.store, settings).run(request(), PipelineFixture.progress())))
                .hasSameClassAs(fault.make());

        assertAllIsAsItWas();
    }

    private void assertAllIsAsItWas() throws Exception {
        assertThat(fixture.store.generations("fs")).containsExactly(before);
        assertThat(files()).isEqualTo(files);
        assertThat(fixture.memory.used()).isZero();
        // A pool has ended a moment before its threads have.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("scan-fs") || name.startsWith("verify-")));
        Generation next = fixture.pipeline(1000)
                .run(request(), PipelineFixture.progress())
                .generation();
        assertThat(fixture.store.generations("fs")).containsExactly(next);
        assertThat(files()).hasSameSizeAs(files);
    }

    /** A source that fails at one place, and is itself else. */
    private static final class FaultySource implements LogSource {
        private static final int LATER = 7;

        private final LogSource source;
        private final Fault fault;
        private final Place place;
        private final AtomicInteger chunks = new AtomicInteger();
        private volatile boolean closed;

        FaultySource(LogSource source, Fault fault, Place place) {
            this.source = source;
            this.fault = fault;
            this.place = place;
        }

        private void at(Place here) throws IOException {
            if (here == place) {
                fault.raise();
            }
        }

        @Override
        public long sizeInBytes() {
            return source.sizeInBytes();
        }

        @Override
        public LogSource head() throws IOException {
            at(Place.HEAD);
            return source.head();
        }

        @Override
        public void terminatedBy(Terminator terminator) {
            source.terminatedBy(terminator);
        }

        @Override
        public int next(Chunk chunk) throws IOException {
            int number = chunks.incrementAndGet();
            if (number == 1) {
                at(Place.FIRST_CHUNK);
            } else if (number == LATER) {
                at(Place.LATER_CHUNK);
            }
            return source.next(chunk);
        }

        @Override
        public boolean endsWithTerminator() throws IOException {
            at(Place.END);
            return source.endsWithTerminator();
        }

        @Override
        public void checkUnchanged() throws IOException {
            at(Place.CHECK);
            source.checkUnchanged();
        }

        @Override
        public void close() throws IOException {
            closed = true;
            source.close();
        }
    }

    private ImportPipeline pipeline(PipelineSettings.SourceOpener sources) {
        Path none = Path.of("/dev/null");
        return new ImportPipeline(
                fixture.store, settings(sources, cancel -> new AccountNames(none, none, false, cancel)));
    }

    private PipelineSettings settings(
            PipelineSettings.SourceOpener sources, java.util.function.Function<Runnable, AccountNames> accounts) {
        MemoryBudget memory = fixture.memory;
        return new PipelineSettings(
                fixture.data.resolve("scratch"),
                memory,
                new WorkerPermits(4),
                accounts,
                Loader.PAGES,
                sources,
                ShrinkLimit.NONE,
                "test",
                PipelineFixture.CLOCK);
    }

    private ImportRequest request() {
        return fixture.request(log, ReferenceOptions.DEFAULT, 3, RejectLimit.DEFAULT);
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
