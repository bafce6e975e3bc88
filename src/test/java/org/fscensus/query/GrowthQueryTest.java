package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.fscensus.query.Growth.AccountChange;
import org.fscensus.query.Growth.Item;
import org.fscensus.query.Growth.Kind;
import org.fscensus.query.Growth.Measure;
import org.fscensus.query.Growth.Scope;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Random pairs of trees against a plain reference, and what the definition means in cases that a reader can follow. */
class GrowthQueryTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int QUESTIONS = 30;

    private final GenerationStore store;
    private final Filesystems filesystems;

    GrowthQueryTest(@TempDir Path data) {
        store = TestStore.in(data, new Retention(8, 24));
        filesystems = new Filesystems(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomPairsOfTreesAreComparedAsTheReferenceComparesThem(long seed) throws Exception {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(seed % 4 == 0 ? 900 : 150);
        TreeSketch sketch = new TreeSketch(seed, SCAN.getEpochSecond(), size);
        SampleTree before = sketch.tree();
        for (int changes = random.nextInt(seed % 4 == 0 ? size : 20); changes > 0; changes--) {
            sketch.change();
        }
        SampleTree after = seed % 13 == 12 ? new TreeSketch(-seed, SCAN.getEpochSecond(), 60).tree() : sketch.tree();
        publish(before, after);
        ReferenceGrowth reference = new ReferenceGrowth(before, after);

        for (int i = 0; i < QUESTIONS; i++) {
            String path = i < 4
                    ? "/"
                    : reference.paths().get(random.nextInt(reference.paths().size()));
            Map<String, List<String>> question = randomQuestion(random, path, i);
            check(question, path, reference, before, after);
        }
    }

    private void check(
            Map<String, List<String>> question,
            String path,
            ReferenceGrowth reference,
            SampleTree before,
            SampleTree after) {
        GrowthChoice choice = GrowthChoice.parse(new Parameters(question, GrowthQuery.PARAMETERS));
        List<Item> expected = reference.items(path, choice);

        Growth growth = growth(question);

        assertThat(growth.items())
                .as("%s", question)
                .isEqualTo(expected.subList(0, Math.min(choice.limit(), expected.size())));
        assertThat(growth.found()).as("%s", question).isEqualTo(expected.size());
        assertThat(growth.minChange()).as("%s", question).isEqualTo(reference.least(path, choice));
        assertThat(growth.before()).isEqualTo(reference.before(path));
        assertThat(growth.after()).isEqualTo(reference.after(path));
        UsageTotal other = growth.other();
        if (choice.scope() == Scope.LOCAL) {
            long bytes = growth.items().stream()
                    .mapToLong(item -> item.here().allocatedBytes())
                    .sum();
            assertThat(bytes + Objects.requireNonNull(other).allocatedBytes())
                    .isEqualTo(growth.change().allocatedBytes());
        } else {
            assertThat(other).isNull();
        }
        assertThat(accounts(growth.owners()))
                .isEqualTo(ReferenceGrowth.accounts(before.owners(path), after.owners(path), choice.by()));
        assertThat(accounts(growth.groups()))
                .isEqualTo(ReferenceGrowth.accounts(before.groups(path), after.groups(path), choice.by()));
    }

    private static List<String> accounts(@Nullable List<AccountChange> accounts) {
        return Objects.requireNonNull(accounts).stream()
                .map(account -> account.account().id() + ": "
                        + account.change().files() + ", "
                        + account.change().allocatedBytes())
                .toList();
    }

    private static Map<String, List<String>> randomQuestion(Random random, String path, int number) {
        Map<String, List<String>> question = new TreeMap<>(Map.of("path", List.of(path)));
        if (number % 2 == 1) {
            question.put("by", List.of("files"));
        }
        if (number % 4 > 1) {
            question.put("scope", List.of("recursive"));
        }
        if (number > 7 && random.nextBoolean()) {
            question.put("limit", List.of(Integer.toString(1 + random.nextInt(20))));
        } else {
            question.put("limit", List.of("10000"));
        }
        if (number > 7 && random.nextBoolean()) {
            long least = number % 2 == 1 ? 1 + random.nextInt(5) : (long) Math.exp(random.nextDouble() * 25);
            question.put("minChange", List.of(Long.toString(least)));
        }
        if (number > 7 && random.nextInt(3) == 0) {
            question.put("maxDepth", List.of(Integer.toString(random.nextInt(6))));
        }
        if (number > 7 && random.nextInt(3) == 0) {
            question.put("kind", random.nextBoolean() ? List.of("new") : List.of("vanished", "shrunk"));
        }
        return question;
    }

    private void publish(SampleTree before, SampleTree after) throws Exception {
        TestStore.publish(store, "asp", SCAN.minus(WEEK), "old", before);
        TestStore.publish(store, "asp", SCAN, "new", after);
    }

    private Growth growth(Map<String, List<String>> question) {
        GrowthQuery query = new GrowthQuery(store, filesystems, new MountAliases(Map.of()), TIMEOUT);
        return query.growth("asp", new Parameters(question, GrowthQuery.PARAMETERS));
    }

    private static SampleTree tree(String... files) {
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        tree.directory("/gpfs", 0, 0);
        for (String file : files) {
            int equals = file.indexOf('=');
            long bytes = Long.parseLong(file.substring(equals + 1));
            tree.file(file.substring(0, equals), 1000, 100, bytes, bytes, SCAN.getEpochSecond());
        }
        return tree;
    }

    private static List<String> shown(Growth growth) {
        return growth.items().stream()
                .map(item -> item.path() + " " + item.kind() + " " + item.here().allocatedBytes())
                .toList();
    }

    @Test
    void eachChangeCountsOnceWhereItHappened() throws Exception {
        publish(
                tree("/gpfs/a/deep/logs=1000", "/gpfs/b=50", "/gpfs/gone/x=70", "/gpfs/gone/y=7", "/gpfs/same=5"),
                tree("/gpfs/a/deep/logs=1900", "/gpfs/b=20", "/gpfs/fresh/x/y=300", "/gpfs/same=5"));

        Growth growth = growth(Map.of());

        assertThat(shown(growth))
                .containsExactly(
                        "/gpfs/a/deep/logs GROWN 900",
                        "/gpfs/fresh NEW 300",
                        "/gpfs/gone VANISHED -77",
                        "/gpfs/b SHRUNK -30");
        assertThat(growth.minChange()).isEqualTo(1);
        assertThat(growth.other()).isEqualTo(new UsageTotal(0, 0));
    }

    @Test
    void whatIsTooLittleToBeListedAddsUpAbove() throws Exception {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>(List.of("/gpfs/alice/big=500"));
        before.add("/gpfs/alice/big=100");
        for (int i = 0; i < 30; i++) {
            before.add("/gpfs/alice/runs/r" + i + "=100");
            after.add("/gpfs/alice/runs/r" + i + "=110");
        }
        publish(tree(before.toArray(String[]::new)), tree(after.toArray(String[]::new)));

        assertThat(shown(growth(Map.of("minChange", List.of("200")))))
                .containsExactly("/gpfs/alice/big GROWN 400", "/gpfs/alice/runs GROWN 300");
        assertThat(shown(growth(Map.of("minChange", List.of("350"))))).containsExactly("/gpfs/alice/big GROWN 400");
        assertThat(growth(Map.of("minChange", List.of("350"))).other()).isEqualTo(new UsageTotal(0, 300));
        assertThat(growth(Map.of()).found()).isEqualTo(31);
        assertThat(shown(growth(Map.of("maxDepth", List.of("2"))))).containsExactly("/gpfs/alice GROWN 700");
    }

    @Test
    void bytesThatMovedUnderEqualSumsAreSeen() throws Exception {
        publish(tree("/gpfs/p/a=100", "/gpfs/p/b=300"), tree("/gpfs/p/a=300", "/gpfs/p/b=100"));

        assertThat(shown(growth(Map.of()))).containsExactly("/gpfs/p/a GROWN 200", "/gpfs/p/b SHRUNK -200");
        assertThat(shown(growth(Map.of("scope", List.of("recursive"))))).hasSize(2);
    }

    @Test
    void theLeastChangeIsTheGreatestPowerOfTenThatListsEnough() throws Exception {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            before.add("/gpfs/d" + i + "=1");
            after.add("/gpfs/d" + i + "=" + (i < 150 ? 5_000 : 20));
        }
        publish(tree(before.toArray(String[]::new)), tree(after.toArray(String[]::new)));

        Growth growth = growth(Map.of());

        assertThat(growth.minChange()).isEqualTo(1000);
        assertThat(growth.found()).isEqualTo(151);
        assertThat(growth.items().get(150 - 101).kind()).isEqualTo(Kind.GROWN);
        assertThat(shown(growth(Map.of("limit", List.of("3")))))
                .isEqualTo(shown(growth).subList(0, 3));
        assertThat(growth(Map.of("by", List.of(Measure.FILES.name()))).items()).isEmpty();
    }

    @Test
    void aPathThatOnlyOneScanHasIsNewOrVanished() throws Exception {
        publish(tree("/gpfs/old/x=10"), tree("/gpfs/new/y=20"));

        assertThat(shown(growth(Map.of("path", List.of("/gpfs/new"))))).containsExactly("/gpfs/new NEW 20");
        Growth gone = growth(Map.of("path", List.of("/gpfs/old"), "scope", List.of("recursive")));
        assertThat(shown(gone)).containsExactly("/gpfs/old VANISHED -10", "/gpfs/old/x VANISHED -10");
        assertThat(gone.after()).isEqualTo(new Amounts(0, 0, 0));
        assertThatThrownBy(() -> growth(Map.of("path", List.of("/gpfs/never"))))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.UNKNOWN))
                .hasMessageContaining("/gpfs/never");
    }

    @Test
    void ownersAreToldOfWhatIsUnderThePath() throws Exception {
        publish(tree("/gpfs/p/a=10"), tree("/gpfs/p/a=10", "/gpfs/p/b=5"));

        assertThat(accounts(growth(Map.of("path", List.of("/gpfs/p"))).owners()))
                .containsExactly("1000: 1, 5");
        assertThat(growth(Map.of("path", List.of("/gpfs/p/a"))).owners()).isEmpty();
        assertThat(growth(Map.of("top", List.of("0"))).groups()).isEmpty();
    }

    @Test
    void aDeepChainIsComparedWithoutRecursion() throws Exception {
        String deep = "/gpfs" + "/d".repeat(900);
        publish(tree(deep + "=10"), tree(deep + "=30", deep + "/e=4"));

        assertThat(shown(growth(Map.of()))).containsExactly(deep + " GROWN 20", deep + "/e NEW 4");
    }

    @Test
    void aComparisonThatTakesTooLongIsEndedAndSpoilsNothing() throws Exception {
        publish(tree("/gpfs/a=1"), tree("/gpfs/a=2"));
        GrowthQuery hasty = new GrowthQuery(store, filesystems, new MountAliases(Map.of()), Duration.ofNanos(1));

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> hasty.growth("asp", new Parameters(Map.of(), GrowthQuery.PARAMETERS)))
                    .isInstanceOfSatisfying(
                            QuestionException.class,
                            e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.TIMEOUT))
                    .hasMessageContaining("path");
        }
        assertThat(shown(growth(Map.of()))).containsExactly("/gpfs/a GROWN 1");
    }

    /** Neither goes through a table from its beginning, and the distance is no reason to search. */
    @Test
    void rowsAreFoundByTheirIds() throws Exception {
        publish(tree("/gpfs/a=1"), tree("/gpfs/a=2"));
        List<Generation> newestFirst = store.generations("asp");
        try (Database earlier = Database.open(store, newestFirst.get(1), TIMEOUT, Permitted.EVERYTHING);
                Database later = Database.open(store, newestFirst.get(0), TIMEOUT, Permitted.EVERYTHING);
                TreePair pair = new TreePair(earlier, later, TIMEOUT)) {
            for (String sql : List.of(TreePair.DIFFERENCES, TreePair.PAIR)) {
                assertThat(plan(later, sql))
                        .hasSize(2)
                        .allSatisfy(step -> assertThat(step).contains("USING INTEGER PRIMARY KEY (rowid"));
            }
            assertThat(pair.attempt(() -> pair.pair(1, 2)).after().parentId()).isEqualTo(1);
        }
    }

    private static List<String> plan(Database database, String sql) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (PreparedStatement explain = database.connection().prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet row = explain.executeQuery()) {
            while (row.next()) {
                plan.add(row.getString("detail"));
            }
        }
        return plan;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,-,c,d",
                "-,b-id,a,b",
                "7d,-,c,d",
                "8d,-,b,d",
                "2026-01-04,-,c,d",
                "2026-01-03,-,b,d",
                "2026-01-04T11:00:00Z,-,b,d",
                "a-id,8d,a,b",
                "1d,2026-01-04,b,c"
            })
    void generationsAreChosenByIdAndByTime(@Nullable String from, @Nullable String to, String first, String second)
            throws Exception {
        Map<String, String> ids = new TreeMap<>();
        Map<String, Instant> scans = Map.of(
                "a", SCAN.minus(Duration.ofDays(30)),
                "b", SCAN.minus(Duration.ofDays(8)),
                "c", Instant.parse("2026-01-04T12:00:00Z"),
                "d", Instant.parse("2026-01-11T12:00:00Z"));
        for (Map.Entry<String, Instant> scan : scans.entrySet()) {
            ids.put(
                    scan.getKey(),
                    TestStore.publish(store, "asp", scan.getValue(), scan.getKey(), tree())
                            .id());
        }
        Map<String, List<String>> question = new TreeMap<>();
        if (from != null) {
            question.put("from", List.of(from.equals("a-id") ? Objects.requireNonNull(ids.get("a")) : from));
        }
        if (to != null) {
            question.put("to", List.of(to.equals("b-id") ? Objects.requireNonNull(ids.get("b")) : to));
        }

        Growth growth = growth(question);

        assertThat(growth.from().id()).isEqualTo(ids.get(first));
        assertThat(growth.to().id()).isEqualTo(ids.get(second));
    }
}
