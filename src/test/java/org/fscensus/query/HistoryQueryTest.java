package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryQueryTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    private final Path data;
    private final GenerationStore store;
    private final HistoryQuery query;

    HistoryQueryTest(@TempDir Path data) {
        this.data = data;
        store = TestStore.in(data, new Retention(8, 24));
        query = new HistoryQuery(
                store,
                new Filesystems(store),
                new MountAliases(Map.of("/glade", "/gpfs")),
                Duration.ofSeconds(10),
                new FanOut(0));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A generation so many days after the first; {@code /gpfs/a} has so many files of 100 bytes. */
    private Generation publish(int day, int files) throws Exception {
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        tree.directory("/gpfs", 0, 0);
        for (int i = 0; i < files; i++) {
            tree.file("/gpfs/a/%FF", 1000, 100, 100, 90, SCAN.getEpochSecond());
        }
        return TestStore.publish(store, "asp", SCAN.plus(Duration.ofDays(day)), "day" + day, tree);
    }

    private History history(String path) {
        return query.history("ASP", new Parameters(Map.of("path", List.of(path)), HistoryQuery.PARAMETERS));
    }

    private static List<String> shown(History history) {
        return history.items().stream()
                .map(item -> item.generation().jobId() + " "
                        + (item.recursive() == null ? "-" : item.recursive().files()) + " " + item.change())
                .toList();
    }

    @Test
    void everyGenerationIsToldFromTheOldestOn() throws Exception {
        publish(7, 3);
        publish(0, 0);
        publish(21, 0);
        publish(14, 2);

        History history = history("/glade/a");

        assertThat(history.filesystem()).isEqualTo("asp");
        assertThat(history.path()).isEqualTo("/gpfs/a");
        assertThat(shown(history))
                .containsExactly(
                        "day0 - null",
                        "day7 3 " + new History.Change(3, 1, 300, 270),
                        "day14 2 " + new History.Change(-1, 0, -100, -90),
                        "day21 - " + new History.Change(-2, -1, -200, -180));
        assertThat(Objects.requireNonNull(history.items().get(1).direct()).directories())
                .isEqualTo(1);
        assertThat(Objects.requireNonNull(history.items().get(1).recursive()).lastAccess())
                .isEqualTo(SCAN);
        assertThat(history.problems()).isEmpty();
    }

    @Test
    void aPathThatNoGenerationHasIsUnknown() throws Exception {
        publish(0, 1);
        publish(1, 1);

        assertThat(history("/gpfs/a/%FF").items()).hasSize(2);
        assertThatThrownBy(() -> history("/gpfs/a/%FE"))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNKNOWN))
                .hasMessageContaining("/gpfs/a/%FE");
    }

    @Test
    void aGenerationThatCannotBeReadIsAWarning() throws Exception {
        publish(0, 5);
        Generation broken = publish(1, 7);
        publish(2, 9);
        Path file = data.resolve(broken.database());
        Files.write(file, new byte[(int) Files.size(file)]);

        History history = history("/gpfs/a");

        assertThat(shown(history)).containsExactly("day0 5 null", "day2 9 " + new History.Change(4, 0, 400, 360));
        assertThat(history.problems()).hasSize(1).first().asString().contains(broken.id());
        assertThat(history.generations()).hasSize(3);
    }

    @Test
    void nothingReadableAtAllIsAnError() throws Exception {
        for (Generation generation : List.of(publish(0, 5), publish(1, 5))) {
            Path file = data.resolve(generation.database());
            Files.write(file, new byte[(int) Files.size(file)]);
        }

        assertThatThrownBy(() -> history("/gpfs/a"))
                .isInstanceOfSatisfying(
                        QuestionException.class,
                        e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNREADABLE));
    }
}
