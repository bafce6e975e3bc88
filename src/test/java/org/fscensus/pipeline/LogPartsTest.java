package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.junit.jupiter.api.Test;

class LogPartsTest {
    private static final int FILES = 4;
    private static final int BATCHES = 3;

    private final List<Part> opened = new ArrayList<>();

    /** A file of a few batches, which tells who draws from it. */
    private static final class Part implements LogPart {
        private final boolean oneStream;
        private int left = BATCHES;
        private int readers;
        private boolean finished;
        private boolean closed;

        Part(boolean oneStream) {
            this.oneStream = oneStream;
        }

        @Override
        public boolean isOneStream() {
            return oneStream;
        }

        @Override
        public EntryReader newReader() {
            readers++;
            return new EntryReader() {
                @Override
                public boolean read(EntryBatch batch) {
                    return left-- > 0;
                }

                @Override
                public void close() {
                    readers--;
                }
            };
        }

        @Override
        public void finish() {
            assertThat(closed).isFalse();
            assertThat(readers).isZero();
            finished = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void workersShareAFileThatCanBeReadAnywhere() throws IOException {
        List<EntryReader> workers = workers(3, parts(false, 3));
        drawOnce(workers);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).readers).isEqualTo(3);
    }

    @Test
    void eachWorkerHasAStreamOfItsOwnUntilThereAreAsManyAsMayBeOpen() throws IOException {
        List<EntryReader> workers = workers(5, parts(true, 3));
        drawOnce(workers);
        assertThat(opened).extracting(part -> part.readers).containsExactly(2, 2, 1);
    }

    @Test
    void workersJoinTheFileThatCanBeReadAnywhereRatherThanOpenAnother() throws IOException {
        List<EntryReader> workers = workers(4, new LogParts(open(true), FILES, 4, n -> open(n != 1), budget()));
        drawOnce(workers);
        assertThat(opened).extracting(part -> part.readers).containsExactly(1, 3);
    }

    @Test
    void aWorkerWhoseStreamHasEndedOpensTheNextAndAtLastHelpsWithAnothers() throws IOException {
        List<EntryReader> workers = workers(2, parts(true, 2));
        drawOnce(workers);
        drawOnce(workers);
        EntryReader quick = workers.get(0);
        // What is left of its own, of both others, and of the slow one's.
        for (int n = BATCHES - 2 + 2 * BATCHES + BATCHES - 2; n > 0; n--) {
            assertThat(quick.read(new EntryBatch())).isTrue();
        }
        assertThat(opened).hasSize(FILES);
        assertThat(quick.read(new EntryBatch())).isFalse();
        assertThat(opened).extracting(part -> part.finished).containsExactly(true, false, true, true);
        assertThat(workers.get(1).read(new EntryBatch())).isFalse();
        assertThat(opened).allMatch(part -> part.finished && part.closed);
    }

    @Test
    void everyBatchIsDrawnOnceByAnyNumberOfWorkers() throws IOException {
        for (int count : List.of(1, 2, 3, 9)) {
            opened.clear();
            List<EntryReader> workers = workers(count, parts(true, 3));
            int drawn = 0;
            boolean more = true;
            while (more) {
                more = false;
                for (EntryReader worker : workers) {
                    boolean read = worker.read(new EntryBatch());
                    drawn += read ? 1 : 0;
                    more |= read;
                }
            }
            assertThat(drawn).as("%d workers", count).isEqualTo(FILES * BATCHES);
            assertThat(opened).hasSize(FILES).allMatch(part -> part.finished && part.closed);
        }
    }

    private LogParts parts(boolean oneStream, int atOnce) throws IOException {
        return new LogParts(open(oneStream), FILES, atOnce, number -> open(oneStream), budget());
    }

    private static ReadBudget budget() {
        return ReadBudget.whole(PipelineFixture.progress());
    }

    private Part open(boolean oneStream) {
        Part part = new Part(oneStream);
        opened.add(part);
        return part;
    }

    private static List<EntryReader> workers(int count, LogParts parts) {
        return IntStream.range(0, count).mapToObj(n -> parts.newReader()).toList();
    }

    private static void drawOnce(List<EntryReader> workers) throws IOException {
        for (EntryReader worker : workers) {
            assertThat(worker.read(new EntryBatch())).isTrue();
        }
    }
}
