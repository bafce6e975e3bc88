package org.fscensus.store;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The SQL of a generation's database, the one place that has it.
 *
 * <p>One wide table, {@code directories}, holds a row per directory; {@code directory_stats} is a view on it. That the
 * table itself carries the public name, instead of a second view, lets {@code NOT IN (SELECT dir_id FROM directories)}
 * probe the table by rowid: over a view SQLite first copies every id into a temporary table.
 *
 * <p>Every index is partial, on a condition that holds for each row with a value: any comparison with the column
 * implies it, so that queries find the index, and a plain count does not, so that it is never walked in place of the
 * table. The columns must stay nullable for that: SQLite takes {@code IS NOT NULL} of a {@code NOT NULL} column for
 * granted.
 */
public final class GenerationSchema {
    /** Grows when a relation of the database changes its meaning or its columns. */
    public static final int VERSION = 2;

    /** Earlier databases answer everything but usage. */
    public static final int FIRST_VERSION_WITH_USAGE = 2;

    /**
     * The children of a directory, largest first: {@code directory} and {@code directories} with a path and the depth
     * below it.
     */
    public static final String CHILDREN_INDEX = "directories_children";

    /** All directories, largest first: {@code directories} over most of a file system sorted by size. */
    public static final String LARGEST_INDEX = "directories_largest";

    /** The directories of each owner, largest first: {@code directories} of an {@code owner} over a large part. */
    public static final String OWNER_INDEX = "directories_owner";

    /** The directories of each group, largest first: {@code directories} of a {@code group} over a large part. */
    public static final String GROUP_INDEX = "directories_group";

    /** How times are written where they are text: UTC, whole seconds. */
    public static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** {@code PRAGMA application_id}: "fscn". */
    static final int APPLICATION_ID = 0x6673636e;

    static final int PAGE_BYTES = 8192;

    enum Kind {
        /** With rowids; the first column is the INTEGER PRIMARY KEY. */
        TABLE,
        /** A table whose key is its first columns. */
        WITHOUT_ROWID,
        VIEW
    }

    /** @param keyColumns columns of the primary key */
    record Relation(Kind kind, String name, int columns, int keyColumns, String sql) {}

    record Index(String name, String sql) {}

    static final Relation DIRECTORIES = new Relation(Kind.TABLE, "directories", 19, 1, """
            CREATE TABLE directories (
              dir_id INTEGER PRIMARY KEY, -- depth-first rank, siblings in byte order of their names
              parent_id INTEGER,          -- NULL for the root
              name TEXT,                  -- the raw bytes, valid UTF-8 or not
              depth INTEGER,
              listed INTEGER,             -- 1, or 0 for a directory without a line of its own
              uid INTEGER,                -- of the directory itself, NULL where not listed
              gid INTEGER,
              file_count_nr INTEGER,
              total_size_nr INTEGER,      -- allocated bytes
              apparent_size_nr INTEGER,
              dir_count_nr INTEGER,
              last_access_nr INTEGER,     -- epoch seconds; directory_stats has it as text
              file_count_r INTEGER,
              total_size_r INTEGER,
              apparent_size_r INTEGER,
              dir_count_r INTEGER,        -- the subtree is dir_id .. dir_id + dir_count_r
              last_access_r INTEGER,
              owner_uid INTEGER,          -- of the subtree's files: -1 no file, NULL several owners
              owner_gid INTEGER
            )""");

    static final Relation DIRECTORY_STATS = new Relation(Kind.VIEW, "directory_stats", 13, 0, """
            CREATE VIEW directory_stats AS SELECT
              dir_id,
              file_count_nr, total_size_nr, apparent_size_nr, dir_count_nr,
              datetime(last_access_nr, 'unixepoch') AS max_atime_nr,
              file_count_r, total_size_r, apparent_size_r, dir_count_r,
              datetime(last_access_r, 'unixepoch') AS max_atime_r,
              owner_uid, owner_gid
            FROM directories""");

    static final Relation OWNER_SUMMARY = new Relation(Kind.TABLE, "owner_summary", 5, 1, """
            CREATE TABLE owner_summary (
              owner_uid INTEGER PRIMARY KEY, total_size INTEGER NOT NULL, apparent_size INTEGER NOT NULL,
              total_files INTEGER NOT NULL, directory_count INTEGER NOT NULL
            )""");

    static final Relation GROUP_SUMMARY = new Relation(Kind.TABLE, "group_summary", 5, 1, """
            CREATE TABLE group_summary (
              owner_gid INTEGER PRIMARY KEY, total_size INTEGER NOT NULL, apparent_size INTEGER NOT NULL,
              total_files INTEGER NOT NULL, directory_count INTEGER NOT NULL
            )""");

    static final Relation ACCESS_HISTOGRAM = new Relation(Kind.WITHOUT_ROWID, "access_histogram", 4, 2, """
            CREATE TABLE access_histogram (
              owner_uid INTEGER, bucket_index INTEGER, file_count INTEGER NOT NULL, total_size INTEGER NOT NULL,
              PRIMARY KEY (owner_uid, bucket_index)
            ) WITHOUT ROWID""");

    static final Relation SIZE_HISTOGRAM = new Relation(Kind.WITHOUT_ROWID, "size_histogram", 4, 2, """
            CREATE TABLE size_histogram (
              owner_uid INTEGER, bucket_index INTEGER, file_count INTEGER NOT NULL, total_size INTEGER NOT NULL,
              PRIMARY KEY (owner_uid, bucket_index)
            ) WITHOUT ROWID""");

    /** Rows in the order of their key, as {@link UsageSink#row} gets them. docs/DATABASE.md tells how cells are read. */
    static final Relation USAGE = new Relation(Kind.WITHOUT_ROWID, "usage", 5, 3, """
            CREATE TABLE usage (
              dir_id INTEGER, owner_uid INTEGER, owner_gid INTEGER,
              apparent_size INTEGER NOT NULL, -- of the directory's own files of this owner and group
              cells BLOB NOT NULL,            -- their files and allocated bytes by age and size
              PRIMARY KEY (dir_id, owner_uid, owner_gid)
            ) WITHOUT ROWID""");

    /** Sums over aligned ranges of directories, see {@link UsageLevels}. */
    static final Relation USAGE_BLOCKS = new Relation(Kind.TABLE, "usage_blocks", 4, 1, """
            CREATE TABLE usage_blocks (
              block_id INTEGER PRIMARY KEY, -- 8 * last_dir_id + level
              level INTEGER NOT NULL,       -- 0: 256 directories, each further level 16 times that
              last_dir_id INTEGER NOT NULL, -- the block is all of this with the same dir_id / (256 * 16^level)
              usage BLOB NOT NULL
            )""");

    static final Relation USER_INFO = new Relation(
            Kind.TABLE,
            "user_info",
            3,
            1,
            "CREATE TABLE user_info (uid INTEGER PRIMARY KEY, username TEXT NOT NULL, full_name TEXT)");

    static final Relation GROUP_INFO = new Relation(
            Kind.TABLE,
            "group_info",
            2,
            1,
            "CREATE TABLE group_info (gid INTEGER PRIMARY KEY, groupname TEXT NOT NULL)");

    static final Relation SCAN_METADATA = new Relation(
            Kind.WITHOUT_ROWID,
            "scan_metadata",
            2,
            1,
            "CREATE TABLE scan_metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");

    /** In the order of their creation. */
    static final List<Relation> RELATIONS = List.of(
            DIRECTORIES,
            DIRECTORY_STATS,
            OWNER_SUMMARY,
            GROUP_SUMMARY,
            ACCESS_HISTOGRAM,
            SIZE_HISTOGRAM,
            USAGE,
            USAGE_BLOCKS,
            USER_INFO,
            GROUP_INFO,
            SCAN_METADATA);

    static final Index CHILDREN = new Index(
            CHILDREN_INDEX,
            "CREATE INDEX " + CHILDREN_INDEX
                    + " ON directories (parent_id, total_size_r DESC) WHERE parent_id IS NOT NULL");

    static final Index LARGEST = new Index(
            LARGEST_INDEX,
            "CREATE INDEX " + LARGEST_INDEX + " ON directories (total_size_r DESC) WHERE total_size_r IS NOT NULL");

    static final Index OWNER = new Index(
            OWNER_INDEX,
            "CREATE INDEX " + OWNER_INDEX
                    + " ON directories (owner_uid, total_size_r DESC) WHERE owner_uid IS NOT NULL");

    static final Index GROUP = new Index(
            GROUP_INDEX,
            "CREATE INDEX " + GROUP_INDEX
                    + " ON directories (owner_gid, total_size_r DESC) WHERE owner_gid IS NOT NULL");

    /** In the order of their creation. */
    static final List<Index> INDEXES = List.of(CHILDREN, LARGEST, OWNER, GROUP);

    /** Rows that creating all indexes, with the planner's statistics on them, tells for so many directories. */
    static long indexRows(long directories) {
        return (INDEXES.size() + 1) * directories;
    }

    static final String INSERT_DIRECTORY = """
            INSERT INTO directories VALUES (?, ?, CAST(? AS TEXT), ?, ?, ?, ?, \
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    static final String INSERT_USAGE = "INSERT INTO usage VALUES (?, ?, ?, ?, ?)";

    static final String INSERT_USAGE_BLOCK = "INSERT INTO usage_blocks VALUES (?, ?, ?, ?)";

    private GenerationSchema() {}
}
