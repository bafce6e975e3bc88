package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.DatabaseState;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One question to several file systems: one published, one put there by hand, one that cannot answer. */
class ManyFilesystemsTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> SORTS =
            List.of("size", "directSize", "files", "directFiles", "directories", "accessed", "path", "depth");

    private final Path data;
    private final GenerationStore store;
    private final Filesystems filesystems;
    private final FanOut fanOut = new FanOut(2);
    private final DirectoryQuery directories;
    private final UsageQuery usage;

    ManyFilesystemsTest(@TempDir Path data) throws Exception {
        this.data = data;
        store = TestStore.in(data, new Retention(8, 24));
        filesystems = new Filesystems(store);
        directories = new DirectoryQuery(store, filesystems, new MountAliases(Map.of()), TIMEOUT, fanOut);
        usage = new UsageQuery(store, filesystems, new MountAliases(Map.of()), TIMEOUT, fanOut);
        TestStore.publish(store, "alpha", SCAN, "a", tree(1));
    }

    @AfterEach
    void close() {
        fanOut.close();
        store.close();
    }

    /** What befalls a database. */
    enum Trouble {
        CUT_OFF(false),
        MISSING(false),
        NO_DATABASE(false),
        EMPTY(false),
        ADOPTED_AND_WRITTEN_OVER(true),
        ADOPTED_AND_TAKEN_AWAY(true),
        ADOPTED_AND_CUT_OFF(true);

        private final boolean adopted;

        Trouble(boolean adopted) {
            this.adopted = adopted;
        }

        void befall(Path file) throws IOException {
            switch (this) {
                case CUT_OFF, ADOPTED_AND_CUT_OFF -> truncate(file, Files.size(file) / 2);
                case MISSING, ADOPTED_AND_TAKEN_AWAY -> Files.delete(file);
                // As large as the database was, so that only reading tells.
                case NO_DATABASE -> Files.write(file, filled((int) Files.size(file)));
                case EMPTY -> truncate(file, 0);
                case ADOPTED_AND_WRITTEN_OVER -> Files.write(file, Files.readAllBytes(file));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCannotAnswerIsNamedAndSpoilsNothingElse(Trouble trouble) throws Exception {
        adopt("zeta", tree(3));
        Generation broken =
                trouble.adopted ? adopt("middle", tree(2)) : TestStore.publish(store, "middle", SCAN, "m", tree(2));
        trouble.befall(data.resolve(broken.database()));

        for (String sort : SORTS) {
            assertThat(list("all", sort)).as(sort).isEqualTo(list("alpha,zeta", sort));
        }
        assertThat(list("all", "size")).isNotEmpty();
        AccountList owners = usage.owners("all", new Parameters(Map.of(), UsageQuery.ACCOUNT_PARAMETERS));
        AccountList expected = usage.owners("alpha,zeta", new Parameters(Map.of(), UsageQuery.ACCOUNT_PARAMETERS));
        assertThat(owners.items()).isEqualTo(expected.items());
        Histogram ages = usage.ages("middle,alpha", new Parameters(Map.of(), UsageQuery.HISTOGRAM_PARAMETERS));
        assertThat(ages.total().files()).isEqualTo(tree(1).expected().files());
        try (DirectoryList list = directories.list("all", parameters("size"))) {
            for (List<DatabaseProblem> problems : List.of(owners.problems(), ages.problems(), list.problems())) {
                assertThat(problems).singleElement().satisfies(problem -> {
                    assertThat(problem.filesystem()).isEqualTo("middle");
                    assertThat(problem.generation()).isEqualTo(broken.id());
                    assertThat(problem.detail()).contains("cannot be read");
                });
            }
        }
        assertThatThrownBy(() -> usage.owners("middle", new Parameters(Map.of(), UsageQuery.ACCOUNT_PARAMETERS)))
                .isInstanceOfSatisfying(
                        QuestionException.class,
                        e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNREADABLE));
        assertThat(store.watch().unreadableAnswers()).isGreaterThanOrEqualTo(SORTS.size() + 4);

        store.watch().look();
        assertThat(store.watch().count(DatabaseState.SERVED)).isEqualTo(2);
        assertThat(filesystems.problems(Permitted.EVERYTHING))
                .hasSize(trouble == Trouble.ADOPTED_AND_TAKEN_AWAY ? 0 : 1)
                .allSatisfy(problem -> assertThat(problem.filesystem()).isEqualTo("middle"));
    }

    @Test
    void aCopiedDatabaseAnswersAsTheOriginalDoes(@TempDir Path elsewhere) throws Exception {
        Generation original = TestStore.publish(store, "copied", SCAN, "c", tree(5).named("copied"));
        GenerationStore other = TestStore.in(elsewhere, new Retention(8, 24));
        Path copy = elsewhere.resolve("generations/anything.db");
        Files.createDirectories(elsewhere.resolve("generations"));
        Files.copy(data.resolve(original.database()), copy);
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minusSeconds(60)));
        other.recover();
        Filesystems there = new Filesystems(other);
        DirectoryQuery query = new DirectoryQuery(other, there, new MountAliases(Map.of()), TIMEOUT, fanOut);
        UsageQuery usageThere = new UsageQuery(other, there, new MountAliases(Map.of()), TIMEOUT, fanOut);

        for (String sort : SORTS) {
            List<Directory> copied = new ArrayList<>();
            try (DirectoryList list = query.list("copied", parameters(sort))) {
                list.forEachRemaining(copied::add);
            }
            assertThat(copied).isEqualTo(list("copied", sort)).isNotEmpty();
        }
        Parameters none = new Parameters(Map.of(), UsageQuery.ACCOUNT_PARAMETERS);
        assertThat(usageThere.owners("copied", none)).isEqualTo(usage.owners("copied", none));
        assertThat(usageThere.groups("copied", none)).isEqualTo(usage.groups("copied", none));
        Parameters top = new Parameters(Map.of(), UsageQuery.HISTOGRAM_PARAMETERS);
        assertThat(usageThere.ages("copied", top)).isEqualTo(usage.ages("copied", top));
        assertThat(usageThere.sizes("copied", top)).isEqualTo(usage.sizes("copied", top));
        other.close();
    }

    @Test
    void aListInFlightOutlivesTheEndOfItsGeneration() throws Exception {
        SampleTree tree = SampleTree.random(9, SCAN.getEpochSecond(), DirectoryQuery.READ_AHEAD + 500);
        int rows = tree.directories().size();
        Generation first = TestStore.publish(store, "long", SCAN, "first", tree);
        List<Directory> read = new ArrayList<>();
        try (DirectoryList list = directories.list("long", parameters("path"))) {
            read.add(list.next());
            Generation second = TestStore.publish(store, "long", SCAN, "second", tree(2));
            store.retire(second);
            assertThat(data.resolve(second.database())).doesNotExist();
            assertThat(data.resolve(first.database())).exists();
            list.forEachRemaining(read::add);
        }
        assertThat(read).hasSize(rows);
        assertThat(data.resolve(first.database())).doesNotExist();
    }

    @Test
    void aListInFlightIsNotBelievedIfItsFileWasWrittenOver() throws Exception {
        SampleTree tree = SampleTree.random(9, SCAN.getEpochSecond(), DirectoryQuery.READ_AHEAD + 500);
        Generation adopted = adopt("long", tree);
        DirectoryList list = directories.list("long", parameters("path"));
        list.forEachRemaining(directory -> {});
        Path file = data.resolve(adopted.database());
        Files.write(file, Files.readAllBytes(file));

        assertThatThrownBy(list::close).hasMessageContaining("changed it since");
    }

    @Test
    void whatAnOlderSchemaLacksIsTheProblemOfThatGenerationAlone() throws Exception {
        Generation old = adopt("old", tree(3));
        int next = old.schemaVersion() + 1;

        SchemaCheck.require(old, old.schemaVersion(), "anything");
        assertThatThrownBy(() -> SchemaCheck.require(old, next, "usage below a path"))
                .isInstanceOfSatisfying(QuestionException.class, e -> {
                    assertThat(e.kind()).isEqualTo(QuestionException.Kind.OUTDATED);
                    assertThat(e.isOfOneDatabase()).isTrue();
                })
                .hasMessageContainingAll(old.id(), "usage below a path", "import its scan again");
    }

    private Generation adopt(String name, SampleTree tree) throws Exception {
        Path file = data.resolve("generations").resolve(name).resolve("hand.db");
        Files.createDirectories(data.resolve("generations").resolve(name));
        tree.named(name).writeTo(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        store.watch().look();
        return filesystems.one(name, Permitted.EVERYTHING).newest();
    }

    private List<Directory> list(String selector, String sort) {
        List<Directory> all = new ArrayList<>();
        try (DirectoryList list = directories.list(selector, parameters(sort))) {
            list.forEachRemaining(all::add);
        }
        return all;
    }

    private static Parameters parameters(String sort) {
        return new Parameters(Map.of("limit", List.of("0"), "sort", List.of(sort)), DirectoryQuery.LIST_PARAMETERS);
    }

    private static SampleTree tree(long seed) {
        return SampleTree.random(seed, SCAN.getEpochSecond(), 60 + (int) seed);
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static void truncate(Path file, long size) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(size);
        }
    }
}
