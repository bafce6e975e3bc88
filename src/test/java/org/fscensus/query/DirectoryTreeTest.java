package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.fscensus.entry.PathText;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths against a map of all of them. */
class DirectoryTreeTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final String[] ODD = {
        "a", "a b", "a%01", "a-b", "a.b", "ab", "A", "%01", "%80", "%FF", "%FF%FE", "\u00e9", "\u4e2d", "*", "[a]",
        "%25", " ", "~"
    };

    private final GenerationStore store;

    DirectoryTreeTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Generation publish(SampleTree tree) throws Exception {
        return TestStore.publish(store, "fs", SCAN, "job", tree);
    }

    /** Each directory by its path, and paths beside them that there are not. */
    private void assertAllAreFound(SampleTree tree, Random random) throws Exception {
        Generation generation = publish(tree);
        Map<ScanPath, Long> known = new HashMap<>();
        List<Dir> all = tree.directories();
        for (Dir dir : all) {
            known.put(ScanPath.parse(dir.path()), (long) dir.dirId);
        }
        try (Database database = Database.open(store, generation, Duration.ofSeconds(10), Permitted.EVERYTHING)) {
            DirectoryTree paths = new DirectoryTree(database);
            known.forEach(
                    (path, id) -> assertThat(paths.find(path)).as(path.text()).isEqualTo(OptionalLong.of(id)));
            for (Dir dir : all) {
                ScanPath near = beside(ScanPath.parse(dir.path()), random);
                Long id = known.get(near);
                assertThat(paths.find(near))
                        .as(near.text())
                        .isEqualTo(id == null ? OptionalLong.empty() : OptionalLong.of(id));
            }
        }
    }

    /** A path with one component more, less, or changed at any place. */
    private static ScanPath beside(ScanPath path, Random random) {
        List<byte[]> components = new ArrayList<>(path.components());
        byte[] odd = PathText.decode(ODD[random.nextInt(ODD.length)]);
        int at = random.nextInt(components.size() + 1);
        int change = random.nextInt(3);
        if (change == 0 || at == components.size()) {
            components.add(at, odd);
        } else if (change == 1) {
            components.set(at, odd);
        } else {
            components.remove(at);
        }
        return new ScanPath(components);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyPathOfARandomTree(long seed) throws Exception {
        assertAllAreFound(SampleTree.random(seed, SCAN.getEpochSecond(), 700), new Random(seed));
    }

    /** Names that sort otherwise as whole paths: "/a b" comes behind "/a/b". Every prefix of a path is one. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void namesOfAllBytes(long seed) throws Exception {
        Random random = new Random(seed);
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        for (int i = 0; i < 500; i++) {
            StringBuilder path = new StringBuilder();
            for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
                path.append('/').append(ODD[random.nextInt(ODD.length)]);
            }
            tree.directory(path.toString(), 0, 0);
        }
        assertAllAreFound(tree, random);
    }

    @Test
    void aChainWithBranches() throws Exception {
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        StringBuilder path = new StringBuilder();
        for (int depth = 1; depth <= 1300; depth++) {
            path.append("/m");
            tree.directory(path.toString(), 0, 0);
            if (depth % 50 == 0) {
                tree.directory(path + "/a", 0, 0);
                tree.directory(path + "/x/y/z", 0, 0);
            }
        }
        assertAllAreFound(tree, new Random(7));
    }

    @Test
    void aDirectoryOfVeryManyChildren() throws Exception {
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            tree.directory("/wide/" + Integer.toHexString(random.nextInt()), 0, 0);
        }
        tree.directory("/wide/8/below", 0, 0);
        assertAllAreFound(tree, random);
    }

    @Test
    void theRootAlone() throws Exception {
        Generation generation = publish(new SampleTree(SCAN.getEpochSecond()));
        try (Database database = Database.open(store, generation, Duration.ofSeconds(10), Permitted.EVERYTHING)) {
            DirectoryTree paths = new DirectoryTree(database);
            assertThat(paths.find(DirectoryTree.ROOT_PATH)).hasValue(1);
            assertThat(paths.find(ScanPath.parse("/a"))).isEmpty();
        }
    }

    /** Each row's path, in an order in which some ancestors are known already and others are not. */
    @Test
    void rowsReadBackAsTheirPaths() throws Exception {
        SampleTree tree = SampleTree.random(9, SCAN.getEpochSecond(), 500);
        Generation generation = publish(tree);
        List<Dir> all = new ArrayList<>(tree.directories());
        Collections.shuffle(all, new Random(9));
        try (Database database = Database.open(store, generation, Duration.ofSeconds(10), Permitted.EVERYTHING)) {
            DirectoryTree paths = new DirectoryTree(database);
            for (Dir dir : all) {
                DirectoryRow row = row(dir);
                assertThat(paths.path(row).text()).isEqualTo(dir.path());
                assertThat(paths.text(row)).isEqualTo(dir.path());
            }
            Figures none = new Figures(0, 0, 0, 0, null);
            DirectoryRow lost = new DirectoryRow(9, 4711, ScanPath.ofName(new byte[] {'x'}), 2, none, none, 0L, 0L, 0);
            assertThatThrownBy(() -> paths.path(lost))
                    .isInstanceOf(QuestionException.class)
                    .hasMessageContaining("4711");
        }
    }

    private static DirectoryRow row(Dir dir) {
        Figures none = new Figures(0, 0, 0, 0, null);
        Dir parent = dir.parent;
        return new DirectoryRow(
                dir.dirId,
                parent == null ? 0 : parent.dirId,
                ScanPath.ofName(dir.name),
                dir.depth(),
                none,
                none,
                null,
                null,
                0);
    }
}
