package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.pipeline.ImportedLogs;
import org.fscensus.query.QuestionException.Kind;
import org.fscensus.query.ReferenceUsage.Question;
import org.fscensus.query.ReferenceUsage.Sums;
import org.fscensus.reference.RandomLog;
import org.fscensus.reference.ReferenceCensus;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Usage of logs that the real pipeline imported, against a plain reference that has every cell in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageUnderPathsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final MountAliases ALIASES = new MountAliases(Map.of("/shown", "/gpfs/csfs1"));

    private static final FanOut FAN_OUT = new FanOut(1);

    /** Enough directories for three levels of blocks. */
    private static final LogShape LARGE = LogShape.from(
            Map.of("--directories", "6000", "--files", "25000", "--owners", "40", "--groups", "9", "--seed", "3"));

    private final ImportedLogs logs;
    private final TreeMap<String, ReferenceUsage> references = new TreeMap<>();
    private final Map<String, Generation> generations = new HashMap<>();
    private final CrosstabQuery crosstabs;
    private final UsageQuery usage;

    UsageUnderPathsTest(@TempDir Path data) throws Exception {
        logs = new ImportedLogs(
                data, "ada:x:1000:100:Ada Lovelace:/:/bin/sh\ngen:x:20001:1:Gen:/:/bin/sh\n", "lab:x:1000:\n");
        Filesystems filesystems = new Filesystems(logs.store());
        crosstabs = new CrosstabQuery(logs.store(), filesystems, ALIASES, TIMEOUT, FAN_OUT);
        usage = new UsageQuery(logs.store(), filesystems, ALIASES, TIMEOUT, FAN_OUT);
    }

    @BeforeAll
    void importLogs() throws Exception {
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        new LogGenerator(LARGE).writeTo(large);
        add("large", large.toByteArray(), ReferenceOptions.DEFAULT);
        for (long seed : new long[] {11, 12, 13}) {
            RandomLog random = RandomLog.of(seed);
            add("random" + seed, random.log(), random.options());
        }
    }

    private void add(String filesystem, byte[] log, ReferenceOptions options) throws Exception {
        generations.put(filesystem, logs.add(filesystem, log, options));
        references.put(filesystem, new ReferenceUsage(new ReferenceCensus().census(log, options)));
    }

    @AfterAll
    void close() {
        logs.close();
        FAN_OUT.close();
    }

    private ReferenceUsage reference(String filesystem) {
        return references.getOrDefault(filesystem, references.firstEntry().getValue());
    }

    private static Parameters parameters(Map<String, List<String>> values) {
        Set<String> all = new HashSet<>(CrosstabQuery.PARAMETERS);
        all.addAll(UsageQuery.ACCOUNT_PARAMETERS);
        all.addAll(UsageQuery.HISTOGRAM_PARAMETERS);
        return new Parameters(values, all);
    }

    private SortedMap<ReferenceUsage.Key, Sums> expected(List<String> filesystems, Question question) {
        SortedMap<ReferenceUsage.Key, Sums> sums = new TreeMap<>();
        filesystems.forEach(filesystem -> reference(filesystem).answer(question, sums));
        return sums;
    }

    @Test
    void randomQuestionsAreAnsweredAsTheReferenceAnswersThem() {
        int rows = 0;
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            List<String> asked = List.of(
                            List.of("large"),
                            List.of("random11"),
                            List.of("random12"),
                            List.of("random13"),
                            List.of("large", "random11"),
                            List.copyOf(references.keySet()))
                    .get(random.nextInt(6));
            RandomUsage question = RandomUsage.of(random, reference(asked.get(0)));
            SortedMap<ReferenceUsage.Key, Sums> expected = expected(asked, question.question());

            Crosstab answer = crosstabs.usage(String.join(",", asked), parameters(question.parameters()));

            List<String> expectedRows = ReferenceUsage.rows(question.question(), expected);
            assertThat(ReferenceUsage.rows(answer))
                    .as("seed %s: %s of %s", seed, question.parameters(), asked)
                    .isEqualTo(expectedRows);
            assertThat(answer.total().files())
                    .isEqualTo(expected.values().stream()
                            .mapToLong(sums -> sums.files)
                            .sum());
            assertThat(answer.groupBy()).isEqualTo(question.question().groupBy());
            rows += expectedRows.size();
            if (expectedRows.size() > 2) {
                int limit = 1 + random.nextInt(expectedRows.size());
                Map<String, List<String>> limited = new TreeMap<>(question.parameters());
                limited.put("limit", List.of("" + limit));
                Crosstab first = crosstabs.usage(String.join(",", asked), parameters(limited));
                assertThat(ReferenceUsage.rows(first)).isEqualTo(expectedRows.subList(0, limit));
                assertThat(first.total()).isEqualTo(answer.total());
            }
        }
        assertThat(rows).as("rows compared").isGreaterThan(30_000);
    }

    @Test
    void theSumOfEverySubtreeIsThatOfItsDirectory() {
        ReferenceUsage large = reference("large");
        List<String> paths = large.paths();
        for (int i = 0; i < paths.size(); i += 7) {
            Crosstab answer = crosstabs.usage("large", parameters(Map.of("path", List.of(paths.get(i)))));
            assertThat(answer.rows()).hasSize(1);
            Crosstab.Row row = answer.rows().get(0);
            var directory = large.figures().directories().get(i).recursive();
            assertThat(List.of(row.files(), row.allocatedBytes(), String.valueOf(row.apparentBytes())))
                    .as(paths.get(i))
                    .isEqualTo(List.of(directory.files(), directory.allocated(), "" + directory.apparent()));
        }
    }

    @Test
    void ownersGroupsAndHistogramsUnderPathsAreThoseOfTheReference() {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            List<String> asked = random.nextBoolean() ? List.of("large") : List.copyOf(references.keySet());
            String selector = String.join(",", asked);
            Map<String, List<String>> paths = new TreeMap<>();
            List<String> all = reference(asked.get(0)).paths();
            List<String> included = List.of(all.get(random.nextInt(all.size())), all.get(random.nextInt(30)));
            List<String> excluded = List.of(all.get(1 + random.nextInt(all.size() - 1)));
            paths.put("path", included);
            paths.put("exclude", excluded);

            checkAccounts(
                    usage.owners(selector, parameters(paths)),
                    expected(asked, question(List.of(Dimension.OWNER), included, excluded)));
            checkAccounts(
                    usage.groups(selector, parameters(paths)),
                    expected(asked, question(List.of(Dimension.GROUP), included, excluded)));
            checkHistogram(
                    usage.ages(selector, parameters(paths)),
                    expected(asked, question(List.of(Dimension.OWNER, Dimension.AGE), included, excluded)));
            checkHistogram(
                    usage.sizes(selector, parameters(paths)),
                    expected(asked, question(List.of(Dimension.OWNER, Dimension.SIZE), included, excluded)));
        }
    }

    private static Question question(List<Dimension> groupBy, List<String> paths, List<String> excludes) {
        return new Question(groupBy, paths, excludes, null, null, null, null);
    }

    private static void checkAccounts(AccountList answer, SortedMap<ReferenceUsage.Key, Sums> expected) {
        TreeMap<Long, String> actual = new TreeMap<>();
        for (AccountUsage account : answer.items()) {
            actual.put(account.id(), account.files() + " " + account.allocatedBytes() + " " + account.apparentBytes());
            assertThat(account.directories()).isNull();
            assertThat(account.shareOfFiles())
                    .isEqualTo((double) account.files() / answer.total().files());
        }
        TreeMap<Long, String> wanted = new TreeMap<>();
        expected.forEach((key, sums) -> wanted.put(
                Math.max(key.owner(), key.group()), sums.files + " " + sums.allocated + " " + sums.apparent));
        assertThat(actual).isEqualTo(wanted);
    }

    private static void checkHistogram(Histogram answer, SortedMap<ReferenceUsage.Key, Sums> expected) {
        for (Histogram.Bucket bucket : answer.items()) {
            List<Sums> here = new ArrayList<>();
            expected.forEach((key, sums) -> {
                if (Math.max(key.age(), key.size()) == bucket.bucket()) {
                    here.add(sums);
                }
            });
            here.sort((a, b) -> Long.compare(b.allocated, a.allocated));
            assertThat(bucket.files())
                    .isEqualTo(here.stream().mapToLong(sums -> sums.files).sum());
            assertThat(bucket.topOwners())
                    .extracting(Histogram.BucketOwner::allocatedBytes)
                    .isEqualTo(
                            here.stream().limit(5).map(sums -> sums.allocated).toList());
        }
    }

    @Test
    void accountsAreNamedAndFoundByName() {
        Crosstab byName = crosstabs.usage(
                "large", parameters(Map.of("groupBy", List.of("owner,group"), "owner", List.of("gen"))));
        assertThat(byName.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.owner()).isEqualTo(new Account(20_001, "gen")));
        assertThat(byName.rows())
                .anySatisfy(row -> assertThat(row.group()).isEqualTo(new Account(1000, "lab")))
                .anySatisfy(row -> assertThat(row.group()).isEqualTo(new Account(1001, null)));
        Crosstab byNumber = crosstabs.usage(
                "large", parameters(Map.of("groupBy", List.of("owner,group"), "owner", List.of("20001"))));
        assertThat(byNumber).isEqualTo(byName);
        assertThat(usage.owners("large", parameters(Map.of("path", List.of("/"), "limit", List.of("1000"))))
                        .items())
                .anySatisfy(owner -> assertThat(owner.fullName()).isEqualTo("Gen"));
        Crosstab elsewhere = crosstabs.usage("large,random11", parameters(Map.of("owner", List.of("gen"))));
        assertThat(elsewhere.total()).isEqualTo(byName.total());
    }

    @Test
    void aMountAliasIsUnderstood() {
        assertThat(crosstabs.usage("large", parameters(Map.of("path", List.of("/shown/demo")))))
                .isEqualTo(crosstabs.usage("large", parameters(Map.of("path", List.of("/gpfs/csfs1/demo")))));
    }

    @Test
    void whatIsUnknownIsRefused() {
        refused(Map.of("owner", List.of("nobody-of-that-name")), Kind.INVALID, "nobody-of-that-name");
        refused(Map.of("group", List.of("4294967296")), Kind.INVALID, "4294967296");
        refused(Map.of("path", List.of("/gpfs/nowhere")), Kind.UNKNOWN, "/gpfs/nowhere");
        refused(Map.of("exclude", List.of("/gpfs/nowhere")), Kind.UNKNOWN, "/gpfs/nowhere");
        refused(Map.of("groupBy", List.of("owner,colour")), Kind.INVALID, "'colour' is none of owner, group");
        refused(Map.of("groupBy", List.of("age,age")), Kind.INVALID, "'age' is there twice");
        refused(Map.of("age", List.of("2y-30mo")), Kind.INVALID, "bounds are 0d, 30d, 90d, 180d, 1y, 2y, 3y,");
        refused(Map.of("size", List.of("1MB-")), Kind.INVALID, "0B, 1KiB, 10KiB, 100KiB, 1MiB, 10MiB, 100MiB, 1GiB");
    }

    private void refused(Map<String, List<String>> question, Kind kind, String detail) {
        assertThatThrownBy(() -> crosstabs.usage("large", parameters(question)))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(detail);
    }

    @Test
    void whatTakesTooLongIsBrokenOff() {
        CrosstabQuery hasty =
                new CrosstabQuery(logs.store(), new Filesystems(logs.store()), ALIASES, Duration.ofNanos(1), FAN_OUT);
        assertThatThrownBy(() -> hasty.usage("large", parameters(Map.of())))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void anOlderDatabaseIsRefused() {
        Generation now = Objects.requireNonNull(generations.get("random11"));
        Generation older = older(now);
        UsageTables tables = new UsageTables(logs.store(), ALIASES, TIMEOUT, new FanOut(0));
        UsageQuestion anything = UsageQuestion.parse(parameters(Map.of()), ALIASES);

        assertThatThrownBy(() -> tables.ask(List.of(older), anything))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUTDATED))
                .hasMessageContaining("import its scan again");
        UsageTables.Sums both = tables.ask(List.of(older, now), anything);
        assertThat(both.problems()).hasSize(1);
        assertThat(both.table().total())
                .isEqualTo(tables.ask(List.of(now), anything).table().total());
    }

    /** As if the version before usage had imported it. */
    private static Generation older(Generation now) {
        return new Generation(
                now.id(),
                now.filesystem(),
                now.jobId(),
                now.scanTime(),
                now.importedAt(),
                now.files(),
                now.directories(),
                now.allocatedBytes(),
                now.apparentBytes(),
                now.databaseBytes(),
                now.database(),
                1,
                null);
    }

    @Test
    void ofAnOlderDatabaseThereIsATreeButNotWhatItIsMadeOf() {
        Generation older = older(Objects.requireNonNull(generations.get("random11")));
        TreemapReader.Bounds bounds = new TreemapReader.Bounds(2, 10, 100, 0);
        try (Database database = Database.open(logs.store(), older, TIMEOUT, Permitted.EVERYTHING)) {
            assertThatThrownBy(() -> TreemapQuery.treemap(
                            ScanPath.parse("/"), database, bounds, Treemap.Measure.BYTES, Set.of(Dimension.AGE)))
                    .isInstanceOfSatisfying(
                            QuestionException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUTDATED))
                    .hasMessageContaining("import its scan again");
            Treemap tree = TreemapQuery.treemap(ScanPath.parse("/"), database, bounds, Treemap.Measure.BYTES, Set.of());
            assertThat(tree.root().children()).isNotEmpty();
        }
    }

    @Test
    void noStatementWalksTheWholeRelation() throws Exception {
        Generation generation = Objects.requireNonNull(generations.get("large"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + logs.database(generation));
                Statement statement = connection.createStatement()) {
            Map<String, String> plans = Map.of(
                    UsageReader.ROWS, "SEARCH usage USING PRIMARY KEY (dir_id>? AND dir_id<?)",
                    UsageReader.BEFORE, "SEARCH usage USING PRIMARY KEY (dir_id<?)",
                    UsageReader.BEHIND, "SEARCH usage USING PRIMARY KEY (dir_id>?)",
                    UsageReader.BLOCK, "SEARCH usage_blocks USING INTEGER PRIMARY KEY (rowid=?)",
                    AccountNames.USER, "SEARCH user_info USING INTEGER PRIMARY KEY (rowid=?)",
                    AccountNames.GROUP, "SEARCH group_info USING INTEGER PRIMARY KEY (rowid=?)");
            for (Map.Entry<String, String> plan : plans.entrySet()) {
                try (ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + plan.getKey())) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString("detail")).isEqualTo(plan.getValue());
                    assertThat(row.next()).as("more than one step").isFalse();
                }
            }
        }
    }
}
