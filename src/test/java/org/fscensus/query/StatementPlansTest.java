package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What SQLite makes of the statements. Every constant of this package that is a whole statement is checked, so that one
 * that is added is too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementPlansTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    /** What does not grow with the directories, or is a statement's own. */
    private static final String SMALL =
            "(?:up|wanted|(?:\\d+ )?CONSTANT ROWS?|\\w+_info|\\w+_summary|\\w+_histogram" + "|scan_metadata)\\b";

    /**
     * A walk over anything else. Filters and indexes that are made for one statement walk it too, and so does a search
     * by nothing, for the least or the greatest value.
     */
    private static final Pattern FULL_SCAN = Pattern.compile(
            "SCAN (?!" + SMALL + ").*|SEARCH (?!" + SMALL + ")\\S+( AS \\S+)?|BLOOM FILTER.*|.*AUTOMATIC.*");

    private final GenerationStore store;
    private final Generation generation;
    private final Connection connection;

    StatementPlansTest(@TempDir Path data) throws Exception {
        store = TestStore.in(data, new Retention(8, 24));
        generation = TestStore.publish(store, "fs", SCAN, "job", SampleTree.random(3, SCAN.getEpochSecond(), 800));
        Path database = data.resolve(generation.database());
        connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (Statement statement = connection.createStatement()) {
            // As growth has the earlier of two scans.
            statement.execute("ATTACH DATABASE '" + database + "' AS earlier");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        store.close();
    }

    private List<String> plan(String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
        }
        return steps;
    }

    static Map<String, String> constants() throws ReflectiveOperationException {
        Map<String, String> statements = new TreeMap<>();
        Iterable<JavaField> fields = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.fscensus.query").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && field.getRawType().isEquivalentTo(String.class))
                        .toList();
        for (JavaField each : fields) {
            Field field = Class.forName(each.getOwner().getFullName()).getDeclaredField(each.getName());
            field.setAccessible(true);
            String value = String.valueOf(field.get(null)).strip();
            boolean template = value.contains("%s");
            if (!template && (value.startsWith("SELECT ") || value.startsWith("WITH ")) && value.contains(" FROM ")) {
                statements.put(each.getFullName(), value);
            }
        }
        return statements;
    }

    static List<Map.Entry<String, String>> eachConstant() throws ReflectiveOperationException {
        return List.copyOf(constants().entrySet());
    }

    @ParameterizedTest
    @MethodSource("eachConstant")
    void noStatementWalksWhatGrowsWithTheDirectories(Map.Entry<String, String> statement) throws SQLException {
        assertThat(plan(statement.getValue()))
                .as(statement.toString())
                .isNotEmpty()
                .noneMatch(step -> FULL_SCAN.matcher(step).matches());
    }

    @Test
    void theConstantsAreFound() throws ReflectiveOperationException {
        assertThat(constants().values())
                .contains(
                        DirectoryTree.UPWARDS.strip(),
                        Lineage.SQL.strip(),
                        TreemapReader.CHILDREN_BY_BYTES,
                        TreemapReader.CHILDREN_BY_FILES,
                        Accounts.USER);
    }

    @Test
    void fullScansAreToldFromOthers() throws SQLException {
        for (String full : List.of(
                "SELECT name FROM directories WHERE name = 'x'",
                "SELECT max(name) FROM directories",
                "SELECT max_atime_r FROM directory_stats WHERE total_size_nr = 1",
                "SELECT a.name FROM directories a NOT INDEXED JOIN directories b NOT INDEXED ON a.name = b.name"
                        + " WHERE a.dir_id = 1")) {
            assertThat(plan(full))
                    .as(full)
                    .anyMatch(step -> FULL_SCAN.matcher(step).matches());
        }
    }

    /** A directory of millions of children is read as far as is wanted, and no further. */
    @Test
    void theLargestChildrenComeInTheOrderOfTheirIndex() throws SQLException {
        assertThat(plan(TreemapReader.CHILDREN_BY_BYTES))
                .containsExactly("SEARCH directories USING INDEX directories_children (parent_id=?)");
    }

    @Test
    void listsAreReadByRangesAndIndexes() throws SQLException {
        List<Map<String, List<String>>> questions = List.of(
                Map.of(),
                Map.of("owner", List.of("alice")),
                Map.of("group", List.of("users")),
                Map.of("path", List.of("/gpfs"), "minDepth", List.of("2"), "maxDepth", List.of("2")),
                Map.of("path", List.of("/gpfs"), "name", List.of("*a*"), "ignoreCase", List.of("true")),
                Map.of("minSize", List.of("1G"), "accessedBefore", List.of("1y")));
        for (long quicklyScanned : List.of(0L, DirectoryPlanner.QUICKLY_SCANNED)) {
            DirectoryPlanner planner = new DirectoryPlanner(quicklyScanned);
            for (Map<String, List<String>> question : questions) {
                for (String sort : List.of("size", "-size", "files", "path", "-path")) {
                    for (DirectoryPlan.Statement statement : statements(planner, question, sort)) {
                        assertThat(plan(statement.sql()))
                                .as("%s by %s", question, sort)
                                .isNotEmpty()
                                .noneMatch(step -> FULL_SCAN.matcher(step).matches());
                    }
                }
            }
        }
    }

    private List<DirectoryPlan.Statement> statements(
            DirectoryPlanner planner, Map<String, List<String>> question, String sort) {
        DirectoryFilter filter = DirectoryFilter.parse(
                new Parameters(question, DirectoryQuery.LIST_PARAMETERS), new MountAliases(Map.of()));
        try (Database database = Database.open(store, generation, Duration.ofSeconds(10), Permitted.EVERYTHING)) {
            DirectoryTree tree = new DirectoryTree(database);
            return planner.plan(
                            filter,
                            DirectoryScope.of(filter, database, tree),
                            database,
                            DirectoryOrder.parse(sort),
                            new DirectoryPlan.Position(100, 10),
                            50)
                    .statements();
        }
    }
}
