package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;

/** Runs the readers of a walk, each on a thread, and holds every batch to its contract. */
final class WalkedEntries {
    private WalkedEntries() {}

    /** By path; none may come twice. */
    static Map<String, SeenEntry> of(WalkOptions options, int readers) throws IOException {
        try (TreeWalk walk = TreeWalk.open(options)) {
            return of(walk, readers);
        }
    }

    static Map<String, SeenEntry> of(TreeWalk walk, int readers) throws IOException {
        List<SeenEntry> seen = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            EntryReader reader = walk.newReader();
            tasks.add(() -> {
                try (reader) {
                    EntryBatch batch = new EntryBatch();
                    while (reader.read(batch)) {
                        seen.addAll(entries(batch));
                    }
                    assertThat(batch.size).isZero();
                }
                return null;
            });
        }
        runAll(tasks);
        assertThat(walk.counters().directoriesQueued()).isZero();
        assertThat(walk.counters().entries()).isEqualTo(seen.size());
        return byPath(seen);
    }

    static Map<String, SeenEntry> byPath(List<SeenEntry> seen) {
        Map<String, SeenEntry> byPath = new TreeMap<>();
        seen.forEach(entry -> assertThat(byPath.put(entry.path(), entry.settled()))
                .as("seen twice: %s", entry.path())
                .isNull());
        return byPath;
    }

    private static void runAll(List<Callable<Void>> tasks) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The entries of a batch, which is as its contract says. */
    static List<SeenEntry> entries(EntryBatch batch) {
        List<SeenEntry> entries = new ArrayList<>();
        for (int i = 0; i < batch.size; i++) {
            String path = text(batch, batch.pathStart[i], batch.pathEnd[i]);
            int name = path.lastIndexOf('/') + 1;
            assertThat(batch.nameStart[i] - batch.pathStart[i]).as(path).isEqualTo(name);
            assertThat(path + "/").startsWith("/").doesNotContain("//", "/./", "/../", "\0");
            if (batch.sameParent[i]) {
                assertThat(i).isPositive();
                assertThat(text(batch, batch.pathStart[i], batch.nameStart[i]))
                        .isEqualTo(text(batch, batch.pathStart[i - 1], batch.nameStart[i - 1]));
            }
            assertThat(batch.bytes.length).isGreaterThanOrEqualTo(batch.pathEnd[i] + EntryBatch.PADDING);
            entries.add(entry(batch, i, path));
        }
        return entries;
    }

    private static SeenEntry entry(EntryBatch batch, int i, String path) {
        return new SeenEntry(
                path,
                batch.directory[i],
                batch.uid[i],
                batch.gid[i],
                batch.apparentBytes[i],
                batch.allocatedBytes[i],
                batch.accessTime[i],
                batch.modifyTime[i],
                batch.inode[i],
                batch.inodeGeneration[i],
                batch.links[i]);
    }

    private static String text(EntryBatch batch, int from, int to) {
        return new String(batch.bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
