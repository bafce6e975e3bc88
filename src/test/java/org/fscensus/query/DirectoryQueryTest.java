package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of the database against a plain reference in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryQueryTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final FanOut FAN_OUT = new FanOut(2);
    private static final List<String> SORTS =
            List.of("size", "directSize", "files", "directFiles", "directories", "accessed", "path", "depth");

    private final Map<String, SampleTree> trees = new TreeMap<>(Map.of(
            "alpha", SampleTree.random(11, SCAN.getEpochSecond(), 600),
            "Beta", SampleTree.random(12, SCAN.getEpochSecond(), 250)));
    private final ReferenceList reference = new ReferenceList(trees, SCAN);
    private GenerationStore store;
    private Filesystems filesystems;

    DirectoryQueryTest(@TempDir Path data) throws Exception {
        store = TestStore.in(data, new Retention(8, 24));
        filesystems = new Filesystems(store);
    }

    @BeforeAll
    void publish() throws Exception {
        for (Map.Entry<String, SampleTree> tree : trees.entrySet()) {
            TestStore.publish(store, tree.getKey(), SCAN, "job-" + tree.getKey(), tree.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DirectoryPlanner.QUICKLY_SCANNED})
    void randomQuestionsAreAnsweredAsTheReferenceAnswersThem(long quicklyScanned) {
        DirectoryQuery query = query(quicklyScanned);
        int answered = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<String> names = List.of(List.of("alpha"), List.of("Beta"), List.of("alpha", "Beta"))
                    .get(random.nextInt(3));
            Map<String, List<String>> question = randomQuestion(random, names.get(0));
            List<String> expected = reference.list(names, question);
            answered += expected.isEmpty() ? 0 : 1;

            assertThat(all(query, String.join(",", names), question))
                    .as("seed %s: %s of %s", seed, question, names)
                    .isEqualTo(expected);
        }
        assertThat(answered).as("questions with an answer").isGreaterThan(150);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, DirectoryPlanner.QUICKLY_SCANNED})
    void pagesTogetherAreTheWholeListInEveryOrder(long quicklyScanned) {
        DirectoryQuery query = query(quicklyScanned);
        for (String sort : SORTS) {
            for (String direction : List.of("", "-")) {
                for (Map<String, List<String>> filter : List.of(
                        Map.<String, List<String>>of(),
                        Map.of("owner", List.of("1002")),
                        Map.of("path", List.of("/gpfs"), "minDepth", List.of("2"), "maxDepth", List.of("2")),
                        Map.of(
                                "path", List.of("/gpfs"),
                                "exclude", List.of("/gpfs"),
                                "minDepth", List.of("2"),
                                "maxDepth", List.of("2")),
                        Map.of("exclude", List.of(anyPath(new Random(5), "alpha"))))) {
                    Map<String, List<String>> question = new TreeMap<>(filter);
                    question.put("sort", List.of(direction + sort));
                    assertThat(paged(query, "all", question, 113))
                            .as(question.toString())
                            .isEqualTo(reference.list(List.of("alpha", "Beta"), question));
                }
            }
        }
    }

    @Test
    void everyPathIsFoundAndReadsBack() {
        DirectoryQuery query = query(0);
        for (Dir dir : tree("alpha").directories()) {
            DirectoryDetail detail = query.one("alpha", parameters(Map.of("path", List.of(dir.path()))));
            Directory found = detail.directory();
            assertThat(found.path()).isEqualTo(dir.path());
            assertThat(found.recursive().allocatedBytes()).isEqualTo(dir.recursive.allocated);
            assertThat(found.direct().directories()).isEqualTo(dir.children.size());
            assertThat(found.recursive().lastAccess())
                    .isEqualTo(
                            dir.recursive.lastAccess == DirectoryRows.NO_TIME
                                    ? null
                                    : Instant.ofEpochSecond(dir.recursive.lastAccess));
            assertThat(detail.listed()).isEqualTo(dir.listed);
            assertThat(detail.inodeOwner() == null ? -1 : detail.inodeOwner().id())
                    .isEqualTo(dir.listed ? dir.uid : -1);
            assertThat(detail.ancestors()).extracting(Directory::path).isEqualTo(ancestors(dir));
        }
    }

    @ParameterizedTest
    @CsvSource({"/gpfs/nowhere", "/zzz", "/gpf", "/gpfs0", "/gpfs/%00", "/%FF"})
    void aPathThatIsNotThereIsUnknown(String path) {
        assertThatThrownBy(() -> query(0).one("alpha", parameters(Map.of("path", List.of(path)))))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNKNOWN))
                .hasMessageContaining(path);
    }

    @Test
    void aPathUnderAMountAliasIsUnderstood() {
        DirectoryQuery query = new DirectoryQuery(
                store,
                filesystems,
                new MountAliases(Map.of("/glade/campaign", "/gpfs", "/glade", "/nowhere")),
                TIMEOUT,
                FAN_OUT);
        Dir dir = tree("alpha").directories().get(5);
        String alias = "/glade/campaign/" + dir.path().substring("/gpfs/".length()) + "/";

        assertThat(query.one("ALPHA", parameters(Map.of("path", List.of(alias))))
                        .directory()
                        .path())
                .isEqualTo(dir.path());
    }

    @Test
    void aPathThatOnlyOneFileSystemHasIsNoErrorForTheOthers() {
        Dir onlyHere = tree("alpha").directories().get(100);
        Map<String, List<String>> question = Map.of("path", List.of(onlyHere.path()));

        assertThat(all(query(0), "all", question)).isEqualTo(reference.list(List.of("alpha", "Beta"), question));
        assertThatThrownBy(() -> all(query(0), "Beta", question)).isInstanceOf(QuestionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "minSize=10;maxSize=5;minSize and maxSize",
                "minDepth=3;maxDepth=2;minDepth and maxDepth",
                "accessedBefore=3y;accessedAfter=1y;accessedBefore and accessedAfter",
                "owner=nobody-here;sort=size;'nobody-here' is unknown",
                "owner=4294967296;sort=size;greater than any id",
                "sort=bigness;limit=1;'bigness' is no order",
                "limit=-1;sort=path;not between",
                "minSize=ten;sort=path;'ten' is no size",
                "color=red;sort=path;unknown parameter color",
                "leavesOnly=yes;sort=path;neither true nor false",
                "path=relative;sort=path;not absolute",
                "cursor=AAAA;sort=path;parameter cursor"
            })
    void wrongQuestionsAreRefusedByTheNameOfWhatIsWrong(String one, String other, String complaint) {
        Map<String, List<String>> question = new TreeMap<>();
        for (String parameter : List.of(one, other)) {
            int equals = parameter.indexOf('=');
            question.put(parameter.substring(0, equals), List.of(parameter.substring(equals + 1)));
        }
        assertThatThrownBy(() -> all(query(0), "alpha", question))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.INVALID))
                .hasMessageContaining(complaint);
    }

    @Test
    void aCursorStaysWithItsGenerationUntilThatIsGone() throws Exception {
        DirectoryQuery query = query(0);
        SampleTree old = SampleTree.random(21, SCAN.getEpochSecond(), 80);
        Generation first = TestStore.publish(store, "gamma", SCAN, "g1", old);
        Map<String, List<String>> question = Map.of("sort", List.of("path"));
        List<String> page = new ArrayList<>();
        String cursor = page(query, "gamma", question, 10, null, page);

        TestStore.publish(store, "gamma", SCAN.plusSeconds(60), "g2", SampleTree.random(22, SCAN.getEpochSecond(), 90));
        cursor = page(query, "gamma", question, 1000, cursor, page);

        assertThat(cursor).isNull();
        assertThat(page).isEqualTo(new ReferenceList(Map.of("gamma", old), SCAN).list(List.of("gamma"), question));
        String again = page(query, "gamma", Map.of("generation", List.of(first.id())), 10, null, page);
        store.retire(first);
        assertThatThrownBy(() ->
                        page(query, "gamma", Map.of("generation", List.of(first.id())), 10, again, new ArrayList<>()))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.GONE));
        assertThatThrownBy(() -> page(query, "gamma", Map.of("sort", List.of("size")), 10, again, new ArrayList<>()))
                .hasMessageContaining("another question");
        for (Generation generation : store.generations("gamma")) {
            store.retire(generation);
        }
    }

    @Test
    void aQuestionThatTakesTooLongIsInterrupted() {
        DirectoryQuery impatient = new DirectoryQuery(
                store, filesystems, new MountAliases(Map.of()), Duration.ZERO, FAN_OUT, new DirectoryPlanner(0));

        assertThatThrownBy(() -> {
                    // So many patterns take some millions of steps on these few rows.
                    List<String> globs = new ArrayList<>();
                    for (int i = 0; i < 400; i++) {
                        globs.add("*x*y*z*" + i);
                    }
                    all(impatient, "alpha", Map.of("name", globs, "sort", List.of("files")));
                })
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.TIMEOUT))
                .hasMessageContaining("fscensus.query.timeout");
    }

    @Test
    void anUnreadableDatabaseDoesNotSpoilTheAnswersOfTheOthers(@TempDir Path data) throws Exception {
        GenerationStore own = TestStore.in(data, new Retention(8, 24));
        TestStore.publish(own, "alpha", SCAN, "a", tree("alpha"));
        Generation broken = TestStore.publish(own, "broken", SCAN, "b", tree("Beta"));
        Files.writeString(data.resolve(broken.database()), "this is no database ".repeat(1000));
        DirectoryQuery query =
                new DirectoryQuery(own, new Filesystems(own), new MountAliases(Map.of()), TIMEOUT, FAN_OUT);

        try (DirectoryList list = query.list("all", parameters(Map.of("limit", List.of("0"))))) {
            assertThat(list.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.filesystem()).isEqualTo("broken");
                assertThat(problem.generation()).isEqualTo(broken.id());
                assertThat(problem.detail()).contains("broken", "verify or re-import");
            });
            List<String> found = new ArrayList<>();
            list.forEachRemaining(directory -> found.add(directory.filesystem() + ":" + directory.path()));
            assertThat(found).isEqualTo(reference.list(List.of("alpha"), Map.of()));
        }
        assertThatThrownBy(() -> query.list("broken", parameters(Map.of())))
                .isInstanceOfSatisfying(
                        QuestionException.class,
                        e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNREADABLE));
        own.close();
    }

    @Test
    void everyPageTellsWhatIsMissing(@TempDir Path data) throws Exception {
        GenerationStore own = TestStore.in(data, new Retention(8, 24));
        TestStore.publish(own, "alpha", SCAN, "a", tree("alpha"));
        Generation broken = TestStore.publish(own, "broken", SCAN, "b", tree("Beta"));
        Path file = data.resolve(broken.database());
        byte[] sound = Files.readAllBytes(file);
        Files.writeString(file, "this is no database ".repeat(1000));
        DirectoryQuery query =
                new DirectoryQuery(own, new Filesystems(own), new MountAliases(Map.of()), TIMEOUT, FAN_OUT);
        List<String> found = new ArrayList<>();
        String cursor = page(query, "all", Map.of(), 200, null, found);
        cursor = page(query, "all", Map.of(), 200, cursor, found);
        Files.write(file, sound);

        Parameters third =
                parameters(Map.of("limit", List.of("1000"), "cursor", List.of(Objects.requireNonNull(cursor))));
        try (DirectoryList list = query.list("all", third)) {
            assertThat(list.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.generation()).isEqualTo(broken.id());
                assertThat(problem.detail()).contains("broken", "without the cursor");
            });
            list.forEachRemaining(directory -> found.add(directory.filesystem() + ":" + directory.path()));
        }
        assertThat(found).isEqualTo(reference.list(List.of("alpha"), Map.of()));
        own.close();
    }

    @Test
    void figuresOfNothingButUnreadableDatabasesAreNoAnswer(@TempDir Path data) throws Exception {
        GenerationStore own = TestStore.in(data, new Retention(8, 24));
        for (String name : List.of("one", "two")) {
            Generation broken = TestStore.publish(own, name, SCAN, name, tree("Beta"));
            Files.writeString(data.resolve(broken.database()), "this is no database ".repeat(1000));
        }
        UsageQuery query = new UsageQuery(own, new Filesystems(own), new MountAliases(Map.of()), TIMEOUT, FAN_OUT);

        assertThatThrownBy(() -> query.owners("all", new Parameters(Map.of(), UsageQuery.ACCOUNT_PARAMETERS)))
                .isInstanceOfSatisfying(
                        QuestionException.class,
                        e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNREADABLE));
        own.close();
    }

    @Test
    void timesThatOneScanRulesOutAreAskedOfTheOthers(@TempDir Path data) throws Exception {
        GenerationStore own = TestStore.in(data, new Retention(8, 24));
        TestStore.publish(own, "alpha", SCAN, "a", tree("alpha"));
        TestStore.publish(own, "early", SCAN.minus(Duration.ofDays(400)), "e", tree("Beta"));
        DirectoryQuery query =
                new DirectoryQuery(own, new Filesystems(own), new MountAliases(Map.of()), TIMEOUT, FAN_OUT);
        Map<String, List<String>> question =
                Map.of("accessedAfter", List.of("2025-06-01"), "accessedBefore", List.of("30d"));

        List<String> expected = all(query, "alpha", question);
        assertThat(expected).isNotEmpty();
        assertThat(all(query, "all", question)).isEqualTo(expected);
        assertThatThrownBy(() -> all(query, "early", question)).hasMessageContaining("no time is both before");
        own.close();
    }

    @Test
    void onlyLongListsHoldTheirDatabaseAndThereAreFewOfThem(@TempDir Path data) throws Exception {
        GenerationStore own = TestStore.in(data, new Retention(8, 24));
        SampleTree tree = SampleTree.random(7, SCAN.getEpochSecond(), DirectoryQuery.READ_AHEAD + 500);
        int rows = tree.directories().size();
        assertThat(rows).isGreaterThan(DirectoryQuery.READ_AHEAD);
        TestStore.publish(own, "long", SCAN, "a", tree);
        DirectoryQuery query =
                new DirectoryQuery(own, new Filesystems(own), new MountAliases(Map.of()), TIMEOUT, FAN_OUT);
        Parameters page = parameters(Map.of("limit", List.of(Integer.toString(DirectoryQuery.READ_AHEAD))));
        Parameters whole = parameters(Map.of("limit", List.of("0")));
        List<DirectoryList> open = new ArrayList<>();

        // More than there are connections.
        for (int i = 0; i < 40; i++) {
            open.add(query.list("long", page));
        }
        for (int i = 0; i < Downloads.MOST; i++) {
            open.add(query.list("long", whole));
        }
        assertThatThrownBy(() -> query.list("long", whole))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.BUSY));
        DirectoryList last = open.get(open.size() - 1);
        last.close();
        last.close();
        open.add(query.list("long", whole));
        assertThatThrownBy(() -> query.list("long", whole)).hasMessageContaining("pages of up to 1000");

        assertThat(open.get(0)).toIterable().hasSize(DirectoryQuery.READ_AHEAD);
        assertThat(open.get(open.size() - 1)).toIterable().hasSize(rows);
        open.forEach(DirectoryList::close);
        assertThat(all(query, "long", Map.of())).hasSize(rows);
        own.close();
    }

    private SampleTree tree(String filesystem) {
        return Objects.requireNonNull(trees.get(filesystem));
    }

    private DirectoryQuery query(long quicklyScanned) {
        return new DirectoryQuery(
                store, filesystems, new MountAliases(Map.of()), TIMEOUT, FAN_OUT, new DirectoryPlanner(quicklyScanned));
    }

    private static Parameters parameters(Map<String, List<String>> question) {
        return new Parameters(question, DirectoryQuery.LIST_PARAMETERS);
    }

    private static List<String> all(DirectoryQuery query, String selector, Map<String, List<String>> question) {
        Map<String, List<String>> unlimited = new TreeMap<>(question);
        unlimited.putIfAbsent("limit", List.of("0"));
        List<String> all = new ArrayList<>();
        try (DirectoryList list = query.list(selector, parameters(unlimited))) {
            list.forEachRemaining(directory -> all.add(directory.filesystem() + ":" + directory.path()));
            assertThat(list.nextCursor()).isNull();
        }
        return all;
    }

    private static List<String> paged(
            DirectoryQuery query, String selector, Map<String, List<String>> question, int limit) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            cursor = page(query, selector, question, limit, cursor, all);
        } while (cursor != null);
        return all;
    }

    private static @Nullable String page(
            DirectoryQuery query,
            String selector,
            Map<String, List<String>> question,
            int limit,
            @Nullable String cursor,
            List<String> into) {
        Map<String, List<String>> paged = new TreeMap<>(question);
        paged.put("limit", List.of(Integer.toString(limit)));
        if (cursor != null) {
            paged.put("cursor", List.of(cursor));
        }
        int before = into.size();
        try (DirectoryList list = query.list(selector, parameters(paged))) {
            list.forEachRemaining(directory -> into.add(directory.filesystem() + ":" + directory.path()));
            assertThat(into.size() - before).isLessThanOrEqualTo(limit);
            return list.nextCursor();
        }
    }

    private static List<String> ancestors(Dir dir) {
        List<String> all = new ArrayList<>();
        for (Dir at = dir.parent; at != null; at = at.parent) {
            all.add(0, at.path());
        }
        return all;
    }

    private String anyPath(Random random, String filesystem) {
        List<Dir> all = tree(filesystem).directories();
        return all.get(1 + random.nextInt(all.size() - 1)).path();
    }

    private void childrenBesideExcluded(Random random, String filesystem, Map<String, List<String>> question) {
        Dir parent = tree(filesystem).directories().get(1 + random.nextInt(20));
        List<Dir> excluded = List.of(
                parent,
                parent.children.isEmpty()
                        ? parent
                        : parent.children.values().iterator().next());
        String depth = Integer.toString(parent.depth() + 1);
        question.put("path", List.of(parent.path()));
        question.put("exclude", List.of(excluded.get(random.nextInt(2)).path()));
        question.put("minDepth", List.of(depth));
        question.put("maxDepth", List.of(depth));
    }

    private Map<String, List<String>> randomQuestion(Random random, String filesystem) {
        Map<String, List<String>> question = new TreeMap<>();
        String sort = SORTS.get(random.nextInt(SORTS.size()));
        question.put("sort", List.of(random.nextBoolean() ? sort : "-" + sort));
        for (int filters = random.nextInt(4); filters > 0; filters--) {
            switch (random.nextInt(18)) {
                case 0 -> question.put("path", List.of(anyPath(random, filesystem), anyPath(random, filesystem)));
                case 1 -> question.put("path", List.of("/gpfs"));
                case 2 -> question.put("exclude", List.of(anyPath(random, filesystem), anyPath(random, filesystem)));
                case 3 -> {
                    int depth = random.nextInt(6);
                    question.put("minDepth", List.of(Integer.toString(depth)));
                    question.put("maxDepth", List.of(Integer.toString(depth + random.nextInt(2))));
                }
                case 4 -> question.put("name", List.of("d1*", "*a*", "*%FE"));
                case 5 -> {
                    question.put("name", List.of("DATA", "CAF\u00c9", "?9*"));
                    question.put("ignoreCase", List.of("true"));
                }
                case 6 -> question.put("owner", List.of(random.nextBoolean() ? "alice" : "4294967295"));
                case 7 -> question.put("group", List.of(Integer.toString(100 + random.nextInt(3))));
                case 8 -> question.put("inodeOwner", List.of("bob"));
                case 9 -> question.put("inodeGroup", List.of("101"));
                case 10 -> question.put(random.nextBoolean() ? "singleOwner" : "singleGroup", List.of("true"));
                case 11 -> question.put("leavesOnly", List.of("true"));
                case 12 -> question.put(random.nextBoolean() ? "minSize" : "maxSize", List.of("1000000000"));
                case 13 -> question.put(random.nextBoolean() ? "minFiles" : "maxFiles", List.of("3"));
                case 14 ->
                    question.put(random.nextBoolean() ? "minAverageSize" : "maxAverageSize", List.of("500000000"));
                case 15 -> question.put(random.nextBoolean() ? "accessedBefore" : "accessedAfter", List.of("900d"));
                case 16 -> childrenBesideExcluded(random, filesystem, question);
                default -> question.put("direct", List.of("true"));
            }
        }
        return question;
    }
}
