package org.fscensus.store;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Checks a whole database: SQLite's own check, its structure, and every total against what the scan counted. */
final class GenerationVerifier {
    /** Pages are read once, or once again much later; as few are kept as stay in the processor's cache. */
    private static final int CACHE_KIB = 1 << 10;

    /** Progress of one check is told in so many steps, so that the figure moves on large databases too. */
    static final long STEPS_PER_CHECK = 1_000;

    private static final String FILES = "files";
    private static final String ALLOCATED = "allocated bytes";
    private static final String APPARENT = "apparent bytes";
    private static final String DIRECTORIES = "listed directories";

    /** {@code stepsPerRow} is what the statement costs SQLite for each directory. */
    private record Check(String what, String sql, double stepsPerRow, List<String> columns) {}

    private static final Check SUMS = new Check(
            "sums over the directories' own figures",
            "SELECT COUNT(*), COALESCE(MAX(dir_id), 0), COALESCE(SUM(listed), 0), SUM(file_count_nr), "
                    + bytes("total_size_nr") + ", " + bytes("apparent_size_nr") + " FROM directories",
            15,
            List.of("rows", "last dir_id", DIRECTORIES, FILES, ALLOCATED, APPARENT));

    private static final List<Check> CHECKS = List.of(
            new Check(
                    "rows other than the root without a parent",
                    "SELECT COUNT(*) FROM directories WHERE parent_id IS NULL AND depth > 0",
                    3,
                    List.of("rows")),
            new Check(
                    "rows whose depth is not their parent's plus one",
                    "SELECT COUNT(*) FROM directories c JOIN directories p ON c.parent_id = p.dir_id"
                            + " WHERE c.depth != p.depth + 1",
                    8,
                    List.of("rows")),
            new Check(
                    "statistics without a directory",
                    "SELECT COUNT(*) FROM directory_stats WHERE dir_id NOT IN (SELECT dir_id FROM directories)",
                    6,
                    List.of("rows")),
            SUMS,
            new Check(
                    "recursive figures of the root",
                    "SELECT dir_count_r + 1, file_count_r, total_size_r, apparent_size_r FROM directories"
                            + " WHERE dir_id = 1 AND name = '/' AND depth = 0",
                    0,
                    List.of("rows", FILES, ALLOCATED, APPARENT)),
            new Check("sums of owner_summary", summary("owner_summary"), 0, summaryColumns()),
            new Check("sums of group_summary", summary("group_summary"), 0, summaryColumns()),
            new Check("sums of access_histogram", histogram("access_histogram"), 0, List.of(FILES, ALLOCATED)),
            new Check("sums of size_histogram", histogram("size_histogram"), 0, List.of(FILES, ALLOCATED)));

    /** SQLite's own check, and the passes of the indexes' check. */
    private static final long STRUCTURE_STEPS = 2 * STEPS_PER_CHECK;

    private static final long USAGE_STEPS = 2 * STEPS_PER_CHECK;

    /** How many steps {@link #verify} tells in all. */
    static final long TOTAL_STEPS = CHECKS.size() * STEPS_PER_CHECK + STRUCTURE_STEPS + USAGE_STEPS;

    private static final long POLL_MILLIS = 50;

    private final Path file;
    private final boolean hasUsage;

    /** Of a database of this program's schema. */
    GenerationVerifier(Path file) {
        this(file, GenerationSchema.VERSION);
    }

    /** @param schemaVersion an earlier one too: what those lack is not asked for */
    GenerationVerifier(Path file, int schemaVersion) {
        this.file = file;
        this.hasUsage = schemaVersion >= GenerationSchema.FIRST_VERSION_WITH_USAGE;
    }

    /**
     * Checks figures and usage on this thread and, beside it, the file's structure and its indexes on another.
     *
     * @param stepsDone called on this thread; told {@link #TOTAL_STEPS} in all, less where there is no usage; an
     *     exception from it ends the checks
     * @return the totals as they were read
     */
    GenerationFigures verify(ExpectedTotals expected, LongConsumer stepsDone)
            throws IOException, SQLException, VerificationException {
        StructureCheck structure = new StructureCheck(file, expected.rows(), STRUCTURE_STEPS);
        Thread thread = new Thread(structure, "verify-" + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        LongConsumer both = steps -> stepsDone.accept(steps + structure.stepsSinceLast());
        try (Connection connection = open(file)) {
            GenerationFigures totals = checkFigures(connection, expected, both);
            if (hasUsage) {
                // When the pages are found whole: of damaged ones anything might be read.
                checkUsage(await(structure.pages(), both), expected, both);
            }
            await(structure.indexes(), both);
            both.accept(0);
            return totals;
        } catch (SQLException e) {
            // Perhaps of a damaged page: then the other check has more to say.
            try {
                await(structure.indexes(), both);
            } catch (VerificationException | SQLException | IOException damage) {
                damage.addSuppressed(e);
                throw damage;
            }
            throw e;
        } finally {
            structure.stop();
            waitFor(thread);
        }
    }

    private static GenerationFigures checkFigures(
            Connection connection, ExpectedTotals expected, LongConsumer stepsDone)
            throws SQLException, VerificationException {
        @Nullable String[] sums = {};
        LongStatement statements = new LongStatement(connection, () -> {});
        for (Check check : CHECKS) {
            @Nullable String[] row =
                    statements.run(check.sql(), STEPS_PER_CHECK, check.stepsPerRow() * expected.rows(), stepsDone);
            compare(check, expected, row);
            sums = check.equals(SUMS) ? row : sums;
        }
        return new GenerationFigures(
                total(sums, FILES), total(sums, DIRECTORIES), total(sums, ALLOCATED), total(sums, APPARENT));
    }

    private static long total(@Nullable String[] sums, String column) {
        return Long.parseLong(sum(String.valueOf(sums[SUMS.columns().indexOf(column)])));
    }

    private void checkUsage(Map<String, Integer> rootPages, ExpectedTotals expected, LongConsumer stepsDone)
            throws IOException, VerificationException {
        ScaledSteps progress = new ScaledSteps(UsageCheck.PASSES * expected.rows(), USAGE_STEPS, stepsDone);
        new UsageCheck(file, rootPages, progress::add).run();
        progress.finish();
    }

    private static <T extends @Nullable Object> T await(Future<T> beside, LongConsumer stepsDone)
            throws IOException, SQLException, VerificationException {
        while (true) {
            try {
                return beside.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                stepsDone.accept(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the database was verified", e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof VerificationException found) {
                    throw found;
                }
                if (cause instanceof SQLException failed) {
                    throw failed;
                }
                throw new IOException("cannot check the structure of the database: " + cause, cause);
            }
        }
    }

    /** The file must not be deleted under the check; it stops within milliseconds. */
    private static void waitFor(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection that takes no locks and writes nothing: nobody else has the file yet. */
    static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setCacheSize(-CACHE_KIB);
        return config.createConnection(
                "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?immutable=1");
    }

    private static void compare(Check check, ExpectedTotals expected, @Nullable String[] row)
            throws VerificationException {
        boolean countsErrors = check.columns().equals(List.of("rows"));
        for (int i = 0; i < check.columns().size(); i++) {
            String column = check.columns().get(i);
            String want = Long.toString(countsErrors ? 0 : expectedValue(column, expected));
            String found = i < row.length ? sum(Objects.requireNonNullElse(row[i], "NULL")) : "no row";
            if (!want.equals(found)) {
                throw new VerificationException(check.what() + ", " + column, want, found);
            }
        }
    }

    private static long expectedValue(String column, ExpectedTotals expected) {
        return switch (column) {
            case FILES -> expected.files();
            case ALLOCATED -> expected.allocatedBytes();
            case APPARENT -> expected.apparentBytes();
            case DIRECTORIES -> expected.listedDirectories();
            default -> expected.rows();
        };
    }

    /**
     * The sum of a column of sizes, in two parts: sums stay at the greatest long where sizes in a log, true or not, add
     * up to more, and SQLite's own SUM fails there.
     */
    private static String bytes(String column) {
        return "COALESCE(SUM(" + column + " >> 31), 0) || ' ' || COALESCE(SUM(" + column + " & 2147483647), 0)";
    }

    private static String sum(String found) {
        int blank = found.indexOf(' ');
        if (blank < 0) {
            return found;
        }
        BigInteger sum =
                new BigInteger(found.substring(0, blank)).shiftLeft(31).add(new BigInteger(found.substring(blank + 1)));
        return sum.min(BigInteger.valueOf(Long.MAX_VALUE)).toString();
    }

    private static String summary(String table) {
        return "SELECT COALESCE(SUM(directory_count), 0), COALESCE(SUM(total_files), 0)," + " " + bytes("total_size")
                + ", " + bytes("apparent_size") + " FROM " + table;
    }

    private static List<String> summaryColumns() {
        return List.of(DIRECTORIES, FILES, ALLOCATED, APPARENT);
    }

    private static String histogram(String table) {
        return "SELECT COALESCE(SUM(file_count), 0), " + bytes("total_size") + " FROM " + table;
    }
}
