package org.fscensus.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new SQLite database: write the b-trees of its tables and indexes, name each in the schema, {@link #finish}. Pages are
 * filled to the end, none is free, and nothing is written twice, so that the bytes of the file depend on nothing but what
 * is handed in. Until it is finished the file is no database. One thread; trees may be written side by side.
 *
 * <p>SQL is not looked at: it must be what SQLite itself would have stored (beginning {@code CREATE TABLE name}), and
 * must agree with the rows.
 */
public final class DatabaseFile implements Closeable {
    /** Bytes of the file's header, at the beginning of page 1. */
    private static final int HEADER = 100;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** The version of SQLite whose statistics and schema these are. */
    private static final int SQLITE_VERSION = 3_054_001;

    private static final int MOST_SMALL_PAGE = 32_768;
    private static final int LEAST_PAGE = 512;
    private static final int SCHEMA_FORMAT = 4;
    private static final int UTF_8 = 1;

    private final PageFile file;
    private final int userVersion;
    private final int applicationId;
    private final List<SchemaEntry> schema = new ArrayList<>();
    private final List<Statistic> statistics = new ArrayList<>();

    private record SchemaEntry(String type, String name, String table, int rootPage, String sql) {}

    private record Statistic(String table, @Nullable String index, String text) {}

    /**
     * Creates it.
     *
     * @param file must not exist, or be empty
     * @param pageBytes a power of two from 512 to 65,536
     * @param userVersion {@code PRAGMA user_version}
     * @param applicationId {@code PRAGMA application_id}
     */
    public DatabaseFile(Path file, int pageBytes, int userVersion, int applicationId) throws IOException {
        this(file, pageBytes, userVersion, applicationId, PageFile.LOCK_BYTE);
    }

    DatabaseFile(Path file, int pageBytes, int userVersion, int applicationId, long lockByte) throws IOException {
        if (Integer.bitCount(pageBytes) != 1 || pageBytes < LEAST_PAGE || pageBytes > 2 * MOST_SMALL_PAGE) {
            throw new IllegalArgumentException("pages of " + pageBytes + " bytes: a power of two from 512 to 65536");
        }
        this.file = new PageFile(file, pageBytes, lockByte);
        this.userVersion = userVersion;
        this.applicationId = applicationId;
    }

    /** A new tree for a table with rowids. */
    public TableWriter newTable() {
        return new TableWriter(file, 0);
    }

    /** A new tree for an index, or for a table WITHOUT ROWID. */
    public IndexWriter newIndex() {
        return new IndexWriter(file);
    }

    /** Names a table in the schema. */
    public void addTable(String name, String sql, int rootPage) {
        schema.add(new SchemaEntry("table", name, name, rootPage, sql));
    }

    /** Names an index in the schema, after its table. */
    public void addIndex(String name, String table, String sql, int rootPage) {
        schema.add(new SchemaEntry("index", name, table, rootPage, sql));
    }

    /** Puts a view in the schema. */
    public void addView(String name, String sql) {
        schema.add(new SchemaEntry("view", name, name, 0, sql));
    }

    /**
     * Adds to {@code sqlite_stat1} what ANALYZE would find in an index.
     *
     * @param index the table's own name for the primary key of a table WITHOUT ROWID
     * @param partial whether it is a partial index: only of these does ANALYZE note that they are empty
     * @param rows of the index
     * @param distinct how many different values its first column has, its first two, and so on
     */
    public void addStatistic(String table, String index, boolean partial, long rows, long... distinct) {
        if (rows == 0 && !partial) {
            return;
        }
        StringBuilder text = new StringBuilder().append(rows);
        for (long values : distinct) {
            long average = rows == 0 ? 0 : (rows + values - 1) / values;
            // As ANALYZE has it: so near to unique counts as unique.
            text.append(' ').append(average == 2 && rows * 10 <= values * 11 ? 1 : average);
        }
        statistics.add(new Statistic(table, index, text.toString()));
    }

    /** As {@link #addStatistic(String, String, boolean, long, long...)} for a table, which needs it if all its indexes are partial. */
    public void addStatistic(String table, long rows) {
        if (rows > 0) {
            statistics.add(new Statistic(table, null, Long.toString(rows)));
        }
    }

    /**
     * Writes statistics and schema, and at last page 1, which makes a database of the file.
     *
     * @throws IOException if the file cannot be written
     */
    public void finish() throws IOException {
        addTable("sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)", writeStatistics());
        byte[] first = writeSchema().shiftedImage(HEADER);
        writeHeader(ByteBuffer.wrap(first));
        file.finish(first);
    }

    private int writeStatistics() throws IOException {
        TableWriter table = newTable();
        Row row = new Row(3);
        for (Statistic statistic : statistics) {
            row.begin();
            text(row, statistic.table());
            if (statistic.index() == null) {
                row.nothing();
            } else {
                text(row, statistic.index());
            }
            text(row, statistic.text());
            table.add(table.rows() + 1, row);
        }
        return table.finish();
    }

    private TreePage writeSchema() throws IOException {
        TableWriter table = new TableWriter(file, HEADER);
        Row row = new Row(5);
        for (SchemaEntry entry : schema) {
            row.begin();
            text(row, entry.type());
            text(row, entry.name());
            text(row, entry.table());
            row.integer(entry.rootPage());
            text(row, entry.sql());
            table.add(table.rows() + 1, row);
        }
        return table.root();
    }

    private static void text(Row row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        row.text(bytes, 0, bytes.length);
    }

    /** Section 1.3 of the format's document. */
    private void writeHeader(ByteBuffer page) {
        int pageBytes = file.pageBytes();
        page.put(MAGIC);
        page.putShort((short) (pageBytes > MOST_SMALL_PAGE ? 1 : pageBytes));
        page.put((byte) 1); // Written with a rollback journal,
        page.put((byte) 1); // and to be read so.
        page.put((byte) 0); // Nothing reserved at the end of pages.
        page.put((byte) 64).put((byte) 32).put((byte) 32); // Payload fractions; no others are valid.
        page.putInt(1); // File change counter.
        page.putInt(file.pages());
        page.putInt(0).putInt(0); // No free pages.
        page.putInt(1); // Schema cookie.
        page.putInt(SCHEMA_FORMAT);
        page.putInt(0); // The usual cache.
        page.putInt(0); // No auto-vacuum.
        page.putInt(UTF_8);
        page.putInt(userVersion);
        page.putInt(0); // No incremental vacuum.
        page.putInt(applicationId);
        page.put(new byte[20]);
        page.putInt(1); // The change counter for which the version is valid.
        page.putInt(SQLITE_VERSION);
    }

    /** Closes the file, finished or not. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
