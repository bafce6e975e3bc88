package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.fscensus.entry.EntryBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every source owes to the workers, wherever its bytes come from and however they are cut. */
abstract class LogSourceContract {
    /** A source of those bytes, drawn in pieces of that size. */
    abstract LogSource open(byte[] log, int piece) throws IOException;

    /** What a log takes in the source, which all its chunks together stand for. */
    long bytesOf(byte[] log) throws IOException {
        return log.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096, 1 << 20})
    void chunksInOrderAreTheSourceWhateverThePiece(int piece) throws IOException {
        Random random = new Random(piece);
        for (int round = 0; round < 20; round++) {
            byte[] log = randomLines(random);
            Map<Long, byte[]> chunks = new TreeMap<>();
            try (LogSource source = open(log, piece)) {
                assertThat(source.sizeInBytes()).isIn(bytesOf(log), LogSource.UNKNOWN_SIZE);
                assertThat(draw(source, log, chunks)).isEqualTo(bytesOf(log));
                source.checkUnchanged();
            }
            assertThat(together(chunks)).isEqualTo(log);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 4096, 1 << 20})
    void recordsMayEndWithNulAndHoldNewlines(int piece) throws IOException {
        Random random = new Random(piece);
        for (int round = 0; round < 20; round++) {
            byte[] log = randomLines(random);
            for (int i = 0; i < log.length; i++) {
                log[i] = log[i] == '\n' ? 0 : random.nextInt(3) == 0 ? (byte) '\n' : log[i];
            }
            Map<Long, byte[]> chunks = new TreeMap<>();
            try (LogSource source = open(log, piece)) {
                source.terminatedBy(Terminator.NUL);
                assertThat(draw(source, log, chunks, (byte) 0)).isEqualTo(bytesOf(log));
            }
            assertThat(together(chunks)).isEqualTo(log);
        }
    }

    @Test
    void manyWorkersDrawEveryLineOnce() throws Exception {
        byte[] log = numberedLines(20_000);
        Map<Long, byte[]> chunks = new ConcurrentSkipListMap<>();
        AtomicLong bytes = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (LogSource source = open(log, 100)) {
            Callable<Long> worker = () -> bytes.addAndGet(draw(source, log, chunks));
            for (Future<Long> ended : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(bytes).hasValue(bytesOf(log));
        assertThat(together(chunks)).isEqualTo(log);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5000, 1 << 20})
    void cutsALineOffThatIsTooLongToBeOne(int piece) throws IOException {
        byte[] log = new byte[3 * LogSource.LONGEST_LINE];
        Arrays.fill(log, (byte) 'x');
        log[5] = '\n';
        log[log.length - 10] = '\n';
        List<Integer> lines = new ArrayList<>();
        long bytes = 0;
        try (LogSource source = open(log, piece)) {
            Chunk chunk = new Chunk();
            for (int n; (n = source.next(chunk)) >= 0; bytes += n) {
                assertThat(chunk.bytes().length).isLessThan(5 * LogSource.LONGEST_LINE / 2);
                for (int at = chunk.start(); at < chunk.end(); ) {
                    int end = LineEnds.next(chunk.bytes(), at, chunk.end());
                    lines.add(end - at);
                    at = end + 1;
                }
            }
        }
        assertThat(bytes).isEqualTo(bytesOf(log));
        assertThat(lines).hasSize(3).startsWith(5).endsWith(9);
        assertThat(lines.get(1)).isGreaterThan(LogSource.LONGEST_LINE);
    }

    @Test
    void aLineOfTheGreatestLengthIsWhole() throws IOException {
        byte[] log = new byte[LogSource.LONGEST_LINE + 3];
        Arrays.fill(log, (byte) 'x');
        log[1] = '\n';
        log[LogSource.LONGEST_LINE + 2] = '\n';
        Map<Long, byte[]> chunks = new TreeMap<>();
        try (LogSource source = open(log, 1000)) {
            draw(source, log, chunks);
        }
        assertThat(together(chunks)).isEqualTo(log);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 20_000})
    void theHeadShowsTheBeginningAndTakesNothing(int lines) throws IOException {
        byte[] log = numberedLines(lines);
        Map<Long, byte[]> chunks = new TreeMap<>();
        try (LogSource source = open(log, 10)) {
            checkHead(source, log);
            draw(source, log, chunks);
            checkHead(source, log);
        }
        assertThat(together(chunks)).isEqualTo(log);
    }

    private static void checkHead(LogSource source, byte[] log) throws IOException {
        try (LogSource head = source.head()) {
            Chunk chunk = new Chunk();
            if (log.length == 0) {
                assertThat(head.next(chunk)).isNegative();
                return;
            }
            assertThat(head.next(chunk)).isPositive();
            assertThat(chunk.offset()).isZero();
            assertThat(chunk.start()).isZero();
            assertThat(chunk.end()).isGreaterThan(Math.min(log.length, 50_000) - 1);
            assertThat(chunk.bytes()[chunk.end() - 1]).isEqualTo((byte) '\n');
            assertThat(Arrays.copyOf(chunk.bytes(), chunk.end())).isEqualTo(Arrays.copyOf(log, chunk.end()));
        }
    }

    private static long draw(LogSource source, byte[] log, Map<Long, byte[]> chunks) throws IOException {
        return draw(source, log, chunks, (byte) '\n');
    }

    /** Draws what is left, checks each chunk by itself, and returns the bytes that the source says it gave. */
    private static long draw(LogSource source, byte[] log, Map<Long, byte[]> chunks, byte terminator)
            throws IOException {
        long bytes = 0;
        Chunk chunk = new Chunk();
        for (int n; (n = source.next(chunk)) >= 0; bytes += n) {
            byte[] lines = Arrays.copyOfRange(chunk.bytes(), chunk.start(), chunk.end());
            assertThat(chunks.put(chunk.index(), lines)).isNull();
            int from = Math.toIntExact(chunk.offset() + chunk.start());
            int to = Math.toIntExact(chunk.offset() + chunk.end());
            assertThat(lines).isEqualTo(Arrays.copyOfRange(log, from, to));
            assertThat(lines.length == 0 || lines[lines.length - 1] == terminator || to == log.length)
                    .isTrue();
            assertThat(Arrays.copyOfRange(chunk.bytes(), chunk.end(), chunk.end() + EntryBatch.PADDING))
                    .containsOnly(0);
        }
        return bytes;
    }

    private static byte[] together(Map<Long, byte[]> chunks) {
        assertThat(chunks.keySet())
                .containsExactlyElementsOf(
                        LongStream.range(0, chunks.size()).boxed().toList());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] numberedLines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("line ").append(i).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] randomLines(Random random) {
        StringBuilder lines = new StringBuilder();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            lines.append("x".repeat(random.nextInt(12))).append(i + 1 == count && random.nextBoolean() ? "" : "\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
