package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.Terminator;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody writes to a log while it is imported: what was read is of no one moment, and is not published. */
class ChangingSourceTest {
    private static final String DIRECTORY = "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n";
    private static final String FILE = "2 1 0 s=5 a=8 u=1 g=1 p=-rw-r--r-- ac=2025-01-01 00:00:00 nl=1 -- /fs/f%d\n";

    @TempDir
    private Path directory;

    /** What happens to a log. */
    enum Change {
        TRUNCATED {
            @Override
            void apply(Path log) throws IOException {
                try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                    file.setLength(file.length() / 2);
                }
            }
        },
        GROWN {
            @Override
            void apply(Path log) throws IOException {
                Files.writeString(log, "more", StandardOpenOption.APPEND);
            }
        },
        REPLACED_BY_THE_SAME {
            @Override
            void apply(Path log) throws IOException {
                FileTime modified = Files.getLastModifiedTime(log);
                Path other = Files.copy(log, log.resolveSibling("other"));
                Files.setLastModifiedTime(other, modified);
                Files.move(other, log, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        DELETED {
            @Override
            void apply(Path log) throws IOException {
                Files.delete(log);
            }
        };

        abstract void apply(Path log) throws IOException;
    }

    static Stream<Arguments> changes() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(false, true).map(compressed -> Arguments.of(change, compressed)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theImportFailsAndNamesTheLogAndTheNextIsFine(Change change, boolean compressed) throws Exception {
        PipelineFixture fixture = new PipelineFixture(directory.resolve("data"));
        Path log = directory.resolve("scan.log");
        write(log, compressed);
        Generation before = run(fixture.opening(1000), fixture, log);

        ImportPipeline changing =
                fixture.over(path -> new Changed(new LogFiles(2, ExpansionLimit.NONE).open(path, 1000), change, log));
        assertThatThrownBy(() -> run(changing, fixture, log))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining(log.toString());

        assertThat(fixture.store.generations("fs")).containsExactly(before);
        assertThat(fixture.data.resolve("scratch")).isEmptyDirectory();
        write(log, compressed);
        Generation next = run(fixture.opening(1000), fixture, log);
        assertThat(fixture.store.generations("fs")).containsExactly(next);
    }

    private static void write(Path log, boolean compressed) throws IOException {
        String text =
                DIRECTORY + IntStream.range(0, 3000).mapToObj(FILE::formatted).collect(Collectors.joining());
        try (OutputStream file = Files.newOutputStream(log);
                OutputStream out = compressed ? new GZIPOutputStream(file) : file) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static Generation run(ImportPipeline pipeline, PipelineFixture fixture, Path log)
            throws ImportFailedException {
        return pipeline.run(
                        fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT),
                        PipelineFixture.progress())
                .generation();
    }

    /** A source whose file changes before its third piece. */
    private record Changed(LogSource source, Change change, Path log, AtomicInteger pieces) implements LogSource {
        private static final int THIRD = 3;

        Changed(LogSource source, Change change, Path log) {
            this(source, change, log, new AtomicInteger());
        }

        @Override
        public int next(Chunk chunk) throws IOException {
            if (pieces.incrementAndGet() == THIRD) {
                change.apply(log);
            }
            return source.next(chunk);
        }

        @Override
        public long sizeInBytes() {
            return source.sizeInBytes();
        }

        @Override
        public LogSource head() throws IOException {
            return source.head();
        }

        @Override
        public void terminatedBy(Terminator terminator) {
            source.terminatedBy(terminator);
        }

        @Override
        public boolean endsWithTerminator() throws IOException {
            return source.endsWithTerminator();
        }

        @Override
        public void checkUnchanged() throws IOException {
            source.checkUnchanged();
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
