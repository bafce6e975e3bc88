package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever loader wrote it, a database has the same rows, and SQLite reads them in the same way. */
class LoadersTest {
    private static final long SCAN = 1_768_089_600L;

    /** What the service asks: the list in all its shapes, trees and paths, usage, names, and the contract's checks. */
    private static final List<String> QUESTIONS = questions();

    @TempDir
    Path directory;

    static LongStream seeds() {
        long first = Long.getLong("fscensus.random.seed", 1);
        return LongStream.range(first, first + Long.getLong("fscensus.random.seeds", 30));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyWriteTheSameDatabase(long seed) throws Exception {
        assertSame(SampleTree.random(seed, SCAN, 1 << (seed % 12)));
    }

    @Test
    void namesOfAllLengthsAreTheSame() throws Exception {
        SampleTree tree = new SampleTree(SCAN);
        for (int length :
                new int[] {0, 1, 57, 58, 127, 128, 4_000, 8_100, 8_160, 8_192, 8_200, 16_384, 65_533, 70_000}) {
            tree.directory("/gpfs/" + "n".repeat(length), 1, 1);
            tree.file("/gpfs/" + "n".repeat(length), length, length % 3, 512L * length, length, SCAN - length);
        }
        assertSame(tree);
    }

    @Test
    void figuresOfAllWidthsAreTheSame() throws Exception {
        SampleTree tree = new SampleTree(SCAN);
        for (int bits = 0; bits < 62; bits++) {
            for (long size = (1L << bits) - 1; size <= (1L << bits) + 1; size++) {
                tree.directory("/" + size, size & 0xffff_ffffL, ~size & 0xffff_ffffL);
                if (bits < 56) {
                    tree.file("/" + size, size & 0xffff_ffffL, ~size & 0xffff_ffffL, size, size, -size);
                }
            }
        }
        assertSame(tree);
    }

    @Test
    void manyChildrenOfManyOwnersAreTheSame() throws Exception {
        SampleTree tree = new SampleTree(SCAN);
        for (int i = 0; i < 20_000; i++) {
            tree.directory("/wide/d" + i, i, i % 7);
            tree.file("/wide/d" + i, i % 5_000, i % 700, i % 11, 1, SCAN);
        }
        assertSame(tree);
    }

    @Test
    void aLoneRootIsTheSame() throws Exception {
        assertSame(new SampleTree(SCAN));
    }

    private void assertSame(SampleTree tree) throws Exception {
        Path pages = directory.resolve("pages.db");
        Path jdbc = directory.resolve("jdbc.db");
        tree.writeTo(pages, Loader.PAGES);
        tree.writeTo(jdbc, Loader.JDBC);

        assertThat(query(pages, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(query(jdbc, "PRAGMA integrity_check")).containsExactly("ok");
        String schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
        assertThat(query(pages, schema)).isEqualTo(query(jdbc, schema));
        for (GenerationSchema.Relation relation : GenerationSchema.RELATIONS) {
            String all = "SELECT * FROM " + relation.name();
            assertThat(query(pages, all)).as(all).isEqualTo(query(jdbc, all));
        }
        String statistics = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx";
        assertThat(query(pages, statistics)).isEqualTo(query(jdbc, statistics));
        for (String question : QUESTIONS) {
            String plan = "EXPLAIN QUERY PLAN " + question;
            assertThat(query(pages, plan)).as(question).isNotEmpty().isEqualTo(query(jdbc, plan));
            assertThat(query(pages, question)).as(question).isEqualTo(query(jdbc, question));
        }
        for (String pragma : List.of("user_version", "application_id", "page_size", "encoding", "journal_mode")) {
            assertThat(query(pages, "PRAGMA " + pragma)).as(pragma).isEqualTo(query(jdbc, "PRAGMA " + pragma));
        }
        assertThat(Files.size(pages)).isLessThanOrEqualTo(Files.size(jdbc));
    }

    private static List<String> questions() {
        String columns = "SELECT dir_id, parent_id, name, depth, file_count_r, dir_count_r, total_size_r,"
                + " apparent_size_r, last_access_r, file_count_nr, dir_count_nr, total_size_nr, apparent_size_nr,"
                + " last_access_nr, owner_uid, owner_gid";
        String bySize = " ORDER BY total_size_r DESC, dir_id ASC LIMIT 51";
        return List.of(
                columns
                        + ", dir_id FROM directories NOT INDEXED WHERE dir_id BETWEEN 2 AND 99 ORDER BY dir_id ASC LIMIT 51",
                columns + ", dir_id FROM directories NOT INDEXED WHERE dir_id BETWEEN 2 AND 99 ORDER BY dir_id DESC",
                "WITH wanted(first, last) AS (VALUES (1, 5), (7, 90)) " + columns
                        + ", total_size_r FROM wanted CROSS JOIN directories NOT INDEXED"
                        + " WHERE dir_id BETWEEN first AND last" + bySize,
                columns + ", total_size_r FROM directories INDEXED BY directories_children WHERE parent_id = 2"
                        + bySize,
                columns
                        + ", dir_id FROM directories INDEXED BY directories_children WHERE parent_id = 2 ORDER BY dir_id",
                columns + ", total_size_r FROM directories INDEXED BY directories_largest WHERE total_size_r >= 0"
                        + bySize,
                columns + ", total_size_r FROM directories INDEXED BY directories_largest WHERE total_size_r >= 0"
                        + " AND total_size_r <= 8192 AND (total_size_r < 8192 OR dir_id > 3)" + bySize,
                columns + ", total_size_r FROM directories INDEXED BY directories_owner WHERE owner_uid = 1000"
                        + bySize,
                columns + ", file_count_r FROM directories INDEXED BY directories_group WHERE owner_gid = 101"
                        + " ORDER BY file_count_r DESC, dir_id ASC LIMIT 51",
                // Also where the choice is SQLite's own.
                columns + " FROM directories WHERE parent_id = 2" + bySize,
                columns + " FROM directories WHERE owner_uid = 1000 AND owner_gid = 101" + bySize,
                columns + " FROM directories" + bySize,
                "SELECT parent_id, name FROM directories WHERE dir_id = 3",
                "SELECT dir_count_r + 1 FROM directories WHERE dir_id = 1",
                "SELECT owner_uid, total_files, total_size, apparent_size, directory_count, username, full_name"
                        + " FROM owner_summary LEFT JOIN user_info ON uid = owner_uid",
                "SELECT owner_gid, total_files, total_size, apparent_size, directory_count, groupname, NULL"
                        + " FROM group_summary LEFT JOIN group_info ON gid = owner_gid",
                "SELECT bucket_index, owner_uid, username, file_count, total_size FROM access_histogram"
                        + " LEFT JOIN user_info ON uid = owner_uid WHERE owner_uid = 1000",
                "SELECT bucket_index, owner_uid, username, file_count, total_size FROM size_histogram"
                        + " LEFT JOIN user_info ON uid = owner_uid",
                "SELECT MIN(uid) FROM user_info WHERE username = 'bob' HAVING COUNT(*) > 0",
                "SELECT value FROM scan_metadata WHERE key = 'scan_time'",
                "SELECT COUNT(*) FROM directories WHERE parent_id IS NULL AND depth > 0",
                "SELECT COUNT(*) FROM directories c JOIN directories p ON c.parent_id = p.dir_id"
                        + " WHERE c.depth != p.depth + 1",
                "SELECT COUNT(*) FROM directory_stats WHERE dir_id NOT IN (SELECT dir_id FROM directories)");
    }

    /** Text as its bytes, and other values with their type. */
    private static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    byte[] bytes = results.getBytes(i);
                    Object value = results.getObject(i);
                    columns.add(
                            value instanceof String || value instanceof byte[]
                                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                                    : String.valueOf(value));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}
