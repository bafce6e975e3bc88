package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How readers share a walk, wait for each other, come to its end, and are stopped. */
class WorkSharingTest {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @TempDir
    Path temporary;

    @BeforeAll
    static void onlyHere() {
        assumeTrue(Linux.isKnownMachine(), "the machine's system calls are known");
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    private TreeWalk open() throws IOException {
        Path root = temporary.toRealPath();
        return TreeWalk.open(WalkOptions.builder(root).roots(List.of(root)).build());
    }

    private Future<Boolean> readInBackground(EntryReader reader) {
        return thread.submit(() -> reader.read(new EntryBatch()));
    }

    @Test
    void waitsUntilAllEntriesAreDrawn() throws Exception {
        try (TreeWalk walk = open();
                EntryReader first = walk.newReader();
                EntryReader second = walk.newReader()) {
            EntryBatch batch = new EntryBatch();
            assertThat(first.read(batch)).isTrue();

            Future<Boolean> waiting = readInBackground(second);
            // The first reader has not said yet that it is through with its batch.
            assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(first.read(batch)).isFalse();
            assertThat(waiting.get(1, TimeUnit.SECONDS)).isFalse();
            assertThat(first.read(batch)).isFalse();
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() throws Exception {
        try (TreeWalk walk = open();
                EntryReader first = walk.newReader();
                EntryReader second = walk.newReader()) {
            assertThat(first.read(new EntryBatch())).isTrue();
            Future<Boolean> waiting = readInBackground(second);
            thread.shutdownNow();

            assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void stopsWaitingWhenTheWalkIsClosed() throws Exception {
        TreeWalk walk = open();
        try (EntryReader first = walk.newReader();
                EntryReader second = walk.newReader()) {
            assertThat(first.read(new EntryBatch())).isTrue();
            Future<Boolean> waiting = readInBackground(second);
            walk.close();

            assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS)).hasMessageContaining("given up");
            assertThatThrownBy(walk::newReader).hasMessageContaining("given up");
        }
    }

    @Test
    void stopsReadingWhenInterrupted() throws Exception {
        Shell.run(temporary, "seq 1000 | xargs touch");
        try (TreeWalk walk = open();
                EntryReader reader = walk.newReader()) {
            assertThat(reader.read(new EntryBatch())).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(new EntryBatch())).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void leavesNoDescriptorOpen() throws Exception {
        Shell.run(temporary, "mkdir -p a/b/c/d/e a/f/g; touch a/b/file");
        open().close();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            try (TreeWalk walk = open()) {
                WalkedEntries.of(walk, 2);
            }
            try (TreeWalk walk = open();
                    EntryReader reader = walk.newReader()) {
                assertThat(reader.read(new EntryBatch())).isTrue();
            }
        }
        assertThat(descriptors()).isLessThan(before + 10);
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void sharesALargeDirectoryOfDirectories() throws IOException {
        Shell.run(temporary, "seq -f %06g 3000 | xargs mkdir; seq -f %06g/x 3000 | xargs touch");
        try (TreeWalk walk = open()) {
            assertThat(WalkedEntries.of(walk, 4))
                    .isEqualTo(FoundEntries.of(temporary.toRealPath()))
                    .hasSize(1 + 3000 + 3000);
            assertThat(walk.counters().directoriesRead()).isEqualTo(3001);
        }
    }

    @Test
    void streamsADirectoryOfManyFiles() throws IOException {
        int files = 50_000;
        Shell.run(temporary, "seq 0 " + (files - 1) + " | xargs touch");
        BitSet seen = new BitSet();
        try (TreeWalk walk = open();
                EntryReader reader = walk.newReader()) {
            EntryBatch batch = new EntryBatch();
            while (reader.read(batch)) {
                assertThat(batch.bytes.length).isLessThan(1 << 16);
                for (int i = 0; i < batch.size; i++) {
                    if (!batch.directory[i]) {
                        seen.set(number(batch, i));
                    }
                }
            }
            assertThat(walk.counters().entries()).isEqualTo(files + 1);
            assertThat(walk.counters().slowest()).singleElement().satisfies(slow -> {
                assertThat(slow.path()).isEqualTo(temporary.toRealPath().toString());
                assertThat(slow.seconds()).isPositive();
            });
            assertThat(walk.counters().readNanos()).isPositive();
            assertThat(walk.counters().statNanos()).isPositive();
            assertThat(walk.counters().openNanos()).isPositive();
        } finally {
            Shell.clear(temporary);
        }
        assertThat(seen.cardinality()).isEqualTo(files);
    }

    private static int number(EntryBatch batch, int i) {
        int number = 0;
        for (int at = batch.nameStart[i]; at < batch.pathEnd[i]; at++) {
            number = 10 * number + (batch.bytes[at] - '0');
        }
        return number;
    }
}
