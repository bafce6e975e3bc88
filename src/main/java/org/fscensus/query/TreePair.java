package org.fscensus.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.fscensus.query.QuestionException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Two generations read side by side. The earlier database is attached to the later one's connection, and detached again
 * when this closes. One thread.
 */
final class TreePair implements AutoCloseable {
    private static final String EARLIER = "earlier";

    private static final String BOTH = TreeRow.COLUMNS.formatted("f") + ", " + TreeRow.COLUMNS.formatted("t");

    static final String PAIR = "SELECT " + BOTH + " FROM " + EARLIER + ".directories f CROSS JOIN"
            + " main.directories t WHERE f.dir_id = ? AND t.dir_id = ?";

    static final String DIFFERENCES = "SELECT " + BOTH + ", (f.name > t.name) - (f.name < t.name)"
            + " FROM main.directories t NOT INDEXED CROSS JOIN " + EARLIER + ".directories f NOT INDEXED"
            + " WHERE t.dir_id BETWEEN ? AND ? AND f.dir_id = t.dir_id + ?"
            + " AND (f.name <> t.name OR f.depth <> t.depth"
            + " OR f.total_size_nr <> t.total_size_nr OR f.file_count_nr <> t.file_count_nr)"
            + " ORDER BY t.dir_id";

    private static final String SUBTREE = "SELECT " + TreeRow.COLUMNS.formatted("directories")
            + " FROM %s.directories NOT INDEXED WHERE dir_id BETWEEN ? AND ? AND depth <= ? AND %s >= ?"
            + " ORDER BY dir_id";

    /** A directory of each. */
    record Pair(TreeRow before, TreeRow after) {
        static Pair read(ResultSet row) throws SQLException {
            return new Pair(TreeRow.read(row, 1), TreeRow.read(row, 1 + TreeRow.WIDTH));
        }
    }

    /** Takes a row. */
    interface RowConsumer {
        void accept(TreeRow row);
    }

    /** Takes rows of equal place. */
    interface PairConsumer {
        /**
         * Takes two rows, and tells whether to go on.
         *
         * @param names less than, equal to or greater than 0 as the earlier one's name is to the later one's, in byte
         *     order
         */
        boolean accept(Pair pair, int names) throws SQLException;
    }

    /** Something with the databases. */
    interface Reading<T> {
        T run() throws SQLException;
    }

    private final Database earlier;
    private final Database later;
    private final Connection connection;
    private final long deadline;
    private final PreparedStatement earlierRow;
    private final PreparedStatement laterRow;
    private final PreparedStatement pair;
    private final PreparedStatement differences;

    /**
     * @param earlier stays open longer than this
     * @param later stays open longer than this
     * @param timeout for all that is done with it
     */
    TreePair(Database earlier, Database later, Duration timeout) {
        this.earlier = earlier;
        this.later = later;
        this.connection = later.connection();
        this.deadline = System.nanoTime() + timeout.toNanos();
        try {
            attach();
            try {
                String row = "SELECT " + TreeRow.COLUMNS.formatted("directories") + " FROM %s.directories"
                        + " WHERE dir_id = ?";
                earlierRow = connection.prepareStatement(row.formatted(EARLIER));
                laterRow = connection.prepareStatement(row.formatted("main"));
                pair = connection.prepareStatement(PAIR);
                differences = connection.prepareStatement(DIFFERENCES);
            } catch (SQLException e) {
                detach();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** By the same URI as its own connections, which says how it is to be opened. */
    private void attach() throws SQLException {
        String url = earlier.connection().getMetaData().getURL();
        try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS " + EARLIER)) {
            attach.setString(1, url.substring("jdbc:sqlite:".length()));
            attach.execute();
        }
    }

    private void detach() throws SQLException {
        try (PreparedStatement detach = connection.prepareStatement("DETACH DATABASE " + EARLIER)) {
            detach.execute();
        }
    }

    /** Does something; its failure is one to answer a question with. */
    <T> T attempt(Reading<T> reading) {
        try {
            return reading.run();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** One directory of the earlier generation. */
    TreeRow before(long id) throws SQLException {
        return row(earlierRow, id);
    }

    /** One directory of the later generation. */
    TreeRow after(long id) throws SQLException {
        return row(laterRow, id);
    }

    private TreeRow row(PreparedStatement statement, long id) throws SQLException {
        checkTime();
        statement.setLong(1, id);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("directory " + id + " is missing");
            }
            return TreeRow.read(row, 1);
        }
    }

    /** One directory of each. */
    Pair pair(long before, long after) throws SQLException {
        checkTime();
        pair.setLong(1, before);
        pair.setLong(2, after);
        try (ResultSet row = pair.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("directory " + before + " or " + after + " is missing");
            }
            return Pair.read(row);
        }
    }

    /**
     * Finds the rows of equal place that are not of equal name, depth and figures of their own. SQLite goes through both
     * tables in the order of their ids by itself: equal rows do not leave it.
     *
     * @param after the later one's first row
     * @param last the later one's last row
     * @param distance from a row of the later one to the earlier one's of equal place
     * @return whether the consumer stopped it
     */
    boolean differences(long after, long last, long distance, PairConsumer consumer) throws SQLException {
        checkTime();
        differences.setLong(1, after);
        differences.setLong(2, last);
        differences.setLong(3, distance);
        try (ResultSet row = differences.executeQuery()) {
            while (row.next()) {
                checkTime();
                if (!consumer.accept(Pair.read(row), row.getInt(1 + 2 * TreeRow.WIDTH))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Reads a subtree, parents first.
     *
     * @param isLater of which generation
     * @param least of the measure
     */
    void subtree(TreeRow top, boolean isLater, Growth.Measure by, long least, int maxDepth, RowConsumer consumer)
            throws SQLException {
        String sql = SUBTREE.formatted(isLater ? "main" : EARLIER, by.column());
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, top.id());
            query.setLong(2, top.last());
            query.setLong(3, maxDepth);
            query.setLong(4, least);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    checkTime();
                    consumer.accept(TreeRow.read(rows, 1));
                }
            }
        }
    }

    /** SQLite looks at the clock within a statement; there are many short ones here. */
    private void checkTime() {
        if (System.nanoTime() - deadline > 0) {
            throw tooLong(null);
        }
    }

    private QuestionException failure(SQLException e) {
        QuestionException failure = later.failure(e);
        return failure.kind() == Kind.TIMEOUT
                ? tooLong(e)
                : new QuestionException(
                        failure.kind(),
                        "the databases of " + later.generation().filesystem() + ", generations "
                                + earlier.generation().id() + " and "
                                + later.generation().id() + ", cannot be compared (" + e.getMessage()
                                + "); let the operator verify or re-import them",
                        e);
    }

    private QuestionException tooLong(@Nullable SQLException e) {
        return new QuestionException(
                Kind.TIMEOUT,
                "comparing generations " + earlier.generation().id() + " and "
                        + later.generation().id() + " of " + later.generation().filesystem()
                        + " takes longer than it may; ask about a smaller subtree (path), or let the operator raise"
                        + " fscensus.query.timeout",
                e);
    }

    @Override
    public void close() {
        attempt(() -> {
            try (earlierRow;
                    laterRow;
                    pair) {
                differences.close();
            }
            detach();
            return this;
        });
    }
}
