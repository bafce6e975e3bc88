package org.fscensus.reference;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Cell;
import org.fscensus.reference.CensusFigures.Counters;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.Summary;
import org.fscensus.reference.CensusFigures.Totals;
import org.fscensus.reference.CensusFigures.UsageCell;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Reads a finished database as a stranger's script would: through the documented relations and nothing else. */
public final class DatabaseFigures {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final String DIRECTORIES = """
            SELECT d.dir_id, d.parent_id, CAST(d.name AS BLOB) AS name, typeof(d.name) AS name_type, d.depth, d.listed,
                   d.uid, d.gid,
                   s.file_count_nr, s.total_size_nr, s.apparent_size_nr, s.dir_count_nr, s.max_atime_nr,
                   s.file_count_r, s.total_size_r, s.apparent_size_r, s.dir_count_r, s.max_atime_r,
                   s.owner_uid, s.owner_gid
            FROM directories d JOIN directory_stats s ON s.dir_id = d.dir_id
            ORDER BY d.dir_id
            """;

    private final Connection database;

    private DatabaseFigures(Connection database) {
        this.database = database;
    }

    /**
     * Everything that the database says; what only the import knows comes from its counters.
     *
     * @throws SQLException if a relation or column is missing, or holds what it must not
     */
    public static CensusFigures read(Path file, ImportCounters counters) throws SQLException {
        return read(
                file,
                new Counters(
                        counters.lines(),
                        counters.files(),
                        counters.directories(),
                        counters.unlistedDirectories(),
                        counters.rejectedLines(),
                        counters.noticeLines(),
                        counters.allocatedBytes(),
                        counters.apparentBytes(),
                        null,
                        null));
    }

    /** As {@link #read(Path, ImportCounters)}. */
    public static CensusFigures read(Path file, Counters counters) throws SQLException {
        SQLiteConfig readOnly = new SQLiteConfig();
        readOnly.setReadOnly(true);
        try (Connection database = readOnly.createConnection("jdbc:sqlite:" + file)) {
            DatabaseFigures figures = new DatabaseFigures(database);
            return new CensusFigures(
                    counters,
                    figures.directories(),
                    figures.summaries("owner_summary", "owner_uid"),
                    figures.summaries("group_summary", "owner_gid"),
                    figures.histogram("access_histogram"),
                    figures.histogram("size_histogram"),
                    figures.usage(),
                    figures.apparent());
        }
    }

    private List<Directory> directories() throws SQLException {
        List<Directory> directories = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(DIRECTORIES)) {
            while (row.next()) {
                if (!row.getString("name_type").equals("text")) {
                    throw new SQLException("the name of " + row.getLong("dir_id") + " is no TEXT");
                }
                directories.add(new Directory(
                        row.getLong("dir_id"),
                        nullable(row, "parent_id"),
                        new String(row.getBytes("name"), StandardCharsets.ISO_8859_1),
                        row.getLong("depth"),
                        row.getLong("listed") != 0,
                        nullable(row, "uid"),
                        nullable(row, "gid"),
                        totals(row, "nr"),
                        totals(row, "r"),
                        owner(row, "owner_uid"),
                        owner(row, "owner_gid")));
            }
        }
        requireOneToOne("directories", directories.size());
        requireOneToOne("directory_stats", directories.size());
        return directories;
    }

    /** The join drops a row that stands in one relation only, so both are counted. */
    private void requireOneToOne(String relation, int rows) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + relation)) {
            if (row.getLong(1) != rows) {
                throw new SQLException(relation + " has " + row.getLong(1) + " rows, " + rows
                        + " of them with their counterpart in the other relation");
            }
        }
    }

    private static Totals totals(ResultSet row, String suffix) throws SQLException {
        return new Totals(
                row.getLong("file_count_" + suffix),
                row.getLong("total_size_" + suffix),
                row.getLong("apparent_size_" + suffix),
                row.getLong("dir_count_" + suffix),
                time(row, "max_atime_" + suffix));
    }

    private static @Nullable Long time(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : LocalDateTime.parse(text, TIME).toEpochSecond(ZoneOffset.UTC);
    }

    private static long owner(ResultSet row, String column) throws SQLException {
        Long owner = nullable(row, column);
        return owner == null ? CensusFigures.SEVERAL_OWNERS : owner;
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private SortedMap<Long, Summary> summaries(String relation, String key) throws SQLException {
        TreeMap<Long, Summary> summaries = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + key
                        + ", total_files, total_size, apparent_size, directory_count FROM " + relation)) {
            while (row.next()) {
                Summary summary = new Summary(
                        row.getLong("total_files"),
                        row.getLong("total_size"),
                        row.getLong("apparent_size"),
                        row.getLong("directory_count"));
                if (summaries.put(row.getLong(key), summary) != null) {
                    throw new SQLException(relation + " has two rows of " + row.getLong(key));
                }
            }
        }
        return summaries;
    }

    private SortedMap<Cell, Amount> histogram(String relation) throws SQLException {
        TreeMap<Cell, Amount> cells = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT owner_uid, bucket_index, file_count, total_size FROM " + relation)) {
            while (row.next()) {
                Cell cell = new Cell(row.getLong("owner_uid"), row.getInt("bucket_index"));
                Amount amount = new Amount(row.getLong("file_count"), row.getLong("total_size"));
                if (cells.put(cell, amount) != null) {
                    throw new SQLException(relation + " has two rows of " + cell);
                }
            }
        }
        return cells;
    }

    private SortedMap<UsageCell, Amount> usage() throws SQLException {
        TreeMap<UsageCell, Amount> usage = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT dir_id, owner_uid, owner_gid, cells FROM usage")) {
            while (row.next()) {
                Holding holding = holding(row);
                ByteBuffer cells = ByteBuffer.wrap(row.getBytes("cells"));
                while (cells.hasRemaining()) {
                    long head = UsageNumbers.number(cells);
                    int code = (int) (head / 2);
                    long files = head % 2 == 0 ? 1 : UsageNumbers.number(cells);
                    Amount amount = new Amount(files, UsageNumbers.size(cells));
                    if (usage.put(new UsageCell(holding, code / 10, code % 10), amount) != null) {
                        throw new SQLException("usage has two cells " + code + " of " + holding);
                    }
                }
            }
        }
        return usage;
    }

    private SortedMap<Holding, Long> apparent() throws SQLException {
        TreeMap<Holding, Long> apparent = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT dir_id, owner_uid, owner_gid, apparent_size FROM usage")) {
            while (row.next()) {
                apparent.put(holding(row), row.getLong("apparent_size"));
            }
        }
        return apparent;
    }

    private static Holding holding(ResultSet row) throws SQLException {
        return new Holding(row.getLong("dir_id"), row.getLong("owner_uid"), row.getLong("owner_gid"));
    }
}
