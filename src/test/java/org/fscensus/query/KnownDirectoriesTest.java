package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier questions have left behind changes no answer. */
class KnownDirectoriesTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final GenerationStore store;
    private final DirectoryQuery query;

    KnownDirectoriesTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
        query = new DirectoryQuery(store, new Filesystems(store), new MountAliases(Map.of()), TIMEOUT, new FanOut(0));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record Question(Generation generation, Dir dir) {}

    private void assertIsAnswered(Question question) {
        Dir dir = question.dir();
        DirectoryDetail detail = query.one(
                "fs",
                new Parameters(
                        Map.of(
                                "path",
                                List.of(dir.path()),
                                "generation",
                                List.of(question.generation().id())),
                        DirectoryQuery.ONE_PARAMETERS));
        List<Directory> lineage = new ArrayList<>(detail.ancestors());
        lineage.add(detail.directory());
        Dir expected = dir;
        for (int i = lineage.size() - 1; i >= 0; i--) {
            Directory shown = lineage.get(i);
            assertThat(shown.depth()).isEqualTo(i);
            assertThat(shown.path()).isEqualTo(expected.path());
            assertThat(shown.recursive().allocatedBytes()).isEqualTo(expected.recursive.allocated);
            assertThat(shown.direct().files()).isEqualTo(expected.direct.files);
            Dir parent = expected.parent;
            assertThat(parent == null).isEqualTo(i == 0);
            expected = parent == null ? expected : parent;
        }
        assertThat(detail.inodeOwner() == null ? -1 : detail.inodeOwner().id()).isEqualTo(dir.listed ? dir.uid : -1);
    }

    private static List<Question> about(Generation generation, SampleTree tree) {
        return tree.directories().stream()
                .map(dir -> new Question(generation, dir))
                .toList();
    }

    /** Random trees have much the same paths, with other ids and other figures. */
    @Test
    void eachGenerationHasItsOwn() throws Exception {
        SampleTree before = SampleTree.random(1, SCAN.getEpochSecond(), 500);
        SampleTree after = SampleTree.random(2, SCAN.getEpochSecond(), 600);
        List<Question> questions = new ArrayList<>();
        questions.addAll(about(TestStore.publish(store, "fs", SCAN, "one", before), before));
        questions.addAll(about(TestStore.publish(store, "fs", SCAN.plusSeconds(86_400), "two", after), after));
        Collections.shuffle(questions, new Random(3));
        questions.forEach(this::assertIsAnswered);

        SampleTree again = SampleTree.random(4, SCAN.getEpochSecond(), 550);
        Generation superseding = TestStore.publish(store, "fs", SCAN, "three", again);
        List<Question> anew = new ArrayList<>(about(superseding, again));
        Collections.shuffle(anew, new Random(5));
        anew.forEach(this::assertIsAnswered);
        assertThatThrownBy(() -> assertIsAnswered(questions.stream()
                        .filter(question -> question.generation().scanTime().equals(SCAN))
                        .findFirst()
                        .orElseThrow()))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNKNOWN));
    }

    /** More than are kept, on long ways upwards. */
    @Test
    void moreDirectoriesThanAreKept() throws Exception {
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        for (String name : List.of("/a", "/b", "/c", "/d")) {
            StringBuilder path = new StringBuilder();
            for (int depth = 1; depth <= 1_100; depth++) {
                path.append(name);
                tree.directory(path.toString(), depth % 7, 0);
            }
        }
        List<Question> questions = new ArrayList<>(about(TestStore.publish(store, "fs", SCAN, "job", tree), tree));
        Collections.shuffle(questions, new Random(6));
        questions.subList(0, 40).forEach(this::assertIsAnswered);
    }

    @Test
    void aStatementThatWasInterruptedServesTheNextQuestion() throws Exception {
        SampleTree tree = SampleTree.random(7, SCAN.getEpochSecond(), 20);
        Generation generation = TestStore.publish(store, "fs", SCAN, "job", tree);
        String counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                + " SELECT COUNT(*) FROM n";
        try (Database database = Database.open(store, generation, Duration.ofMillis(20), Permitted.EVERYTHING)) {
            assertThatThrownBy(() -> database.number(counting, 0, Long.MAX_VALUE))
                    .isInstanceOfSatisfying(
                            QuestionException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.TIMEOUT));
            assertThat(database.rows()).isEqualTo(tree.expected().rows());
        }
        try (Database database = Database.open(store, generation, TIMEOUT, Permitted.EVERYTHING)) {
            assertThat(database.number(counting, 0, 1000)).isEqualTo(1000);
        }
    }
}
