package org.fscensus.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A schema with rows, both a pure function of a seed, that can be written through {@link DatabaseFile} and through
 * SQLite. Columns have no affinity, so that every value is stored as it is.
 */
final class RandomDatabase {
    /** A TEXT; its bytes need not be UTF-8. */
    private static final class Text {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private record Index(String name, List<Integer> columns, List<Boolean> descending, boolean partial) {
        String sql(String table) {
            String keys = IntStream.range(0, columns.size())
                    .mapToObj(i -> "c" + columns.get(i) + (descending.get(i) ? " DESC" : ""))
                    .collect(Collectors.joining(", "));
            String where = partial ? " WHERE c" + columns.get(0) + " IS NOT NULL" : "";
            return "CREATE INDEX " + name + " ON " + table + " (" + keys + ")" + where;
        }
    }

    private record Tuple(long rowid, List<@Nullable Object> values) {}

    /** {@code key} is that of a table WITHOUT ROWID, null for one with rowids. */
    private record Table(String name, int columns, @Nullable Index key, List<Tuple> rows, List<Index> indexes) {
        String sql() {
            String all = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
            if (key == null) {
                return "CREATE TABLE " + name + "(id INTEGER PRIMARY KEY, " + all + ")";
            }
            String keys = IntStream.range(0, key.columns.size())
                    .mapToObj(i -> "c" + i + (key.descending.get(i) ? " DESC" : ""))
                    .collect(Collectors.joining(", "));
            return "CREATE TABLE " + name + "(" + all + ", PRIMARY KEY (" + keys + ")) WITHOUT ROWID";
        }
    }

    private static final int MOST_TEXT = 70_000;
    private static final int MOST_BYTES = 1_000_000;

    private final Random random;
    private final List<Table> tables = new ArrayList<>();
    private int budget = MOST_BYTES;
    final int pageBytes;

    RandomDatabase(long seed) {
        random = new Random(seed);
        pageBytes = 512 << random.nextInt(8);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            tables.add(table(i));
        }
    }

    private Table table(int number) {
        int columns = 1 + random.nextInt(random.nextInt(10) == 0 ? 150 : 8);
        String name = "t" + number + "x".repeat(random.nextInt(4) == 0 ? random.nextInt(400) : 0);
        Index key = random.nextInt(3) == 0 ? index(name, columns, true) : null;
        List<Index> indexes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && key == null; i--) {
            indexes.add(index("i" + number + "_" + i, columns, false));
        }
        int count = random.nextInt(8) == 0 ? random.nextInt(3) : random.nextInt(random.nextBoolean() ? 60 : 2_000);
        int longest = random.nextInt(3) == 0 ? MOST_TEXT : random.nextInt(4) == 0 ? pageBytes + 10 : 20;
        List<Tuple> rows = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        long rowid = random.nextInt(3) == 0 ? boundary() : random.nextInt(100);
        for (int i = 0; i < count && budget > 0; i++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                boolean notNull = key != null && c < key.columns.size();
                values.add(value(longest, notNull));
            }
            if (key == null || keys.add(describe(values.subList(0, key.columns.size())))) {
                rows.add(new Tuple(rowid, values));
            }
            long next = rowid + 1 + (random.nextInt(5) == 0 ? random.nextInt(100_000) : 0);
            if (next < rowid) {
                break;
            }
            rowid = next;
        }
        if (key != null) {
            rows.sort(order(key));
        }
        return new Table(name, columns, key, rows, indexes);
    }

    private Index index(String name, int columns, boolean primary) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        if (!primary) {
            java.util.Collections.shuffle(all, random);
        }
        List<Integer> some = List.copyOf(all.subList(0, 1 + random.nextInt(Math.min(3, columns))));
        List<Boolean> descending = some.stream().map(c -> random.nextBoolean()).toList();
        return new Index(name, some, descending, !primary && random.nextBoolean());
    }

    private @Nullable Object value(int longest, boolean notNull) {
        int kind = random.nextInt(10);
        if (kind < 2 && !notNull) {
            return null;
        }
        if (kind < 6) {
            return random.nextInt(3) == 0 ? (Long) boundary() : (Long) (long) random.nextInt(20);
        }
        byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(longest + 1) : random.nextInt(20)];
        budget -= bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 1 ? 'a' + random.nextInt(3) : 1 + random.nextInt(255));
        }
        return kind < 9 ? new Text(bytes) : bytes;
    }

    /** Around where an integer needs another width. */
    private long boundary() {
        long power = 1L << (8 * (1 + random.nextInt(8)) - 1);
        long value = power + random.nextInt(3) - 1;
        return random.nextBoolean() ? value : -value;
    }

    private static Comparator<Tuple> order(Index index) {
        return (a, b) -> {
            for (int i = 0; i < index.columns.size(); i++) {
                int column = index.columns.get(i);
                int order = compare(a.values.get(column), b.values.get(column));
                if (order != 0) {
                    return index.descending.get(i) ? -order : order;
                }
            }
            return Long.compare(a.rowid, b.rowid);
        };
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Long one && b instanceof Long other) {
            return one.compareTo(other);
        }
        if (a instanceof Text one && b instanceof Text other) {
            return Arrays.compareUnsigned(one.bytes, other.bytes);
        }
        if (a instanceof byte[] one && b instanceof byte[] other) {
            return Arrays.compareUnsigned(one, other);
        }
        return Integer.compare(rank(a), rank(b));
    }

    private static int rank(@Nullable Object value) {
        return value == null ? 0 : value instanceof Long ? 1 : value instanceof Text ? 2 : 3;
    }

    private static String describe(List<@Nullable Object> values) {
        StringBuilder all = new StringBuilder();
        for (Object value : values) {
            byte[] bytes = value instanceof Text text ? text.bytes : value instanceof byte[] blob ? blob : new byte[0];
            all.append(rank(value))
                    .append(value instanceof Long ? value : Arrays.toString(bytes))
                    .append(';');
        }
        return all.toString();
    }

    /** For each table and index a query that reads all of it in its order, every value with its type. */
    List<String> queries() {
        List<String> all = new ArrayList<>();
        for (Table table : tables) {
            String values = IntStream.range(0, table.columns)
                    .mapToObj(i -> "typeof(c" + i + ") || hex(c" + i + ")")
                    .collect(Collectors.joining(" || ',' || "));
            all.add("SELECT " + values + " FROM " + table.name + " NOT INDEXED");
            for (Index index : table.indexes) {
                String first = "c" + index.columns.get(0);
                all.add("SELECT id, typeof(" + first + ") || hex(" + first + ") FROM " + table.name + " INDEXED BY "
                        + index.name + (index.partial ? " WHERE " + first + " IS NOT NULL" : "") + " ORDER BY "
                        + IntStream.range(0, index.columns.size())
                                .mapToObj(i -> "c" + index.columns.get(i) + (index.descending.get(i) ? " DESC" : ""))
                                .collect(Collectors.joining(", "))
                        + ", id");
            }
        }
        return all;
    }

    List<String> tableNames() {
        return tables.stream().map(Table::name).toList();
    }

    /** Writes it through what is tested, with statistics. */
    void write(Path file) throws IOException {
        try (DatabaseFile database = new DatabaseFile(file, pageBytes, 7, -8)) {
            for (Table table : tables) {
                int root = table.key == null ? writeTable(database, table) : writeKeyed(database, table, table.key);
                database.addTable(table.name, table.sql(), root);
            }
            for (Table table : tables) {
                for (Index index : table.indexes) {
                    database.addIndex(
                            index.name, table.name, index.sql(table.name), writeIndex(database, table, index));
                }
                if (table.indexes.stream().allMatch(Index::partial) && table.key == null) {
                    database.addStatistic(table.name, table.rows.size());
                }
            }
            database.finish();
        }
    }

    private static int writeTable(DatabaseFile database, Table table) throws IOException {
        TableWriter writer = database.newTable();
        Row row = new Row(table.columns + 1);
        for (Tuple tuple : table.rows) {
            row.begin();
            row.nothing();
            tuple.values.forEach(value -> put(row, value));
            writer.add(tuple.rowid, row);
        }
        return writer.finish();
    }

    private static int writeKeyed(DatabaseFile database, Table table, Index key) throws IOException {
        IndexWriter writer = database.newIndex();
        Row row = new Row(table.columns);
        for (Tuple tuple : table.rows) {
            row.begin();
            tuple.values.forEach(value -> put(row, value));
            writer.add(row);
        }
        database.addStatistic(table.name, table.name, false, table.rows.size(), distinct(table.rows, key));
        return writer.finish();
    }

    private static int writeIndex(DatabaseFile database, Table table, Index index) throws IOException {
        IndexWriter writer = database.newIndex();
        Row row = new Row(index.columns.size() + 1);
        List<Tuple> rows = table.rows.stream()
                .filter(tuple -> !index.partial || tuple.values.get(index.columns.get(0)) != null)
                .sorted(order(index))
                .toList();
        for (Tuple tuple : rows) {
            row.begin();
            index.columns.forEach(column -> put(row, tuple.values.get(column)));
            row.integer(tuple.rowid);
            writer.add(row);
        }
        database.addStatistic(table.name, index.name, index.partial, rows.size(), distinct(rows, index));
        return writer.finish();
    }

    private static long[] distinct(List<Tuple> rows, Index index) {
        return IntStream.rangeClosed(1, index.columns.size())
                .mapToLong(count -> rows.stream()
                        .map(tuple -> describe(index.columns.subList(0, count).stream()
                                .<@Nullable Object>map(column -> tuple.values.get(column))
                                .collect(Collectors.toCollection(ArrayList::new))))
                        .distinct()
                        .count())
                .toArray();
    }

    private static void put(Row row, @Nullable Object value) {
        if (value instanceof Long number) {
            row.integer(number);
        } else if (value instanceof Text text) {
            // Junk around the slice must not get in.
            byte[] padded = new byte[text.bytes.length + 5];
            Arrays.fill(padded, (byte) '!');
            System.arraycopy(text.bytes, 0, padded, 2, text.bytes.length);
            row.text(padded, 2, 2 + text.bytes.length);
        } else if (value instanceof byte[] blob) {
            row.blob(blob, 0, blob.length);
        } else {
            row.nothing();
        }
    }

    /** Writes it through SQLite, with ANALYZE. */
    void writeThroughSqlite(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + pageBytes);
            statement.execute("PRAGMA journal_mode = OFF");
            statement.execute("PRAGMA synchronous = OFF");
            connection.setAutoCommit(false);
            for (Table table : tables) {
                statement.execute(table.sql());
                insert(connection, table);
            }
            for (Table table : tables) {
                for (Index index : table.indexes) {
                    statement.execute(index.sql(table.name));
                }
            }
            connection.commit();
            statement.execute("ANALYZE");
            statement.execute("DROP TABLE IF EXISTS sqlite_stat4");
            connection.commit();
        }
    }

    private static void insert(Connection connection, Table table) throws SQLException {
        int first = table.key == null ? 1 : 0;
        List<String> values = new ArrayList<>();
        if (table.key == null) {
            values.add("?");
        }
        for (int i = 0; i < table.columns; i++) {
            // The driver has no TEXT of raw bytes, and no type of its own for the two kinds.
            values.add("CASE WHEN ?" + " THEN CAST(? AS TEXT) ELSE ? END");
        }
        String sql = "INSERT INTO " + table.name + " VALUES (" + String.join(", ", values) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Tuple tuple : table.rows) {
                if (first == 1) {
                    insert.setLong(1, tuple.rowid);
                }
                for (int i = 0; i < table.columns; i++) {
                    Object value = tuple.values.get(i);
                    Object raw = value instanceof Text text ? text.bytes : value;
                    insert.setBoolean(first + 3 * i + 1, value instanceof Text);
                    insert.setObject(first + 3 * i + 2, raw);
                    insert.setObject(first + 3 * i + 3, raw);
                }
                insert.executeUpdate();
            }
        }
    }
}
