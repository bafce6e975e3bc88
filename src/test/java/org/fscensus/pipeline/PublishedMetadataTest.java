package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PlainFileSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** What an import of the sample scan publishes beside the figures, read as a stranger's script would. */
class PublishedMetadataTest {
    private static final Path SAMPLE = Path.of("src/test/resources/sample").toAbsolutePath();
    private static final Path LOG = SAMPLE.resolve("20260115_gpfs1_demo.list.list_all.log");

    @TempDir
    private Path directory;

    private PipelineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.resolve("data"));
    }

    @Test
    void usersAndGroupsHaveTheNamesOfTheAccountFiles() throws Exception {
        Path database = publish(SAMPLE.resolve("passwd"), SAMPLE.resolve("group"));

        // 4294967294 owns files of the scan and is in neither file.
        assertThat(rows(database, "SELECT owner_uid FROM owner_summary")).containsKey("4294967294");
        assertThat(rows(database, "SELECT uid, username || '|' || full_name FROM user_info"))
                .isEqualTo(Map.of(
                        "0", "root|root",
                        "1001", "ada|Ada Lovelace",
                        "1002", "grace|Grace Hopper",
                        "1003", "josé|José Ramírez",
                        "1004", "barbara|Barbara Liskov",
                        "2001", "svc-climate|Climate model runs",
                        "65534", "nobody|nobody"));
        assertThat(rows(database, "SELECT gid, groupname FROM group_info"))
                .isEqualTo(Map.of(
                        "0", "root",
                        "100", "users",
                        "500", "climate",
                        "501", "genomics",
                        "502", "ocean",
                        "65534", "nogroup"));
    }

    @Test
    void accountsThatOwnNothingAndIdsWithoutANameAreAbsent() throws Exception {
        Path passwd = Files.writeString(
                directory.resolve("passwd"), "ada:x:1001:100:Ada Lovelace:/:/bin/sh\nidle:x:4242:100::/:/bin/sh\n");
        Path group = Files.writeString(directory.resolve("group"), "users:x:100:\nempty:x:4242:ada\n");
        Path database = publish(passwd, group);

        assertThat(rows(database, "SELECT uid, username FROM user_info")).isEqualTo(Map.of("1001", "ada"));
        assertThat(rows(database, "SELECT gid, groupname FROM group_info")).isEqualTo(Map.of("100", "users"));
    }

    @Test
    void theMetadataSayWhatWasImportedAndHow() throws Exception {
        Path database = publish(SAMPLE.resolve("passwd"), SAMPLE.resolve("group"));
        List<String> lines = Files.readAllLines(LOG, StandardCharsets.ISO_8859_1);
        // Data for which no block is allocated sits in the inode, and is counted by its size.
        long inInode = sum(lines, "s=(\\d+) a=0");

        Map<String, String> expected = new TreeMap<>(Map.of(
                "filesystem", "fs",
                "source", LOG.toString(),
                "format", "gpfs",
                "scan_time", "2026-01-14 23:00:59",
                "import_time", "2026-02-01 12:00:00",
                "job_id", "job00001",
                "time_zone", "Europe/Berlin",
                "path_escape", "none",
                "age_from", "access",
                "hard_links", "each"));
        expected.put("max_rejected", "0%");
        expected.put("accept_shrink", "false");
        expected.putAll(Map.of(
                "source_bytes", Long.toString(Files.size(LOG)),
                "lines", Integer.toString(lines.size()),
                "notice_lines", count(lines, "^\\[I\\] "),
                "rejected_lines", "0",
                "files", count(lines, " p=[^d]"),
                "directories", count(lines, " p=d")));
        expected.putAll(Map.of(
                // Below home/barbara there are files in hidden/deep/er, and no line of these three.
                "unlisted_directories", "3",
                "duplicate_directories", "0",
                "allocated_bytes", Long.toString(1024 * sum(lines, "a=(\\d+)") + inInode),
                "apparent_bytes", Long.toString(sum(lines, "s=(\\d+)")),
                "program_version", "test",
                "schema_version", "2"));
        Map<String, String> metadata = rows(database, "SELECT key, value FROM scan_metadata");
        // For the directories that are not listed. TrustReportTest looks into the report.
        expected.put("verdict", "withWarnings");
        assertThat(metadata.remove(TrustJson.KEY))
                .startsWith("{\"verdict\":\"withWarnings\",\"lines\":" + lines.size());
        assertThat(metadata).isEqualTo(expected);
    }

    private Path publish(Path passwd, Path group) throws Exception {
        ReferenceOptions defaults = ReferenceOptions.DEFAULT;
        ReferenceOptions options = new ReferenceOptions(
                ZoneId.of("Europe/Berlin"),
                defaults.pathEscape(),
                defaults.ageFrom(),
                defaults.hardLinks(),
                Instant.parse("2026-01-14T23:00:59.987Z"));
        ImportRequest request = fixture.request(LOG, options, 2, RejectLimit.ofPercent(0));
        ImportResult result =
                fixture.pipeline(PlainFileSource.DEFAULT_PIECE, passwd, group).run(request, PipelineFixture.progress());
        return fixture.data.resolve(Objects.requireNonNull(result.generation()).database());
    }

    private static String count(List<String> lines, String pattern) {
        return Long.toString(
                lines.stream().filter(Pattern.compile(pattern).asPredicate()).count());
    }

    /** The sum over all files of what the group in an attribute's pattern matches. */
    private static long sum(List<String> lines, String attribute) {
        Pattern file = Pattern.compile(" " + attribute + " .* p=[^d]");
        return lines.stream()
                .map(file::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** The last column by the first. */
    private static Map<String, String> rows(Path database, String question) throws SQLException {
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setReadOnly(true);
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = readOnly.createConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            int last = row.getMetaData().getColumnCount();
            while (row.next()) {
                rows.put(row.getString(1), row.getString(last));
            }
        }
        return rows;
    }
}
