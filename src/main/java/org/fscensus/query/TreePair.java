package org.fscensus.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.fscensus.query.QuestionException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Compares a directory's subtrees in two generations, directories matched by path. One thread; nothing is held but the
 * directories between the root of the comparison and the present one.
 *
 * <p>Ids are in the order of paths in both. So two places are moved through both trees together, and where all before
 * them is matched or known to be in one tree only, equal depths and names mean equal paths: what differs first is either
 * figures, or a subtree that the other tree does not have, which is stepped over in its own tree. From there the ids of
 * equal directories have a constant distance up to the next subtree of that kind. Therefore SQLite itself can go through
 * both tables side by side, by a join on {@code dir_id} plus the distance, and hand out the rows that differ only: what
 * did not change costs 0.4 microseconds per directory, a quarter of what reading it costs. Exactness needs that: equal
 * sums do not prove equal subtrees.
 *
 * <p>For the join, the earlier database is attached to the later one's connection, and detached again when this closes.
 */
final class TreePair implements AutoCloseable {
    private static final String EARLIER = "earlier";

    private static final String DIFFERENCES = "SELECT " + TreeRow.COLUMNS.formatted("f") + ", "
            + TreeRow.COLUMNS.formatted("t") + ", f.name = t.name, f.name, t.name"
            + " FROM main.directories t NOT INDEXED CROSS JOIN " + EARLIER + ".directories f NOT INDEXED"
            + " WHERE t.dir_id BETWEEN ? AND ? AND f.dir_id = t.dir_id + ?"
            + " AND (f.name <> t.name OR f.depth <> t.depth"
            + " OR f.total_size_nr <> t.total_size_nr OR f.file_count_nr <> t.file_count_nr)"
            + " ORDER BY t.dir_id";

    private static final int SAME_NAME = 2 * TreeRow.WIDTH + 1;

    private record Pair(TreeRow before, TreeRow after) {}

    private final Database earlier;
    private final Database later;
    private final Connection connection;
    private final long deadline;
    private final PreparedStatement earlierRow;
    private final PreparedStatement laterRow;
    private final PreparedStatement differences;
    private final Deque<Pair> open = new ArrayDeque<>();

    /**
     * @param earlier stays open longer than this
     * @param later stays open longer than this
     * @param timeout for the whole comparison
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
                differences = connection.prepareStatement(DIFFERENCES);
            } catch (SQLException e) {
                detach();
                throw e;
            }
        } catch (SQLException e) {
            throw later.failure(e);
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

    /** Reads one directory of the earlier generation. */
    TreeRow before(long id) {
        return attempt(() -> row(earlierRow, id));
    }

    /** Reads one directory of the later generation. */
    TreeRow after(long id) {
        return attempt(() -> row(laterRow, id));
    }

    /** Tells all differences of two directories of the same path, of which one may be missing. */
    void compare(@Nullable TreeRow before, @Nullable TreeRow after, PairVisitor visitor) {
        attempt(() -> {
            if (before != null && after != null) {
                compareBoth(before, after, visitor);
            } else if (before != null) {
                visitor.vanished(before);
            } else if (after != null) {
                visitor.appeared(after);
            }
            return this;
        });
    }

    private void compareBoth(TreeRow before, TreeRow after, PairVisitor visitor) throws SQLException {
        push(new Pair(before, after), visitor);
        Place end = runs(before, after, visitor);
        for (long id = end.after; id <= after.last(); ) {
            TreeRow top = row(laterRow, id);
            enter(top.depth(), before.last(), top.parentId(), top.id(), 0, visitor);
            visitor.appeared(top);
            id = top.next();
        }
        for (long id = end.before; id <= before.last(); ) {
            TreeRow top = row(earlierRow, id);
            enter(top.depth(), top.parentId(), after.last(), 0, top.id(), visitor);
            visitor.vanished(top);
            id = top.next();
        }
        while (!open.isEmpty()) {
            pop(visitor);
        }
    }

    /**
     * Reads the directories of a subtree that only one generation has, parents first.
     *
     * @param isLater whether that is the later one
     * @param least of the measure
     */
    void subtree(TreeRow top, boolean isLater, Growth.Measure by, long least, int maxDepth, RowConsumer consumer)
            throws SQLException {
        String sql = "SELECT " + TreeRow.COLUMNS.formatted("directories") + " FROM " + (isLater ? "main" : EARLIER)
                + ".directories NOT INDEXED WHERE dir_id BETWEEN ? AND ? AND depth <= ? AND " + by.column()
                + " >= ? ORDER BY dir_id";
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

    /** Takes a row. */
    interface RowConsumer {
        void accept(TreeRow row);
    }

    /** The next ids of both trees. */
    private record Place(long before, long after) {}

    /** Goes on until one of the trees is at its end. */
    private Place runs(TreeRow before, TreeRow after, PairVisitor visitor) throws SQLException {
        Place place = new Place(before.id() + 1, after.id() + 1);
        while (place.before <= before.last() && place.after <= after.last()) {
            place = run(place, before.last(), after.last(), visitor);
        }
        return place;
    }

    /** Goes on up to and over the next subtree that only one of the trees has. */
    private Place run(Place from, long lastBefore, long lastAfter, PairVisitor visitor) throws SQLException {
        long distance = from.before - from.after;
        long last = Math.min(lastAfter, lastBefore - distance);
        differences.setLong(1, from.after);
        differences.setLong(2, last);
        differences.setLong(3, distance);
        try (ResultSet row = differences.executeQuery()) {
            while (row.next()) {
                checkTime();
                TreeRow before = TreeRow.read(row, 1);
                TreeRow after = TreeRow.read(row, 1 + TreeRow.WIDTH);
                if (before.depth() == after.depth() && row.getBoolean(SAME_NAME)) {
                    enter(after.depth(), before.parentId(), after.parentId(), after.id(), 0, visitor);
                    push(new Pair(before, after), visitor);
                } else if (comesFirst(row, before, after)) {
                    boolean siblings = before.depth() == after.depth();
                    long below = siblings ? before.parentId() : before.id() - 1;
                    enter(after.depth(), below, after.parentId(), after.id(), 0, visitor);
                    visitor.appeared(after);
                    return new Place(before.id(), after.next());
                } else {
                    boolean siblings = before.depth() == after.depth();
                    long below = siblings ? after.parentId() : after.id() - 1;
                    enter(before.depth(), before.parentId(), below, 0, before.id(), visitor);
                    visitor.vanished(before);
                    return new Place(before.next(), after.id());
                }
            }
        }
        return new Place(last + 1 + distance, last + 1);
    }

    /** Whether the later tree's row comes before the earlier tree's in the order of paths: the earlier one lacks it. */
    private static boolean comesFirst(ResultSet row, TreeRow before, TreeRow after) throws SQLException {
        if (before.depth() != after.depth()) {
            return after.depth() > before.depth();
        }
        return Arrays.compareUnsigned(row.getBytes(SAME_NAME + 2), row.getBytes(SAME_NAME + 1)) < 0;
    }

    /**
     * Closes the directories that are passed, and opens those that lead to the present one.
     *
     * @param depth of the present one
     * @param beforeBelow the present one's parent in the earlier tree, or a directory below that
     * @param afterBelow the same in the later tree
     * @param afterId of the present one, 0 where it is not in the later tree
     * @param beforeId of the present one, where it is not in the later tree
     */
    private void enter(int depth, long beforeBelow, long afterBelow, long afterId, long beforeId, PairVisitor visitor)
            throws SQLException {
        while (afterId > 0
                ? open.element().after.last() < afterId
                : open.element().before.last() < beforeId) {
            pop(visitor);
        }
        int opened = open.element().after.depth();
        List<TreeRow> before = ancestors(earlierRow, beforeBelow, opened, depth);
        List<TreeRow> after = ancestors(laterRow, afterBelow, opened, depth);
        for (int i = 0; i < after.size(); i++) {
            push(new Pair(before.get(i), after.get(i)), visitor);
        }
    }

    /** From the top, the directories above one and itself, with depths between two, both exclusive. */
    private List<TreeRow> ancestors(PreparedStatement statement, long id, int above, int below) throws SQLException {
        if (below - above <= 1) {
            return List.of();
        }
        List<TreeRow> upwards = new ArrayList<>();
        TreeRow row = row(statement, id);
        while (row.depth() >= below) {
            row = row(statement, row.parentId());
        }
        upwards.add(row);
        while (row.depth() > above + 1) {
            row = row(statement, row.parentId());
            upwards.add(row);
        }
        Collections.reverse(upwards);
        return upwards;
    }

    private void push(Pair pair, PairVisitor visitor) throws SQLException {
        open.push(pair);
        visitor.open(pair.before, pair.after);
    }

    private void pop(PairVisitor visitor) {
        open.pop();
        visitor.close();
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

    /** SQLite looks at the clock within a statement; there are many short ones here. */
    private void checkTime() {
        if (System.nanoTime() - deadline > 0) {
            throw tooLong(null);
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (SQLException e) {
            QuestionException failure = later.failure(e);
            if (failure.kind() == Kind.TIMEOUT) {
                throw tooLong(e);
            }
            throw new QuestionException(
                    failure.kind(),
                    "the databases of " + later.generation().filesystem() + ", generations "
                            + earlier.generation().id() + " and "
                            + later.generation().id() + ", cannot be compared (" + e.getMessage()
                            + "); let the operator verify or re-import them",
                    e);
        }
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
                    laterRow) {
                differences.close();
            }
            detach();
            return this;
        });
    }
}
