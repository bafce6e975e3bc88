package org.fscensus.query;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationGoneException;
import org.fscensus.store.GenerationReader;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One generation while a question is put to it: a connection whose statements are interrupted after the time limit. */
final class Database implements AutoCloseable {
    /** Steps of SQLite's virtual machine between two looks at the clock: some milliseconds. */
    private static final int STEPS = 50_000;

    private static final String ROWS = "SELECT dir_count_r + 1 FROM directories WHERE dir_id = 1";
    private static final String USER_NAME = "SELECT username FROM user_info WHERE uid = ?";
    private static final String GROUP_NAME = "SELECT groupname FROM group_info WHERE gid = ?";

    private final GenerationStore store;
    private final GenerationReader reader;
    private final Connection connection;
    private final Duration timeout;
    private final Permitted permitted;
    private final Map<Long, Account> users = new HashMap<>();
    private final Map<Long, Account> groups = new HashMap<>();
    private final KnownDirectories directories;
    private long deadline;

    private Database(
            GenerationStore store,
            GenerationReader reader,
            Connection connection,
            Duration timeout,
            Permitted permitted) {
        this.store = store;
        this.reader = reader;
        this.connection = connection;
        this.timeout = timeout;
        this.permitted = permitted;
        this.directories = reader.shared(KnownDirectories.class, KnownDirectories::new);
        restartClock();
    }

    /**
     * Opens it for one question.
     *
     * @param permitted what of it the asker may see: {@link DirectoryTree} shows no more
     * @throws QuestionException if it is gone, unreadable, or asked by too many
     */
    static Database open(GenerationStore store, Generation generation, Duration timeout, Permitted permitted) {
        GenerationReader reader;
        try {
            reader = store.open(generation);
        } catch (GenerationGoneException e) {
            throw gone(generation.id());
        } catch (IOException e) {
            throw unreadable(store, generation, e, permitted);
        }
        Connection connection = null;
        try {
            connection = reader.connect();
            Database database = new Database(store, reader, connection, timeout, permitted);
            ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), STEPS, database.new Clock());
            return database;
        } catch (SQLException e) {
            closeQuietly(connection, e);
            reader.close();
            throw connection == null && !(e instanceof SQLiteException)
                    ? new QuestionException(
                            QuestionException.Kind.BUSY,
                            "too many questions are being put to " + generation.filesystem() + "; try again soon",
                            e)
                    : unreadable(store, generation, e, permitted);
        }
    }

    /**
     * Puts a question once more where a newer generation was published between looking one up and opening it. A question
     * that goes on with a generation that is gone fails again.
     */
    static <T> T retryIfGone(Supplier<T> question) {
        try {
            return question.get();
        } catch (QuestionException e) {
            if (e.kind() != QuestionException.Kind.GONE) {
                throw e;
            }
            return question.get();
        }
    }

    static QuestionException gone(String generationId) {
        return new QuestionException(
                QuestionException.Kind.GONE,
                "generation " + generationId + " was superseded, pruned or deleted; ask again without the cursor");
    }

    Permitted permitted() {
        return permitted;
    }

    Generation generation() {
        return reader.generation();
    }

    Connection connection() {
        return connection;
    }

    /** To be called when a row has come: the time limit is for each row. */
    void restartClock() {
        deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * To be called between statements by whoever works for long on what they returned.
     *
     * @throws QuestionException if the time is up, or nobody wants the answer any more
     */
    void checkClock() {
        if (isTimeUp() || isUnwanted()) {
            throw failure(new SQLException("the time is up", "", SQLiteErrorCode.SQLITE_INTERRUPT.code));
        }
    }

    private boolean isTimeUp() {
        return System.nanoTime() - deadline > 0;
    }

    /** What a failed statement means to the asker. */
    QuestionException failure(SQLException e) {
        try {
            reader.closeStatements(connection);
        } catch (SQLException alsoFailed) {
            e.addSuppressed(alsoFailed);
        }
        if (e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
            if (isUnwanted()) {
                return interrupted(e);
            }
            return new QuestionException(
                    QuestionException.Kind.TIMEOUT,
                    "no answer from " + generation().filesystem() + " within " + timeout.toMillis() / 1000.0
                            + " s; ask about a smaller subtree (path), with fewer filters, sorted by size or path,"
                            + " or let the operator raise fscensus.query.timeout",
                    e);
        }
        return unreadable(store, generation(), e, permitted);
    }

    static QuestionException interrupted(Exception e) {
        return new QuestionException(
                QuestionException.Kind.UNAVAILABLE,
                "the question was broken off, because the service is stopping or a part of it failed; ask again",
                e);
    }

    /** Whether the asker has gone, or another part of the question has failed. */
    private static boolean isUnwanted() {
        return Thread.currentThread().isInterrupted() || FanOut.isCancelled();
    }

    /** The number of directories, which is also the greatest {@code dir_id}. */
    long rows() {
        return number(ROWS, -1);
    }

    /** The first column of the first row, {@code missing} where there is none. */
    long number(String sql, long missing, Object... parameters) {
        restartClock();
        try {
            PreparedStatement query = statement(sql);
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : missing;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** A user as an answer shows it. */
    Account user(long uid) {
        return users.computeIfAbsent(uid, id -> new Account(id, name(USER_NAME, id)));
    }

    /** A group as an answer shows it. */
    Account group(long gid) {
        return groups.computeIfAbsent(gid, id -> new Account(id, name(GROUP_NAME, id)));
    }

    private @Nullable String name(String sql, long id) {
        try {
            PreparedStatement query = statement(sql);
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * A statement that is kept for the next question, see {@link GenerationReader#statement}: its results are to be
     * closed, it itself is not.
     */
    PreparedStatement statement(String sql) throws SQLException {
        return reader.statement(connection, sql);
    }

    /** What is known of the directories already. */
    KnownDirectories directories() {
        return directories;
    }

    /** Sums of usage that were folded already. */
    FoldedBlocks foldedBlocks() {
        return reader.shared(FoldedBlocks.class, FoldedBlocks::new);
    }

    /**
     * Gives the connection back and ends the lease.
     *
     * @throws QuestionException if what was read is not to be believed, because somebody has written over the file
     */
    @Override
    public void close() {
        try (reader;
                connection) {
            ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
            reader.checkUnchanged();
        } catch (SQLException | IOException e) {
            throw unreadable(store, generation(), e, permitted);
        }
    }

    private static QuestionException unreadable(
            GenerationStore store, Generation generation, Exception e, Permitted permitted) {
        String reason = " (" + e.getMessage() + ")";
        store.watch().unreadable(generation, unreadable(generation.filesystem(), generation.id(), reason));
        // The reason may have the size of the file in it.
        String told = unreadable(generation.filesystem(), generation.id(), permitted.isLimitedToPaths() ? "" : reason);
        return new QuestionException(QuestionException.Kind.UNREADABLE, told, e);
    }

    /** @param reason in brackets, or nothing */
    static String unreadable(String filesystem, String generationId, String reason) {
        return "the database of " + filesystem + ", generation " + generationId + ", cannot be read" + reason
                + "; let the operator verify or re-import it";
    }

    private static void closeQuietly(@Nullable Connection connection, SQLException reason) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Called by SQLite on the thread that runs the statement. */
    private final class Clock extends ProgressHandler {
        @Override
        protected int progress() {
            return isTimeUp() || isUnwanted() ? 1 : 0;
        }
    }
}
