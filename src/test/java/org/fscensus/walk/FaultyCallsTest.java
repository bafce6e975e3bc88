package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.walk.WalkProblem.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks on disks that fail, in processes short of descriptors, and of file systems that tell no types. */
class FaultyCallsTest {
    /** The directories below the root: each below the one before, with a file in it. */
    private static final int DEPTH = 6;

    @TempDir
    Path temporary;

    private Path tree = Path.of("");
    private final FaultyCalls calls = new FaultyCalls();

    @BeforeAll
    static void onlyHere() {
        assumeTrue(Linux.isKnownMachine(), "the machine's system calls are known");
    }

    @BeforeEach
    void grow() throws IOException {
        tree = Files.createDirectory(temporary.toRealPath().resolve("tree"));
        Path directory = tree;
        for (int i = 1; i <= DEPTH; i++) {
            directory = Files.createDirectory(directory.resolve("d" + i));
            Files.createFile(directory.resolve("f" + i));
        }
    }

    private WalkOptions.Builder options() {
        return WalkOptions.builder(tree).roots(List.of(tree));
    }

    /** By one reader, so that the calls come in the same order always. */
    private Map<String, SeenEntry> walk(TreeWalk walk) throws IOException {
        return WalkedEntries.of(walk, 1);
    }

    @Test
    void aFileSystemThatTellsNoTypesIsWalkedAllTheSame() throws IOException {
        Files.createFile(tree.resolve("other"));
        // A pattern for directories, which has to know what is one.
        WalkOptions options = options().exclude(List.of("d5/", "other/")).build();
        calls.typesUnknown = true;
        try (TreeWalk walk = TreeWalk.open(options, calls, true)) {
            assertThat(walk(walk))
                    .isEqualTo(WalkedEntries.of(options, 1))
                    .containsKey(tree + "/other")
                    .hasSize(2 + 2 * 4);
            assertThat(walk.counters().excluded()).isEqualTo(1);
        }
        assertThat(calls.open).isZero();
    }

    @Test
    void aDirectoryThatCannotBeReadToItsEndIsToldAndWhatWasReadCounts() throws IOException {
        // Each directory is listed in two calls, of which the second finds the end: that of d2.
        calls.listFault = call -> call == 6 ? Errno.EIO : 0;
        try (TreeWalk walk = TreeWalk.open(options().build(), calls, true)) {
            assertThat(walk(walk)).isEqualTo(WalkedEntries.of(options().build(), 1));
            assertThat(walk.problems())
                    .containsExactly(new WalkProblem(tree + "/d1/d2", Operation.READ, false, "Input/output error"));
            assertThat(walk.counters().unreadable()).isEqualTo(1);
            assertThat(walk.counters().directoriesRead()).isEqualTo(DEPTH);
        }
        assertThat(calls.open).isZero();
    }

    @Test
    void entriesThatCannotBeAskedAboutAreToldAndTheOthersCount() throws IOException {
        // The walk asks about the root twice, and of each directory about itself and its two entries.
        calls.statFault = call -> call > 2 + 1 + 3 ? Errno.EIO : 0;
        try (TreeWalk walk = TreeWalk.open(options().build(), calls, true)) {
            Map<String, SeenEntry> seen = walk(walk);
            assertThat(seen).containsKeys(tree.toString(), tree + "/d1", tree + "/d1/d2", tree + "/d1/f1");
            assertThat(seen).hasSize(4);
            assertThat(walk.problems())
                    .containsExactly(new WalkProblem(tree + "/d1/d2", Operation.OPEN, false, "Input/output error"));
            assertThat(walk.reasons()).containsValue(1L);
        }
        assertThat(calls.open).isZero();
    }

    @Test
    void aRootThatCannotBeReadEndsTheWalk() throws IOException {
        calls.listFault = call -> Errno.EIO;
        try (TreeWalk walk = TreeWalk.open(options().build(), calls, true);
                EntryReader reader = walk.newReader()) {
            assertThatThrownBy(() -> reader.read(new EntryBatch()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(tree.toString())
                    .hasMessageContaining("Input/output error");
        }
        assertThat(calls.open).isZero();
    }

    @Test
    void aReaderShortOfDescriptorsGivesUpThoseThatItHolds() throws IOException {
        // It holds the directories above. With those, the root's two and the one that it opens there are no more.
        calls.openFault = call -> calls.open >= 4 ? Errno.EMFILE : 0;
        for (boolean byPath : new boolean[] {true, false}) {
            try (TreeWalk walk = TreeWalk.open(options().build(), calls, byPath)) {
                assertThat(walk(walk)).isEqualTo(WalkedEntries.of(options().build(), 1));
                assertThat(walk.problems()).isEmpty();
            }
            assertThat(calls.open).isZero();
        }
    }

    /** No entry is to blame for it, and a scan without the rest of the tree would be wrong. */
    @Test
    void aProcessWithoutDescriptorsEndsTheWalk() throws IOException {
        calls.openFault = call -> calls.open >= 1 && call > 4 ? Errno.EMFILE : 0;
        try (TreeWalk walk = TreeWalk.open(options().build(), calls, true);
                EntryReader reader = walk.newReader()) {
            assertThatThrownBy(() -> {
                        while (reader.read(new EntryBatch())) {
                            assertThat(walk.problems()).isEmpty();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Too many open files");
        }
        assertThat(calls.open).isZero();
    }
}
