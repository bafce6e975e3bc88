package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the directories of one database in which usage lies: those whose subtree, without the subtrees of the found ones
 * below, has a certain amount. Exact, and without a look at the children of any directory.
 *
 * <p>Directories are in pre-order, so that usage summed up in their order gives each subtree an interval of that sum. An
 * interval as long as the amount contains a multiple of it. So every directory to be found is one of those at which the
 * sum passes a multiple of the amount, or above one of these; and these are at most as many as the amount goes into the
 * total. They are visited in order, with the way from the top to the present one on a stack. What is taken off the stack
 * has nothing more to come below it, and is judged from the deepest upwards: what a directory has without the found ones
 * only grows on the way up until one is found, which is why the next one is found by halving.
 *
 * <p>Memory: the stack, as deep as the tree, and what was found. One thread; every method throws
 * {@link QuestionException}.
 */
final class WhereReader implements AutoCloseable {
    /**
     * A directory that was found.
     *
     * @param here what its subtree has without those of the directories found below
     */
    record Found(long dirId, UsageTotal subtree, UsageTotal here) {}

    /** A directory on the way from a top to the present one; {@code last} is the greatest id of its subtree. */
    private static final class Open {
        private final long dirId;
        private final long last;
        private final int depth;

        /** What the topmost found ones below have, but for those below the next one on the way. */
        private UsageTotal found = UsageTotal.NOTHING;

        Open(long dirId, long last, int depth) {
            this.dirId = dirId;
            this.last = last;
            this.depth = depth;
        }
    }

    private final Database database;
    private final ScopedUsage usage;
    private final List<Subtree> tops;
    private final Treemap.Measure by;
    private final PreparedStatement upwards;
    private final List<Open> way = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    /** @param tops none of them below another */
    WhereReader(Database database, ScopedUsage usage, List<Subtree> tops, Treemap.Measure by) {
        this.database = database;
        this.usage = usage;
        this.tops = tops;
        this.by = by;
        try {
            upwards = database.connection().prepareStatement(DirectoryTree.UPWARDS);
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /**
     * The directories with so much, in no order. To be called once.
     *
     * @param amount at least 1
     */
    List<Found> find(long amount) {
        long end = usage.total().by(by) / amount;
        long passed = 0;
        while (passed < end) {
            long dirId = usage.find(by, (passed + 1) * amount);
            judge(amount, dirId);
            open(dirId);
            passed = usage.through(dirId).by(by) / amount;
        }
        judge(amount, Long.MAX_VALUE);
        return found;
    }

    /** Puts a directory on the stack, and those above it that are not there. */
    private void open(long dirId) {
        database.checkClock();
        int depth = way.isEmpty() ? topOf(dirId).depth() : way.get(way.size() - 1).depth + 1;
        List<Open> more = new ArrayList<>();
        try {
            upwards.setLong(1, dirId);
            upwards.setInt(2, depth);
            try (ResultSet row = upwards.executeQuery()) {
                while (row.next()) {
                    more.add(new Open(row.getLong(1), row.getLong(1) + row.getLong(3), row.getInt(4)));
                }
            }
            if (more.isEmpty() || more.get(more.size() - 1).depth != depth) {
                throw new SQLException("directory " + dirId + ", or one above it, is missing");
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
        for (int i = more.size() - 1; i >= 0; i--) {
            way.add(more.get(i));
        }
    }

    private Subtree topOf(long dirId) {
        return tops.stream()
                .filter(top ->
                        top.range().first() <= dirId && dirId <= top.range().last())
                .findFirst()
                .orElseThrow(() -> database.failure(new SQLException("directory " + dirId + " is under no path")));
    }

    /** Judges those that end before a directory, and takes them off the stack. */
    private void judge(long amount, long next) {
        int keep = way.size();
        while (keep > 0 && way.get(keep - 1).last < next) {
            keep--;
        }
        for (int i = way.size() - 2; i >= keep; i--) {
            way.get(i).found = way.get(i).found.plus(way.get(i + 1).found);
        }
        UsageTotal judged = UsageTotal.NOTHING;
        UsageTotal below = UsageTotal.NOTHING;
        int behind = way.size();
        while (behind > keep) {
            // The deepest, from there upwards, that has the amount.
            int has = keep - 1;
            int lacks = behind;
            while (lacks - has > 1) {
                int middle = (has + lacks) >>> 1;
                if (has(way.get(middle), judged, below, amount)) {
                    has = middle;
                } else {
                    lacks = middle;
                }
            }
            behind = has;
            if (has >= keep) {
                Open one = way.get(has);
                UsageTotal subtree = subtree(one);
                found.add(new Found(one.dirId, subtree, here(subtree, one, judged, below)));
                judged = one.found;
                below = subtree;
            }
        }
        if (keep > 0 && keep < way.size()) {
            Open parent = way.get(keep - 1);
            parent.found = parent.found.plus(way.get(keep).found.minus(judged)).plus(below);
        }
        way.subList(keep, way.size()).clear();
    }

    private UsageTotal subtree(Open one) {
        return usage.through(one.last).minus(usage.through(one.dirId - 1));
    }

    /** Whether a directory has so much {@link #here}; told without a look at rows where that can be. */
    private boolean has(Open one, UsageTotal judged, UsageTotal below, long amount) {
        if (here(usage.atMost(one.dirId, one.last), one, judged, below).by(by) < amount) {
            return false;
        }
        return here(usage.atLeast(one.dirId, one.last), one, judged, below).by(by) >= amount
                || here(subtree(one), one, judged, below).by(by) >= amount;
    }

    /**
     * What a directory has without the found ones below.
     *
     * @param judged what those have that were found in or below the last one found on the way, and before it was
     * @param below what that one has
     */
    private static UsageTotal here(UsageTotal subtree, Open one, UsageTotal judged, UsageTotal below) {
        return subtree.minus(one.found.minus(judged)).minus(below);
    }

    @Override
    public void close() {
        try {
            upwards.close();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}
