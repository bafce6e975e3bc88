package org.fscensus.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's own check of a database's pages and rows, then {@link IndexCheck}; on a thread of its own, stopped and asked
 * for progress from another.
 */
final class StructureCheck implements Runnable {
    /** Measured: what SQLite's virtual machine does for each directory. */
    private static final double STEPS_PER_ROW = 21;

    private final Path file;
    private final long rows;
    private final long steps;
    private final AtomicLong untold = new AtomicLong();
    private volatile boolean stopped;
    private final FutureTask<Map<String, Integer>> pages = new FutureTask<>(this::checkPages);
    private final FutureTask<@Nullable Void> indexes = new FutureTask<>(this::checkIndexes);

    /**
     * @param rows directories in all
     * @param steps to be told in all, an even number
     */
    StructureCheck(Path file, long rows, long steps) {
        this.file = file;
        this.rows = rows;
        this.steps = steps;
    }

    /** Both checks, one after the other; the second fails as the first did. */
    @Override
    public void run() {
        pages.run();
        indexes.run();
    }

    /** The root pages of all tables and indexes, by name, when the pages are found whole. */
    Future<Map<String, Integer>> pages() {
        return pages;
    }

    /** Done when all is found whole. */
    Future<@Nullable Void> indexes() {
        return indexes;
    }

    private Map<String, Integer> checkPages() throws SQLException, VerificationException {
        try (Connection connection = GenerationVerifier.open(file)) {
            LongStatement statements = new LongStatement(connection, () -> {});
            expectOk(
                    "SQLite's quick_check",
                    statements.run("PRAGMA quick_check(1)", steps / 2, STEPS_PER_ROW * rows, this::tell));
            for (GenerationSchema.Relation relation : GenerationSchema.RELATIONS) {
                // A quick check leaves out the order of their keys. They are small but for usage, which comes below.
                if (relation.kind() == GenerationSchema.Kind.WITHOUT_ROWID
                        && !relation.equals(GenerationSchema.USAGE)) {
                    expectOk(
                            "SQLite's integrity_check of " + relation.name(),
                            statements.run("PRAGMA integrity_check(" + relation.name() + ")", 0, 1, this::tell));
                }
            }
            return readRootPages(connection);
        }
    }

    private @Nullable Void checkIndexes() throws Exception {
        ScaledSteps progress = new ScaledSteps(IndexCheck.PASSES * rows, steps / 2, this::tell);
        new IndexCheck(file, rootPages(), progress::add).run();
        progress.finish();
        return null;
    }

    private Map<String, Integer> rootPages() throws Exception {
        try {
            return pages.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void expectOk(String check, @Nullable String[] answer) throws VerificationException {
        if (answer.length != 1 || !"ok".equals(answer[0])) {
            throw new VerificationException(check, "ok", answer.length == 0 ? "nothing" : answer[0] + "");
        }
    }

    private static Map<String, Integer> readRootPages(Connection connection) throws SQLException {
        Map<String, Integer> pages = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, rootpage FROM sqlite_schema")) {
            while (row.next()) {
                pages.put(row.getString(1), row.getInt(2));
            }
        }
        return pages;
    }

    private void tell(long more) {
        if (stopped) {
            throw new CancellationException("the checks beside this one have ended");
        }
        untold.addAndGet(more);
    }

    /** Steps since the last call of this method. */
    long stepsSinceLast() {
        return untold.getAndSet(0);
    }

    /** Ends the check within milliseconds, where it is still at work. */
    void stop() {
        stopped = true;
    }
}
