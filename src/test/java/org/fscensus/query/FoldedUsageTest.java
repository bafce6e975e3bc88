package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.pipeline.ImportedLogs;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.fscensus.store.Saturated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers from folded blocks against those of the same question broken down by what was folded, for which blocks are read
 * as they are.
 */
class FoldedUsageTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final MountAliases NO_ALIASES = new MountAliases(Map.of());
    private static final LogShape WIDE =
            LogShape.from(Map.of("--directories", "1500", "--files", "90000", "--owners", "150", "--groups", "20"));

    private record Sum(long files, long allocatedBytes, long apparentBytes) {
        Sum plus(Sum other) {
            return new Sum(
                    files + other.files,
                    Saturated.sum(allocatedBytes, other.allocatedBytes),
                    Saturated.sum(apparentBytes, other.apparentBytes));
        }
    }

    private static Map<List<Object>, Sum> answer(
            CrosstabQuery query, String groupBy, Map<String, List<String>> filters, Set<String> kept) {
        Map<String, List<String>> question = new HashMap<>(filters);
        question.put("groupBy", List.of(groupBy));
        Map<List<Object>, Sum> sums = new HashMap<>();
        for (Crosstab.Row row : query.usage("fs", new Parameters(question, CrosstabQuery.PARAMETERS))
                .rows()) {
            List<Object> key = List.of(
                    kept.contains("owner") ? String.valueOf(row.owner()) : "",
                    kept.contains("group") ? String.valueOf(row.group()) : "",
                    String.valueOf(row.age()),
                    String.valueOf(row.size()));
            Long apparent = row.apparentBytes();
            sums.merge(key, new Sum(row.files(), row.allocatedBytes(), apparent == null ? 0 : apparent), Sum::plus);
        }
        return sums;
    }

    @Test
    void foldingChangesNoAnswer(@TempDir Path data) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        new LogGenerator(WIDE).writeTo(log);
        try (ImportedLogs logs = new ImportedLogs(data, "", "");
                FanOut fanOut = new FanOut(0)) {
            Generation generation = logs.add("fs", log.toByteArray(), ReferenceOptions.DEFAULT);
            assertThat(largestBlock(logs.database(generation))).isGreaterThan(FoldedBlocks.LEAST_BYTES);
            CrosstabQuery query =
                    new CrosstabQuery(logs.store(), new Filesystems(logs.store()), NO_ALIASES, TIMEOUT, fanOut);
            for (String who : List.of("owner", "group")) {
                for (String by : List.of("", ",age", ",size", ",age,size")) {
                    for (Map<String, List<String>> filters : List.of(
                            Map.<String, List<String>>of(),
                            Map.of("age", List.of("1y-")),
                            Map.of("path", List.of("/gpfs/csfs1")),
                            Map.of("owner", List.of("0", "20001")),
                            Map.of("group", List.of("0", "1000")))) {
                        Map<List<Object>, Sum> plain = answer(query, "owner,group" + by, filters, Set.of(who));
                        for (String time : List.of("the first time", "again")) {
                            assertThat(answer(query, who + by, filters, Set.of(who)))
                                    .as("%s%s of %s, %s", who, by, filters, time)
                                    .isEqualTo(plain);
                        }
                    }
                }
            }
        }
    }

    private static int largestBlock(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(length(usage)) FROM usage_blocks")) {
            return row.getInt(1);
        }
    }
}
