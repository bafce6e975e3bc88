package org.fscensus.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What SQLite reads from a file written page after page is what it reads from its own. {@code -Dfscensus.random.seeds=}
 * sets how many random databases are tried, {@code -Dfscensus.random.seed=} the first.
 */
class DatabaseFileTest {
    private static final String SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
            + " WHERE name NOT LIKE 'sqlite_stat%' ORDER BY rowid";
    private static final String STATISTICS = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx";

    @TempDir
    Path directory;

    static LongStream seeds() {
        long first = Long.getLong("fscensus.random.seed", 1);
        return LongStream.range(first, first + Long.getLong("fscensus.random.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRandomDatabaseIsThatOfSqlite(long seed) throws Exception {
        RandomDatabase random = new RandomDatabase(seed);
        Path ours = directory.resolve("ours.db");
        Path theirs = directory.resolve("theirs.db");
        random.write(ours);
        random.writeThroughSqlite(theirs);

        assertThat(query(ours, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(query(ours, "PRAGMA page_size")).containsExactly(random.pageBytes + "");
        assertThat(Files.size(ours)).isEqualTo((long) random.pageBytes * number(ours, "PRAGMA page_count"));
        assertThat(query(ours, SCHEMA)).isEqualTo(query(theirs, SCHEMA));
        assertThat(query(ours, STATISTICS)).isEqualTo(query(theirs, STATISTICS));
        for (String query : random.queries()) {
            assertThat(query(ours, query)).as(query).isEqualTo(query(theirs, query));
        }
        assertThat(query(ours, "PRAGMA freelist_count")).containsExactly("0");
        assertThat(query(ours, "PRAGMA user_version")).containsExactly("7");
        assertThat(query(ours, "PRAGMA application_id")).containsExactly("-8");
        assertThat(Files.size(ours)).isLessThanOrEqualTo(Files.size(theirs));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void keysOfIntegersAloneAreTheSameRows(int columns) throws Exception {
        Path byRow = directory.resolve("row.db");
        Path byIntegers = directory.resolve("integers.db");
        writeKeys(byRow, columns, false);
        writeKeys(byIntegers, columns, true);

        assertThat(Files.readAllBytes(byIntegers)).isEqualTo(Files.readAllBytes(byRow));
    }

    private static void writeKeys(Path file, int columns, boolean integers) throws IOException {
        try (DatabaseFile database = new DatabaseFile(file, 512, 7, -8)) {
            IndexWriter index = database.newIndex();
            Row row = new Row(columns);
            long[] key = new long[columns];
            for (int i = 0; i < 4 * Long.SIZE * columns; i++) {
                // Integers around all powers of two, of either sign.
                long value = (1L << (i / 4 % Long.SIZE)) - 1 + i % 2;
                key[i % columns] = i % 4 < 2 ? value : ~value;
                if (integers) {
                    index.add(key);
                } else {
                    row.begin();
                    for (long each : key) {
                        row.integer(each);
                    }
                    index.add(row);
                }
            }
            database.addIndex("i", "t", "CREATE INDEX i ON t (c)", index.finish());
            database.finish();
        }
    }

    @Test
    void aKeyHasNoMoreThanSixIntegers() throws Exception {
        try (DatabaseFile database = new DatabaseFile(directory.resolve("a.db"), 512, 7, -8)) {
            assertThatThrownBy(() -> database.newIndex().add(new long[7])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sqliteCanGoOnWritingToIt(long seed) throws Exception {
        RandomDatabase random = new RandomDatabase(seed);
        Path file = directory.resolve("a.db");
        random.write(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String table : random.tableNames()) {
                statement.execute("UPDATE " + table + " SET c0 = c0 || 'x' WHERE typeof(c0) = 'text'");
                statement.execute("DELETE FROM " + table + " WHERE typeof(c0) = 'integer'");
            }
            statement.execute("CREATE TABLE another(a)");
            statement.execute("VACUUM");
        }

        assertThat(query(file, "PRAGMA integrity_check")).containsExactly("ok");
    }

    /** One more row each time: so every page is once the last one, with one cell, and without a cell. */
    @ParameterizedTest
    @ValueSource(ints = {1, 60, 130, 900})
    void treesOfEverySizeAreWhole(int length) throws Exception {
        for (int rows = 0; rows < 220; rows++) {
            Path file = directory.resolve(rows + ".db");
            try (DatabaseFile database = new DatabaseFile(file, 512, 0, 0)) {
                TableWriter table = database.newTable();
                IndexWriter keyed = database.newIndex();
                Row one = new Row(1);
                for (int i = 0; i < rows; i++) {
                    byte[] text = ("%05d" + "x".repeat(length)).formatted(i).getBytes(StandardCharsets.UTF_8);
                    one.begin();
                    one.text(text, 0, text.length);
                    table.add(i, one);
                    one.begin();
                    one.text(text, 0, text.length);
                    keyed.add(one);
                }
                assertThat(table.rows()).isEqualTo(rows);
                database.addTable("t", "CREATE TABLE t(a)", table.finish());
                database.addTable("k", "CREATE TABLE k(a PRIMARY KEY) WITHOUT ROWID", keyed.finish());
                database.finish();
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                assertThat(query(connection, "PRAGMA integrity_check")).containsExactly("ok");
                assertThat(query(connection, "SELECT COUNT(*), COUNT(k.a) FROM t JOIN k USING (a)"))
                        .containsExactly(rows + "|" + rows);
            }
            Files.delete(file);
        }
    }

    @Test
    void theLockBytePageIsLeftOut() throws Exception {
        int lockPage = 7;
        Path file = directory.resolve("a.db");
        try (DatabaseFile database = new DatabaseFile(file, 512, 0, 0, 512L * (lockPage - 1))) {
            TableWriter table = database.newTable();
            Row row = new Row(1);
            byte[] text = new byte[5_000];
            Arrays.fill(text, (byte) 'a');
            row.begin();
            row.text(text, 0, text.length);
            table.add(1, row);
            database.addTable("t", "CREATE TABLE t(a)", table.finish());
            database.finish();
        }

        // To SQLite, whose own lock-byte page is far away, it is a page that nothing uses.
        assertThat(query(file, "PRAGMA integrity_check"))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("Page 7: never used");
        assertThat(query(file, "SELECT a = '" + "a".repeat(5_000) + "' FROM t")).containsExactly("1");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(bytes, 512 * (lockPage - 1), 512 * lockPage))
                .containsOnly(0);
    }

    /** A row's overflow pages lie on both sides of the lock-byte page. */
    @Test
    void aDatabaseGoesOnBeyondTheFirstGibibyte() throws Exception {
        Path file = directory.resolve("a.db");
        byte[] large = new byte[90 << 20];
        Arrays.fill(large, (byte) 'a');
        try (DatabaseFile database = new DatabaseFile(file, 65_536, 0, 0)) {
            TableWriter table = database.newTable();
            Row row = new Row(1);
            for (int i = 1; i <= 12; i++) {
                row.begin();
                row.blob(large, 0, large.length);
                table.add(i, row);
            }
            database.addTable("t", "CREATE TABLE t(a)", table.finish());
            database.finish();
        }

        assertThat(Files.size(file)).isGreaterThan(PageFile.LOCK_BYTE + (16 << 20));
        assertThat(query(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(query(file, "SELECT COUNT(*), SUM(length(a)) FROM t")).containsExactly("12|" + 12L * large.length);
    }

    @Test
    void rowsOutOfOrderOrWithoutAllTheirColumnsAreRefused() throws Exception {
        try (DatabaseFile database = new DatabaseFile(directory.resolve("a.db"), 512, 0, 0)) {
            TableWriter table = database.newTable();
            Row row = new Row(2);
            row.begin();
            row.integer(1);
            assertThatThrownBy(() -> table.add(5, row))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("1 values for 2 columns");
            row.integer(1);
            table.add(5, row);
            assertThatThrownBy(() -> table.add(5, row))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("row 5 comes after row 5");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 1000, 131_072})
    void pagesOfAnotherSizeAreRefused(int pageBytes) {
        assertThatThrownBy(() -> new DatabaseFile(directory.resolve("a.db"), pageBytes, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pageBytes + " bytes");
    }

    private static long number(Path file, String sql) throws SQLException {
        return Long.parseLong(query(file, sql).get(0));
    }

    private static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return query(connection, sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(results.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}
