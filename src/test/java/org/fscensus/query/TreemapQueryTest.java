package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.fscensus.census.AgeBuckets;
import org.fscensus.entry.PathText;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Treemaps against a plain choice from the whole tree in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TreemapQueryTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final long SCAN_SECONDS = SCAN.getEpochSecond();
    private static final int ALL = 1_000_000;

    private final SampleTree tree = SampleTree.random(31, SCAN_SECONDS, 900);
    private final GenerationStore store;

    TreemapQueryTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
    }

    @BeforeAll
    void publish() throws Exception {
        TestStore.publish(store, "fs", SCAN, "job", tree);
        SampleTree wide = new SampleTree(SCAN_SECONDS);
        for (int i = 0; i < 60; i++) {
            // More files have fewer bytes.
            for (int file = 0; file <= i % 10; file++) {
                wide.file("/wide/d" + i, 1000, 100, 1000L * (60 - i) / (1 + i % 10), 1, SCAN_SECONDS);
            }
            wide.file("/narrow/d" + i % 3, 1000, 100, i, i, SCAN_SECONDS);
        }
        TestStore.publish(store, "wide", SCAN, "wide", wide);
    }

    @AfterAll
    void close() {
        store.close();
    }

    private Treemap ask(String filesystem, int nodes, int compared, Map<String, String> question) {
        Map<String, List<String>> parameters = new TreeMap<>();
        question.forEach((name, value) -> parameters.put(name, List.of(value)));
        return new TreemapQuery(
                        store,
                        new Filesystems(store),
                        new MountAliases(Map.of("/alias", "/wide")),
                        Duration.ofSeconds(10),
                        nodes,
                        compared)
                .treemap(filesystem, new Parameters(parameters, TreemapQuery.PARAMETERS));
    }

    @Test
    void randomTreemapsAreThoseOfTheReference() {
        int cut = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<Dir> all = tree.directories();
            Dir root = all.get(random.nextInt(3) > 0 ? random.nextInt(5) : random.nextInt(all.size()));
            int depth = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
            int top = 1 + random.nextInt(random.nextBoolean() ? 4 : 12);
            int nodes = random.nextBoolean() ? TreemapQuery.MOST_NODES : 1 + random.nextInt(40);
            boolean byFiles = random.nextBoolean();
            boolean compares = random.nextBoolean();

            Treemap found = ask(
                    "fs",
                    nodes,
                    compares ? ALL : 0,
                    Map.of(
                            "path", root.path(),
                            "depth", Integer.toString(depth),
                            "top", Integer.toString(top),
                            "by", byFiles ? "files" : "bytes"));

            Reference expected = new Reference(depth, top, nodes, byFiles, byFiles && !compares);
            expected.choose(root);
            cut += expected.complete() ? 0 : 1;
            List<String> lines = new ArrayList<>();
            lines(found.root(), "", lines);
            assertThat(lines).as("seed %s", seed).isEqualTo(expected.lines(root));
            assertThat(found.complete()).isEqualTo(expected.complete());
            assertThat(found.nodes()).isEqualTo(lines.size() - 1);
        }
        assertThat(cut).as("treemaps that were cut").isGreaterThan(20);
    }

    /** Plainly: everything that depth and top let through, sorted, and cut. */
    private static final class Reference {
        private final int depth;
        private final int top;
        private final int nodes;
        private final Comparator<Dir> order;
        private final Comparator<Dir> siblings;
        private final List<Dir> eligible = new ArrayList<>();
        private Set<Dir> shown = Set.of();

        Reference(int depth, int top, int nodes, boolean byFiles, boolean siblingsByBytes) {
            this.depth = depth;
            this.top = top;
            this.nodes = nodes;
            Comparator<Dir> bytes = Comparator.comparingLong((Dir dir) -> -dir.recursive.allocated)
                    .thenComparing(dir -> dir.dirId);
            Comparator<Dir> files =
                    Comparator.comparingLong((Dir dir) -> -dir.recursive.files).thenComparing(dir -> dir.dirId);
            this.order = byFiles ? files : bytes;
            this.siblings = siblingsByBytes ? bytes : order;
        }

        void choose(Dir root) {
            collect(root, 0);
            eligible.sort(order);
            shown = new HashSet<>(eligible.subList(0, Math.min(nodes, eligible.size())));
        }

        private void collect(Dir dir, int level) {
            if (level < depth) {
                dir.children.values().stream().sorted(siblings).limit(top).forEach(child -> {
                    eligible.add(child);
                    collect(child, level + 1);
                });
            }
        }

        boolean complete() {
            return eligible.size() <= nodes;
        }

        List<String> lines(Dir root) {
            List<String> lines = new ArrayList<>();
            lines(root, "", lines);
            return lines;
        }

        private void lines(Dir dir, String indent, List<String> into) {
            long[] rest = new long[5];
            for (Dir child : dir.children.values()) {
                if (!shown.contains(child)) {
                    rest[0]++;
                    rest[1] += child.recursive.files;
                    rest[2] += child.recursive.directories;
                    rest[3] += child.recursive.allocated;
                    rest[4] += child.recursive.apparent;
                }
            }
            String name = dir.parent == null ? "/" : PathText.encode(dir.name);
            into.add(indent + name + " " + dir.path() + " " + dir.recursive.files + " " + dir.recursive.directories
                    + " " + dir.recursive.allocated + " " + dir.recursive.apparent + " direct " + dir.direct.files
                    + " " + dir.direct.directories + " rest "
                    + (rest[0] == 0
                            ? "none"
                            : rest[0] + " " + rest[1] + " " + rest[2] + " " + rest[3] + " " + rest[4]));
            dir.children.values().stream()
                    .filter(shown::contains)
                    .sorted(order)
                    .forEach(child -> lines(child, indent + "  ", into));
        }
    }

    private static void lines(Treemap.Node node, String indent, List<String> into) {
        Figures all = node.directory().recursive();
        Figures direct = node.directory().direct();
        Treemap.Rest rest = node.rest();
        into.add(
                indent + node.name() + " " + node.directory().path() + " " + all.files() + " " + all.directories() + " "
                        + all.allocatedBytes() + " " + all.apparentBytes() + " direct " + direct.files() + " "
                        + direct.directories() + " rest "
                        + (rest == null
                                ? "none"
                                : rest.count() + " " + rest.files() + " " + rest.directories() + " "
                                        + rest.allocatedBytes() + " " + rest.apparentBytes()));
        node.children().forEach(child -> lines(child, indent + "  ", into));
    }

    /** What is answered about paths one by one is held to a reference elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"bytes", "files"})
    void theBreakdownOfEachDirectoryIsTheUsageUnderIt(String by) {
        Treemap.Measure measure = TreemapQuery.measure(by);
        try (FanOut fanOut = new FanOut(1)) {
            CrosstabQuery usage = new CrosstabQuery(
                    store, new Filesystems(store), new MountAliases(Map.of()), Duration.ofSeconds(10), fanOut);
            Treemap found = ask("fs", 200, ALL, Map.of("depth", "4", "by", by, "groupBy", "group,age,owner"));
            List<Treemap.Node> nodes = new ArrayList<>(List.of(found.root()));
            int several = 0;
            for (int i = 0; i < nodes.size(); i++) {
                Treemap.Node node = nodes.get(i);
                nodes.addAll(node.children());
                several += node.directory().owner().kind() == Holder.Kind.SEVERAL ? 1 : 0;
                String path = node.directory().path();
                long[] ages = new long[AgeBuckets.COUNT];
                for (Crosstab.Row row : rows(usage, path, "age")) {
                    ages[Objects.requireNonNull(row.age()).bucket()] = amount(row, measure);
                }
                assertThat(node.breakdown().ages())
                        .as(path)
                        .isEqualTo(LongStream.of(ages).boxed().toList());
                assertThat(node.breakdown().owner())
                        .as(path)
                        .isEqualTo(most(rows(usage, path, "owner"), Crosstab.Row::owner, measure));
                assertThat(node.breakdown().group())
                        .as(path)
                        .isEqualTo(most(rows(usage, path, "group"), Crosstab.Row::group, measure));
            }
            assertThat(several).isBetween(10, nodes.size() - 10);
        }
        assertThat(ask("fs", 10, ALL, Map.of()).root().breakdown()).isEqualTo(Treemap.Breakdown.NONE);
    }

    private static List<Crosstab.Row> rows(CrosstabQuery usage, String path, String groupBy) {
        Map<String, List<String>> question = Map.of("path", List.of(path), "groupBy", List.of(groupBy));
        return usage.usage("fs", new Parameters(question, CrosstabQuery.PARAMETERS))
                .rows();
    }

    private static long amount(Crosstab.Row row, Treemap.Measure by) {
        return new UsageTotal(row.files(), row.allocatedBytes()).by(by);
    }

    /** Of equals the one with the smaller id. */
    private static Treemap.@Nullable Most most(
            List<Crosstab.Row> rows, Function<Crosstab.Row, @Nullable Account> who, Treemap.Measure by) {
        return rows.stream()
                .map(row -> new Treemap.Most(
                        Objects.requireNonNull(who.apply(row)), new UsageTotal(row.files(), row.allocatedBytes())))
                .min(Comparator.comparingLong(
                                (Treemap.Most most) -> -most.usage().by(by))
                        .thenComparingLong(most -> most.account().id()))
                .orElse(null);
    }

    @Test
    void aDirectoryWithTooManyChildrenToCompareShowsThoseWithTheMostBytes() {
        Map<String, String> question = Map.of("by", "files", "depth", "2", "top", "5");

        Treemap some = ask("wide", 1000, 10, question);
        assertThat(some.root().childrenBy()).isEqualTo(Treemap.Measure.FILES);
        Treemap.Node wide = some.root().children().get(0);
        assertThat(wide.name()).isEqualTo("wide");
        assertThat(wide.childrenBy()).isEqualTo(Treemap.Measure.BYTES);
        // The largest by bytes; these by files.
        assertThat(wide.children()).extracting(Treemap.Node::name).containsExactly("d4", "d3", "d2", "d1", "d0");
        Treemap.Node narrow = some.root().children().get(1);
        assertThat(narrow.childrenBy()).isEqualTo(Treemap.Measure.FILES);
        assertThat(narrow.children()).hasSize(3);

        Treemap.Node compared =
                ask("wide", 1000, 62, question).root().children().get(0);
        assertThat(compared.childrenBy()).isEqualTo(Treemap.Measure.FILES);
        assertThat(compared.children())
                .extracting(Treemap.Node::name)
                .containsExactly("d19", "d29", "d39", "d49", "d59");
    }

    @Test
    void aMountAliasIsUnderstood() {
        assertThat(ask("wide", 1000, ALL, Map.of("path", "/alias", "depth", "1"))
                        .root()
                        .directory()
                        .path())
                .isEqualTo("/wide");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "depth=50;top=11;more than 500",
                "depth=0;top=1;parameter depth: 0 is not between 1 and 50",
                "depth=1;top=501;parameter top",
                "groupBy=age,size;top=1;broken down by age, owner and group",
                "by=size;top=1;'size' is neither of bytes, files",
                "path=wide;top=1;not absolute",
                "path=/nowhere;top=1;there is no directory /nowhere"
            })
    void wrongQuestionsAreRefused(String one, String other, String complaint) {
        Map<String, String> question = new TreeMap<>();
        for (String parameter : List.of(one, other)) {
            question.put(parameter.split("=", 2)[0], parameter.split("=", 2)[1]);
        }
        assertThatThrownBy(() -> ask("wide", 1000, ALL, question))
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining(complaint);
    }
}
