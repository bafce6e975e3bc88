package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fscensus.store.DirectoryRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CensusWorkerTest {
    private static final CensusOptions OPTIONS =
            new CensusOptions(1_768_435_200L, false, false, false, Path.of("unused"));
    private static final int PARENTS = 40;
    private static final int CHILDREN = 50;
    private static final int ALIKE = 600;
    private static final int DIRECTORIES = 60_000;
    private static final int WORKERS = 4;

    /** What is known of a directory when its own line comes. */
    private enum Lines {
        /** Not at all. */
        OF_NEW_DIRECTORIES(PARENTS + PARENTS * CHILDREN) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int d = 0; d < CHILDREN; d++) {
                    for (int p = 0; p < PARENTS; p++) {
                        feed.directory(child(p, d), 0, 0);
                    }
                }
            }
        },
        /** By a file of an earlier batch. */
        OF_KNOWN_DIRECTORIES(PARENTS + PARENTS * CHILDREN) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int p = 0; p < PARENTS; p++) {
                    for (int d = 0; d < CHILDREN; d++) {
                        feed.file(child(p, d) + "/file");
                    }
                }
                feed.flush();
                OF_NEW_DIRECTORIES.feed(feed);
            }
        },
        /** Its parent's line comes in the same batch, before or after it. */
        WITH_THEIR_PARENTS(PARENTS + PARENTS * CHILDREN) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int p = 0; p < PARENTS; p++) {
                    for (int d = 0; d < CHILDREN; d++) {
                        if (d == (p % 2 == 0 ? 0 : CHILDREN - 1)) {
                            feed.directory("/p" + p, 0, 0);
                        }
                        feed.directory(child(p, d), 0, 0);
                    }
                    feed.flush();
                }
            }
        },
        /** Only its name tells it from others. */
        OF_SIBLINGS(ALIKE) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int d = 0; d < ALIKE; d++) {
                    feed.directory("/d" + d, 0, 0);
                }
            }
        },
        /** Only its parent tells it from others. */
        OF_THE_SAME_NAME(ALIKE) {
            @Override
            void feed(BatchFeed feed) throws IOException {
                for (int depth = 1; depth <= ALIKE; depth++) {
                    feed.directory("/d".repeat(depth), 0, 0);
                }
            }
        };

        /** Without the root. */
        private final int directories;

        Lines(int directories) {
            this.directories = directories;
        }

        abstract void feed(BatchFeed feed) throws IOException;

        private static String child(int p, int d) {
            return "/p" + p + "/d" + d;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCollisionOfListedDirectoriesEndsTheCensus(Lines lines) {
        assertThatThrownBy(() -> count(lines, PathHash.weak(6)))
                .isInstanceOf(HashCollisionException.class)
                .hasMessageMatching("the hashes of (\\S+) and (?!\\1 )\\S+ are the same");
    }

    @ParameterizedTest
    @EnumSource
    void withoutACollisionEveryDirectoryIsCounted(Lines lines) throws Exception {
        assertThat(count(lines, PathHash.create())).isEqualTo(1 + lines.directories);
    }

    private static long count(Lines lines, PathHash hash) throws IOException {
        try (MemoryBudget.Share memory = new MemoryBudget(1L << 30).open();
                Census census = new Census(OPTIONS, memory, hash)) {
            BatchFeed feed = new BatchFeed(census.newWorker());
            lines.feed(feed);
            feed.flush();
            census.finishScan(() -> {});
            return census.directories();
        }
    }

    @Test
    void workersThatMeetTheSameDirectoriesInAnyOrderMakeTheCensusOfOne() throws Exception {
        List<String> paths = paths(new Random(7));
        List<List<String>> orders = new ArrayList<>();
        for (int w = 0; w < WORKERS; w++) {
            List<String> order = new ArrayList<>(paths);
            if (w == 1) {
                // Children before their parents.
                Collections.reverse(order);
            } else if (w > 1) {
                Collections.shuffle(order, new Random(w));
            }
            orders.add(order);
        }
        List<String> expected;
        try (MemoryBudget.Share memory = new MemoryBudget(1L << 30).open();
                Census census = new Census(OPTIONS, memory)) {
            CensusWorker only = census.newWorker();
            for (int w = 0; w < WORKERS; w++) {
                list(only, orders.get(w), w);
            }
            expected = rows(census);
        }
        assertThat(expected).hasSize(1 + DIRECTORIES);

        try (MemoryBudget.Share memory = new MemoryBudget(1L << 30).open();
                Census census = new Census(OPTIONS, memory)) {
            listByThreads(census, orders);
            assertThat(rows(census)).isEqualTo(expected);
        }
    }

    /** Each below the root or one before it. */
    private static List<String> paths(Random random) {
        List<String> paths = new ArrayList<>(DIRECTORIES);
        for (int i = 0; i < DIRECTORIES; i++) {
            String parent = i < 10 ? "" : paths.get(random.nextInt(i));
            paths.add(parent + "/" + Integer.toString(random.nextInt(5000), 36) + "-" + i);
        }
        return paths;
    }

    private static void listByThreads(Census census, List<List<String>> orders) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int w = 0; w < WORKERS; w++) {
                int number = w;
                CensusWorker worker = census.newWorker();
                ends.add(threads.submit(() -> {
                    list(worker, orders.get(number), number);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Lists directories, each worker with other owners, of which the least counts. */
    private static void list(CensusWorker worker, List<String> paths, int number) throws IOException {
        BatchFeed feed = new BatchFeed(worker);
        for (String path : paths) {
            feed.directory(path, 1 + (path.length() + number) % WORKERS, path.length());
        }
        feed.flush();
    }

    private static List<String> rows(Census census) throws IOException {
        census.finishScan(() -> {});
        assertThat(census.counters().listedDirectories()).isEqualTo(DIRECTORIES);
        assertThat(census.counters().duplicateDirectories()).isEqualTo((WORKERS - 1L) * DIRECTORIES);
        List<String> all = new ArrayList<>();
        DirectoryRows rows = census.order(1, n -> {}).rows();
        while (rows.next()) {
            String name = new String(rows.name(), StandardCharsets.ISO_8859_1);
            all.add(rows.dirId() + " in " + rows.parentId() + " depth " + rows.depth() + " listed " + rows.listed()
                    + " "
                    + rows.uid() + ":" + rows.gid() + " with " + rows.directDirectories() + " of "
                    + rows.recursiveDirectories() + " " + name);
        }
        return all;
    }
}
