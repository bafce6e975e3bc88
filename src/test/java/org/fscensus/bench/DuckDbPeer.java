package org.fscensus.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.function.ObjLongConsumer;
import org.duckdb.DuckDBDriver;

/**
 * A GPFS policy list into own and recursive figures of every directory by SQL alone, as somebody who knows DuckDB well
 * would do it: one parallel pass over the log that groups lines by directory, then one statement for each depth from
 * the deepest up.
 *
 * <p>It is given every advantage: the fields stand where the generator puts them ({@code s= a= u= g= m= p= ac=}, with a
 * thread tag), no path is odd but for its bytes, each directory is listed once, and the head of a line holds no slash.
 * It makes no figures by owner, group, age and size, no pre-order, no index, checks nothing and shows no progress.
 * DuckDB's text is UTF-8: lines that are not are skipped.
 */
final class DuckDbPeer {
    private static final String OWN = """
            CREATE TABLE own AS
            WITH split AS (
              SELECT line, string_split(line, ' ') AS f
              FROM read_csv('%s', columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,
                            delim = chr(1), quote = '', escape = '', new_line = '\\n', ignore_errors = true)
            ), entry AS (
              SELECT f[11][3] = 'd' AS is_directory,
                     substr(f[6], 3)::BIGINT AS apparent,
                     substr(f[7], 3)::BIGINT * 1024 AS allocated,
                     substr(f[8], 3)::BIGINT AS uid,
                     substr(f[9], 3)::BIGINT AS gid,
                     (substr(f[12], 4) || ' ' || f[13])::TIMESTAMP AS atime,
                     CASE WHEN f[11][3] = 'd' THEN line ELSE parse_dirpath(line, 'forward_slash') END AS upto
              FROM split
            ), own AS (
              SELECT substr(upto, instr(upto, '/')) AS path,
                     count(*) FILTER (NOT is_directory) AS files,
                     coalesce(sum(CASE WHEN allocated = 0 AND apparent <= 4096 THEN apparent ELSE allocated END)
                       FILTER (NOT is_directory), 0)::BIGINT AS allocated,
                     coalesce(sum(apparent) FILTER (NOT is_directory), 0)::BIGINT AS apparent,
                     max(atime) FILTER (NOT is_directory) AS atime,
                     min(uid) FILTER (NOT is_directory) AS least_uid,
                     max(uid) FILTER (NOT is_directory) AS greatest_uid,
                     min(gid) FILTER (NOT is_directory) AS least_gid,
                     max(gid) FILTER (NOT is_directory) AS greatest_gid
              FROM entry GROUP BY ALL
            )
            SELECT *, length(path) - length(replace(path, '/', '')) AS depth FROM own""";

    private static final String DIRECTORIES = """
            CREATE TABLE directories (
              path VARCHAR, depth BIGINT,
              files_nr BIGINT, allocated_nr BIGINT, apparent_nr BIGINT, dirs_nr BIGINT, atime_nr TIMESTAMP,
              files_r BIGINT, allocated_r BIGINT, apparent_r BIGINT, dirs_r BIGINT, atime_r TIMESTAMP,
              least_uid BIGINT, greatest_uid BIGINT, least_gid BIGINT, greatest_gid BIGINT)""";

    /** The directories of one depth, from their own figures and their children's. */
    private static final String ROLL_UP = """
            INSERT INTO directories
            SELECT path, %1$d, sum(files_nr), sum(allocated_nr), sum(apparent_nr), sum(dirs_nr), max(atime_nr),
                   sum(files_r), sum(allocated_r), sum(apparent_r), sum(dirs_r), max(atime_r),
                   min(least_uid), max(greatest_uid), min(least_gid), max(greatest_gid)
            FROM (
              SELECT path, files AS files_nr, allocated AS allocated_nr, apparent AS apparent_nr, 0 AS dirs_nr,
                     atime AS atime_nr, files AS files_r, allocated AS allocated_r, apparent AS apparent_r, 0 AS dirs_r,
                     atime AS atime_r, least_uid, greatest_uid, least_gid, greatest_gid
              FROM own WHERE depth = %1$d
              UNION ALL
              SELECT parse_dirpath(path, 'forward_slash'), 0, 0, 0, 1, NULL,
                     files_r, allocated_r, apparent_r, dirs_r + 1, atime_r,
                     least_uid, greatest_uid, least_gid, greatest_gid
              FROM directories WHERE depth = %1$d + 1
            ) GROUP BY path""";

    private static final String FIGURES = """
            SELECT path, files_nr, allocated_nr, dirs_nr, epoch(atime_nr)::BIGINT,
                   files_r, allocated_r, dirs_r, epoch(atime_r)::BIGINT,
                   CASE WHEN files_r = 0 THEN -1 WHEN least_uid = greatest_uid THEN least_uid END,
                   CASE WHEN files_r = 0 THEN -1 WHEN least_gid = greatest_gid THEN least_gid END
            FROM directories""";

    private final Path database;

    /** @param database a file that is not there yet */
    DuckDbPeer(Path database) {
        this.database = database;
    }

    /**
     * Reads the log and leaves the figures in the database, on disk.
     *
     * @param step is told each step with its nanoseconds when it has ended
     */
    void run(Path log, int threads, ObjLongConsumer<String> step) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = connect()) {
            execute(connection, "SET threads = " + threads);
            execute(connection, "SET preserve_insertion_order = false");
            execute(connection, OWN.formatted(log.toString().replace("'", "''")));
            step.accept("own figures", System.nanoTime() - start);
            start = System.nanoTime();
            execute(connection, DIRECTORIES);
            long root = number(connection, "SELECT min(depth) FROM own");
            for (long depth = number(connection, "SELECT max(depth) FROM own"); depth >= root; depth--) {
                execute(connection, ROLL_UP.formatted(depth));
            }
            execute(connection, "DROP TABLE own");
            execute(connection, "CHECKPOINT");
        }
        step.accept("recursive figures, file written", System.nanoTime() - start);
    }

    /** Every directory with a line of its own or an entry. */
    void figures(PeerFigures.Visitor visitor) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIGURES)) {
            while (rows.next()) {
                visitor.directory(rows.getString(1), PeerFigures.columns(rows, 2));
            }
        }
    }

    private Connection connect() throws SQLException {
        // Not by DriverManager: it knows the drivers of whoever asked it first, and hides those of other class loaders.
        return Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:" + database, new Properties()));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
