package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.walk.WalkProblem.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Walks of trees that change meanwhile, and of what cannot be read. Where the moment of a change matters, the tree is
 * made so that a batch is full just there: the root with 127 entries in it.
 */
class ChangingTreeTest {
    private static final int FILES = EntryBatch.CAPACITY - 2;

    @TempDir
    Path temporary;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private Path tree;
    private Path outside;

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @BeforeAll
    static void onlyHere() {
        assumeTrue(Linux.isKnownMachine(), "the machine's system calls are known");
    }

    @BeforeEach
    void make() throws IOException {
        Path root = temporary.toRealPath();
        tree = Files.createDirectory(root.resolve("tree"));
        outside = Files.createDirectories(root.resolve("outside"));
        Files.createDirectory(outside.resolve("sub"));
        Files.createFile(outside.resolve("secret"));
        Files.createFile(outside.resolve("sub/secret"));
        Files.createDirectories(tree.resolve("victim/sub"));
        Files.createFile(tree.resolve("victim/sub/own"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(tree.resolve("f" + i));
        }
    }

    private WalkOptions options() {
        return WalkOptions.builder(tree).roots(List.of(tree)).build();
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Changes the tree when its root has been read, and nothing below it. */
    private List<SeenEntry> walk(TreeWalk walk, Change change) throws IOException {
        List<SeenEntry> seen = new ArrayList<>();
        try (EntryReader reader = walk.newReader()) {
            EntryBatch batch = new EntryBatch();
            assertThat(reader.read(batch)).isTrue();
            assertThat(batch.size).isEqualTo(EntryBatch.CAPACITY);
            change.make();
            do {
                seen.addAll(WalkedEntries.entries(batch));
            } while (reader.read(batch));
        }
        assertThat(seen)
                .extracting(SeenEntry::path)
                .contains(tree + "/victim")
                .noneMatch(path -> path.contains("secret"));
        return seen;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotFollowALinkThatTakesADirectorysPlace(boolean byPath) throws IOException {
        try (TreeWalk walk = TreeWalk.open(options(), Linux.CALLS, byPath)) {
            assertThat(walk(walk, () -> {
                        Files.move(tree.resolve("victim"), outside.resolve("moved"));
                        Files.createSymbolicLink(tree.resolve("victim"), outside);
                    }))
                    .hasSize(EntryBatch.CAPACITY);
            assertThat(walk.counters().unreadable()).isEqualTo(1);
            assertThat(walk.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.path()).isEqualTo(tree + "/victim");
                assertThat(problem.operation()).isEqualTo(Operation.OPEN);
                assertThat(problem.vanished()).isFalse();
                assertThat(problem.reason()).isIn("Not a directory", "A symbolic link stands in the way");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotFollowALinkThatTakesTheParentsPlace(boolean byPath) throws Exception {
        for (int i = 0; i < FILES; i++) {
            Files.createFile(tree.resolve("victim/g" + i));
        }
        Files.createDirectory(tree.resolve("victim/another"));
        try (TreeWalk walk = TreeWalk.open(options(), Linux.CALLS, byPath);
                EntryReader first = walk.newReader();
                EntryReader second = walk.newReader()) {
            EntryBatch batch = new EntryBatch();
            assertThat(first.read(batch)).isTrue();
            assertThat(first.read(batch)).isTrue();
            assertThat(WalkedEntries.entries(batch))
                    .hasSize(EntryBatch.CAPACITY)
                    .extracting(SeenEntry::path)
                    .contains(tree + "/victim/sub");
            Files.move(tree.resolve("victim"), outside.resolve("moved"));
            Files.createSymbolicLink(tree.resolve("victim"), outside);

            // Taken from the first reader's part, without its open parent: so by the path from the root.
            Future<Boolean> rest = thread.submit(() -> second.read(new EntryBatch()));
            await().until(() -> walk.counters().unreadable() == 2);
            assertThat(first.read(batch)).isFalse();
            assertThat(rest.get(1, TimeUnit.SECONDS)).isFalse();
            assertThat(walk.problems())
                    .extracting(WalkProblem::path)
                    .containsExactly(tree + "/victim/another", tree + "/victim/sub");
        }
    }

    @Test
    void doesNotReadAnotherDirectoryInADirectorysPlace() throws IOException {
        try (TreeWalk walk = TreeWalk.open(options())) {
            assertThat(walk(walk, () -> {
                        Files.move(tree.resolve("victim"), outside.resolve("moved"));
                        Files.move(outside.resolve("sub"), tree.resolve("victim"));
                    }))
                    .hasSize(EntryBatch.CAPACITY);
            assertThat(walk.counters().vanished()).isEqualTo(1);
            assertThat(walk.problems())
                    .containsExactly(new WalkProblem(
                            tree + "/victim", Operation.OPEN, true, "Another directory has taken its place"));
        }
    }

    @Test
    void countsADirectoryThatVanishes() throws IOException {
        try (TreeWalk walk = TreeWalk.open(options())) {
            walk(walk, () -> Shell.run(tree, "rm -r victim"));

            assertThat(walk.counters().vanished()).isEqualTo(1);
            assertThat(walk.counters().entries()).isEqualTo(EntryBatch.CAPACITY);
            assertThat(walk.problems())
                    .containsExactly(
                            new WalkProblem(tree + "/victim", Operation.OPEN, true, "No such file or directory"));
        }
    }

    @Test
    void countsFilesThatVanishAndKeepsSamples() throws IOException {
        for (int i = 0; i < 1000; i++) {
            Files.createFile(tree.resolve("victim/sub/g" + i));
        }
        WalkOptions options = WalkOptions.builder(tree.resolve("victim"))
                .roots(List.of(tree))
                .problemSamples(3)
                .build();
        try (TreeWalk walk = TreeWalk.open(options);
                EntryReader reader = walk.newReader()) {
            EntryBatch batch = new EntryBatch();
            assertThat(reader.read(batch)).isTrue();
            Shell.run(tree, "rm -r victim/sub");

            assertThat(reader.read(batch)).isFalse();
            // The directory itself, whose list has no end any more, is the last.
            assertThat(walk.counters().vanished()).isEqualTo(1003 - EntryBatch.CAPACITY + 1);
            assertThat(walk.counters().entries()).isEqualTo(EntryBatch.CAPACITY);
            assertThat(walk.problems())
                    .hasSize(3)
                    .isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
            assertThat(walk.problems()).extracting(WalkProblem::vanished).containsOnly(true);
            assertThat(walk.problems())
                    .extracting(WalkProblem::operation)
                    .containsExactly(Operation.READ, Operation.STAT, Operation.STAT);
        }
    }

    @Test
    void failsWhenTheRootVanishes() throws IOException {
        try (TreeWalk walk = TreeWalk.open(options());
                EntryReader reader = walk.newReader()) {
            assertThat(reader.read(new EntryBatch())).isTrue();
            Shell.run(tree, "rm -r ../tree");

            assertThatThrownBy(() -> {
                        while (reader.read(new EntryBatch())) {
                            // Whatever is still there.
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("listing " + tree + ": No such file or directory");
        }
    }

    @Test
    void countsADirectoryThatItMayNotRead() throws IOException {
        Shell.run(tree, "chmod 755 . ..; chmod 700 victim");
        // The directories above are the test's own, and closed to others.
        Shell.run(temporary, "chmod 755 .");
        try (TreeWalk walk = TreeWalk.open(options());
                AsNobody nobody = new AsNobody()) {
            assertThat(nobody).isNotNull();
            List<SeenEntry> seen = walk(walk, () -> {});

            assertThat(seen).hasSize(EntryBatch.CAPACITY);
            assertThat(walk.counters().unreadable()).isEqualTo(1);
            assertThat(walk.counters().directoriesRead()).isEqualTo(1);
            assertThat(walk.problems())
                    .containsExactly(new WalkProblem(tree + "/victim", Operation.OPEN, false, "Permission denied"));
        }
    }

    @Test
    void countsEntriesThatItMayNotAskAbout() throws IOException {
        Shell.run(tree, "chmod 755 . ..; chmod 744 victim; chmod 755 " + temporary);
        try (TreeWalk walk = TreeWalk.open(options());
                AsNobody nobody = new AsNobody()) {
            assertThat(nobody).isNotNull();
            walk(walk, () -> {});

            assertThat(walk.counters().unreadable()).isEqualTo(1);
            assertThat(walk.counters().directoriesRead()).isEqualTo(2);
            assertThat(walk.problems())
                    .containsExactly(new WalkProblem(tree + "/victim/sub", Operation.STAT, false, "Permission denied"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverSeesWhatIsOutsideWhileLinksAreSwappedIn(boolean byPath) throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.createDirectories(tree.resolve("victim/d" + i + "/sub"));
            Files.createDirectories(outside.resolve("d" + i + "/sub"));
            Files.createFile(outside.resolve("d" + i + "/sub/secret"));
        }
        AtomicBoolean stop = new AtomicBoolean();
        Path victim = tree.resolve("victim");
        Path aside = tree.resolve("aside");
        Path link = Files.createSymbolicLink(tree.resolveSibling("link"), outside);
        Future<Integer> swaps = thread.submit(() -> {
            int count = 0;
            for (; !stop.get(); count++) {
                Files.move(victim, aside);
                Files.move(link, victim);
                Files.move(victim, link);
                Files.move(aside, victim);
            }
            return count;
        });
        long disturbed = 0;
        long end = System.nanoTime() + 2_000_000_000L;
        int walks = 0;
        while (System.nanoTime() < end) {
            try (TreeWalk walk = TreeWalk.open(options(), Linux.CALLS, byPath)) {
                Map<String, SeenEntry> seen = WalkedEntries.of(walk, 2);
                assertThat(seen.keySet()).noneMatch(path -> path.contains("secret"));
                disturbed += walk.counters().vanished() + walk.counters().unreadable();
                walks++;
            }
        }
        stop.set(true);
        assertThat(swaps.get(5, TimeUnit.SECONDS)).isGreaterThan(100);
        assertThat(walks).isGreaterThan(10);
        assertThat(disturbed).as("times that a walk ran into a swap").isPositive();
    }
}
