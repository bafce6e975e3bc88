package org.fscensus.store;

import java.util.List;

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
    public static final int VERSION = 1;

    /** The children of a directory, largest first. */
    public static final String CHILDREN_INDEX = "directories_children";

    /** All directories, largest first. */
    public static final String LARGEST_INDEX = "directories_largest";

    /** The directories of each owner, largest first. */
    public static final String OWNER_INDEX = "directories_owner";

    /** The directories of each group, largest first. */
    public static final String GROUP_INDEX = "directories_group";

    /** {@code PRAGMA application_id}: "fscn". */
    static final int APPLICATION_ID = 0x6673636e;

    static final int PAGE_BYTES = 8192;

    static final List<String> RELATIONS = List.of(
            """
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
            )""",
            """
            CREATE VIEW directory_stats AS SELECT
              dir_id,
              file_count_nr, total_size_nr, apparent_size_nr, dir_count_nr,
              datetime(last_access_nr, 'unixepoch') AS max_atime_nr,
              file_count_r, total_size_r, apparent_size_r, dir_count_r,
              datetime(last_access_r, 'unixepoch') AS max_atime_r,
              owner_uid, owner_gid
            FROM directories""",
            """
            CREATE TABLE owner_summary (
              owner_uid INTEGER PRIMARY KEY, total_size INTEGER NOT NULL, apparent_size INTEGER NOT NULL,
              total_files INTEGER NOT NULL, directory_count INTEGER NOT NULL
            )""",
            """
            CREATE TABLE group_summary (
              owner_gid INTEGER PRIMARY KEY, total_size INTEGER NOT NULL, apparent_size INTEGER NOT NULL,
              total_files INTEGER NOT NULL, directory_count INTEGER NOT NULL
            )""",
            """
            CREATE TABLE access_histogram (
              owner_uid INTEGER, bucket_index INTEGER, file_count INTEGER NOT NULL, total_size INTEGER NOT NULL,
              PRIMARY KEY (owner_uid, bucket_index)
            ) WITHOUT ROWID""",
            """
            CREATE TABLE size_histogram (
              owner_uid INTEGER, bucket_index INTEGER, file_count INTEGER NOT NULL, total_size INTEGER NOT NULL,
              PRIMARY KEY (owner_uid, bucket_index)
            ) WITHOUT ROWID""",
            "CREATE TABLE user_info (uid INTEGER PRIMARY KEY, username TEXT NOT NULL, full_name TEXT)",
            "CREATE TABLE group_info (gid INTEGER PRIMARY KEY, groupname TEXT NOT NULL)",
            "CREATE TABLE scan_metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");

    static final List<String> INDEXES = List.of(
            "CREATE INDEX " + CHILDREN_INDEX
                    + " ON directories (parent_id, total_size_r DESC) WHERE parent_id IS NOT NULL",
            "CREATE INDEX " + LARGEST_INDEX + " ON directories (total_size_r DESC) WHERE total_size_r IS NOT NULL",
            "CREATE INDEX " + OWNER_INDEX
                    + " ON directories (owner_uid, total_size_r DESC) WHERE owner_uid IS NOT NULL",
            "CREATE INDEX " + GROUP_INDEX
                    + " ON directories (owner_gid, total_size_r DESC) WHERE owner_gid IS NOT NULL");

    static final String INSERT_DIRECTORY = """
            INSERT INTO directories VALUES (?, ?, CAST(? AS TEXT), ?, ?, ?, ?, \
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private GenerationSchema() {}
}
