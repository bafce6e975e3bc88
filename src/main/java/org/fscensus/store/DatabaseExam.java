package org.fscensus.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * Looks at a database that somebody has put among the generations, and makes a generation of it. A handful of pages is
 * read, whatever its size: what a copy lacks at its end is found, a page that is damaged in its midst is not, and shows
 * when a question comes to it.
 */
final class DatabaseExam {
    /** The first version of the schema whose databases questions are answered from. */
    static final int OLDEST_VERSION = 1;

    /** What questions find in the databases of every version. */
    private static final Set<String> NEEDED = Set.of(
            GenerationSchema.DIRECTORIES.name(),
            GenerationSchema.OWNER_SUMMARY.name(),
            GenerationSchema.GROUP_SUMMARY.name(),
            GenerationSchema.ACCESS_HISTOGRAM.name(),
            GenerationSchema.SIZE_HISTOGRAM.name(),
            GenerationSchema.USER_INFO.name(),
            GenerationSchema.GROUP_INFO.name(),
            GenerationSchema.SCAN_METADATA.name(),
            GenerationSchema.CHILDREN_INDEX,
            GenerationSchema.LARGEST_INDEX,
            GenerationSchema.OWNER_INDEX,
            GenerationSchema.GROUP_INDEX);

    private static final int ID_BYTES = 6;

    private final Path file;
    private final String database;
    private final FileStamp stamp;

    private DatabaseExam(Path file, String database, FileStamp stamp) {
        this.file = file;
        this.database = database;
        this.stamp = stamp;
    }

    /**
     * @param database the file's name relative to the data directory, which becomes the generation's
     * @param directory the name of the directory of a file system that it lies in, null where it lies in none
     * @param stamp as it was just now
     * @throws RefusedDatabaseException if it cannot be served, before it changes
     * @throws IOException if that cannot be told now
     */
    static Generation examine(Path file, String database, @Nullable String directory, FileStamp stamp)
            throws IOException, RefusedDatabaseException {
        SqliteHeader header = SqliteHeader.read(file);
        checkVersion(header.userVersion());
        Generation generation = new DatabaseExam(file, database, stamp).read(header.userVersion());
        String name = FilesystemName.key(generation.filesystem());
        if (directory != null && !FilesystemName.key(directory).equals(name)) {
            throw new RefusedDatabaseException(
                    generation.filesystem(),
                    "is a database of file system " + generation.filesystem() + "; move it to generations/" + name);
        }
        return generation;
    }

    private static void checkVersion(int version) throws RefusedDatabaseException {
        if (version > GenerationSchema.VERSION) {
            throw new RefusedDatabaseException("was written by a newer version of the program (schema " + version
                    + ", this one reads up to " + GenerationSchema.VERSION + "); update the service");
        }
        if (version < OLDEST_VERSION) {
            throw new RefusedDatabaseException("was written by a version of the program that is too old (schema "
                    + version + ", this one reads from " + OLDEST_VERSION + "); import its scan again");
        }
    }

    private Generation read(int version) throws IOException, RefusedDatabaseException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=ro";
        try (Connection connection = config.createConnection(url);
                Statement statement = connection.createStatement()) {
            checkRelations(statement);
            Map<String, String> metadata = new HashMap<>();
            try (ResultSet row = statement.executeQuery("SELECT key, value FROM scan_metadata")) {
                while (row.next()) {
                    metadata.put(row.getString(1), row.getString(2));
                }
            }
            Generation generation = generation(metadata, version);
            checkTotals(statement, generation);
            return generation;
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code
                    || e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code) {
                throw new RefusedDatabaseException("is damaged (" + e.getMessage() + "); copy the database again");
            }
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkRelations(Statement statement) throws SQLException, RefusedDatabaseException {
        Set<String> missing = new HashSet<>(NEEDED);
        try (ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema")) {
            while (row.next()) {
                missing.remove(row.getString(1));
            }
        }
        if (!missing.isEmpty()) {
            throw new RefusedDatabaseException("lacks "
                    + missing.stream().sorted().collect(Collectors.joining(", "))
                    + ": it was not finished, or altered; import its scan again");
        }
    }

    private Generation generation(Map<String, String> metadata, int version) throws RefusedDatabaseException {
        String filesystem = text(metadata, "filesystem");
        if (!FilesystemName.isValid(filesystem)) {
            throw new RefusedDatabaseException(
                    "names its file system '" + filesystem + "' in scan_metadata: " + FilesystemName.RULE);
        }
        try {
            if (Integer.parseInt(text(metadata, "schema_version")) != version) {
                throw new RefusedDatabaseException(
                        filesystem,
                        "has another schema_version in scan_metadata than its" + " user_version, " + version
                                + "; copy the database again");
            }
            Instant scanTime = Instant.from(GenerationSchema.TIME.parse(text(metadata, "scan_time")));
            String imported = text(metadata, "import_time");
            String job = text(metadata, "job_id");
            return new Generation(
                    id(scanTime, imported, job),
                    filesystem,
                    job,
                    scanTime,
                    Instant.from(GenerationSchema.TIME.parse(imported)),
                    Long.parseLong(text(metadata, "files")),
                    Long.parseLong(text(metadata, "directories")),
                    Long.parseLong(text(metadata, "allocated_bytes")),
                    Long.parseLong(text(metadata, "apparent_bytes")),
                    stamp.bytes(),
                    database,
                    version,
                    stamp);
        } catch (NumberFormatException | DateTimeException e) {
            throw new RefusedDatabaseException(
                    filesystem, "has a scan_metadata that cannot be read (" + e.getMessage() + "); copy it again");
        }
    }

    private static String text(Map<String, String> metadata, String key) throws RefusedDatabaseException {
        String value = metadata.get(key);
        if (value == null) {
            throw new RefusedDatabaseException(
                    "lacks '" + key + "' in scan_metadata: it was not finished, or altered; import its scan again");
        }
        return value;
    }

    private static void checkTotals(Statement statement, Generation generation)
            throws SQLException, RefusedDatabaseException {
        String sql = "SELECT file_count_r, total_size_r, apparent_size_r, dir_count_r + 1,"
                + " (SELECT MAX(dir_id) FROM directories) FROM directories WHERE dir_id = 1";
        try (ResultSet row = statement.executeQuery(sql)) {
            boolean asTold = row.next()
                    && row.getLong(1) == generation.files()
                    && row.getLong(2) == generation.allocatedBytes()
                    && row.getLong(3) == generation.apparentBytes()
                    && row.getLong(4) == row.getLong(5);
            if (!asTold) {
                throw new RefusedDatabaseException(
                        generation.filesystem(),
                        "has other totals in its directories than in scan_metadata: it was altered; copy it again");
            }
        }
    }

    /**
     * Another one for any other content, as far as the file's inode, size and times tell, since answers and cursors go by
     * it. No job's generation can have it.
     */
    private String id(Instant scanTime, String imported, String job) {
        String all = String.join(
                "\n",
                List.of(
                        database,
                        Long.toString(stamp.bytes()),
                        Long.toString(stamp.modifiedNanos()),
                        Long.toString(stamp.changedNanos()),
                        stamp.file(),
                        imported,
                        job));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return GenerationStore.ID_TIME.format(scanTime) + "-file-"
                    + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
