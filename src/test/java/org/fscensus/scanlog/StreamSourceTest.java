package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamSourceTest extends LogSourceContract {
    @Override
    LogSource open(byte[] log, int piece) {
        return new StreamSource(new Trickle(log), "log", piece);
    }

    /** Gives at each call less than is asked for, as pipes and decompressors do. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream all;
        private final Random random = new Random(7);

        Trickle(byte[] all) {
            this.all = new ByteArrayInputStream(all);
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] into, int at, int length) {
            return all.read(into, at, 1 + random.nextInt(length));
        }
    }

    /** Fails at its first byte. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("unexpected end of frame");
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            return read();
        }
    }

    /** Whatever the pieces: a record that goes on behind the end is not there, whichever newlines it holds. */
    @Test
    void ofABeginningOnlyWholeRecordsAreHandedOn() throws IOException {
        byte[] log = "one\ntwo\0three\0fo\nur".getBytes(StandardCharsets.US_ASCII);
        for (int piece = 1; piece <= log.length + 1; piece++) {
            StringBuilder text = new StringBuilder();
            try (StreamSource source = new StreamSource(new Trickle(log), "log", piece, true)) {
                source.terminatedBy(Terminator.NUL);
                Chunk chunk = new Chunk();
                while (source.next(chunk) >= 0) {
                    text.append(new String(
                            chunk.bytes(), chunk.start(), chunk.end() - chunk.start(), StandardCharsets.US_ASCII));
                }
            }
            assertThat(text).hasToString("one\ntwo\0three\0");
        }
    }

    @Test
    void saysWhereAStreamFailedAndFailsForEveryWorkerFromThenOn() throws IOException {
        byte[] log = "0123456\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        InputStream stream = new SequenceInputStream(new ByteArrayInputStream(log), new Broken());
        try (StreamSource source = new StreamSource(stream, "a.zst", 100_000)) {
            Chunk chunk = new Chunk();
            assertThat(source.next(chunk)).isEqualTo(100_000);
            for (int worker = 0; worker < 2; worker++) {
                assertThatThrownBy(() -> source.next(chunk))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("a.zst")
                        .hasMessageContaining("byte 160000")
                        .hasMessageContaining("unexpected end of frame");
            }
        }
    }

    @Test
    void whatASlowStreamHasBroughtIsHandedOn() throws IOException {
        byte[] log = "0123456\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        AtomicLong nanos = new AtomicLong();
        InputStream slow = new ByteArrayInputStream(log) {
            @Override
            public synchronized int read(byte[] into, int at, int length) {
                nanos.addAndGet(100_000_000);
                return super.read(into, at, Math.min(length, 1001));
            }
        };
        try (StreamSource source = new StreamSource(slow, "upload", 1 << 20, false, nanos::get)) {
            Chunk chunk = new Chunk();
            // The head, and then 0.3 s.
            assertThat(source.next(chunk)).isBetween(65_536, 65_536 + 3 * 1001);
            assertThat(source.next(chunk)).isBetween(2 * 1001, 4 * 1001);
        }
    }

    @Test
    void aWorkerThatWaitsForAPipeStopsWhenItIsInterrupted() throws Exception {
        Pipe pipe = Pipe.open();
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (StreamSource source = new StreamSource(Channels.newInputStream(pipe.source()), "pipe", 100)) {
            Thread worker = new Thread(() -> {
                try {
                    source.next(new Chunk());
                } catch (IOException e) {
                    end.set(e);
                }
            });
            worker.start();
            worker.interrupt();
            worker.join(10_000);
            assertThat(end.get()).isInstanceOf(ClosedByInterruptException.class);
        } finally {
            pipe.sink().close();
        }
    }

    @Test
    void closesItsStream() throws IOException {
        AtomicLong closed = new AtomicLong();
        InputStream stream = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        new StreamSource(stream, "log", 1).close();
        assertThat(closed).hasValue(1);
    }
}
