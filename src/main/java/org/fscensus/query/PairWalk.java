package org.fscensus.query;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.fscensus.query.TreePair.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Compares a directory's subtrees in two generations, directories matched by path. One thread, to be used once; nothing
 * is held but the directories between the top and the present one.
 *
 * <p>Ids are in the order of paths in both. So two places are moved through both trees together, and where all before
 * them is matched or known to be in one tree only, equal depths and names mean equal paths: what differs first is either
 * figures, or a subtree that the other tree does not have, which is stepped over in its own tree. From there the ids of
 * equal directories have a constant distance up to the next subtree of that kind, and SQLite itself can go through both
 * tables side by side, by a join on {@code dir_id} plus the distance. What did not change so costs a fraction of what
 * reading it would. It is looked at nevertheless: equal sums do not prove equal subtrees.
 */
final class PairWalk {
    private final TreePair trees;
    private final PairVisitor visitor;
    private final Deque<Pair> open = new ArrayDeque<>();
    private long nextBefore;
    private long nextAfter;

    PairWalk(TreePair trees, PairVisitor visitor) {
        this.trees = trees;
        this.visitor = visitor;
    }

    /** Tells the visitor all differences below two directories of the same path, of which one may be missing. */
    void compare(@Nullable TreeRow before, @Nullable TreeRow after) throws SQLException {
        if (before != null && after != null) {
            compareBoth(before, after);
        } else if (before != null) {
            visitor.vanished(before);
        } else if (after != null) {
            visitor.appeared(after);
        }
    }

    private void compareBoth(TreeRow before, TreeRow after) throws SQLException {
        push(new Pair(before, after));
        nextBefore = before.id() + 1;
        nextAfter = after.id() + 1;
        while (nextBefore <= before.last() && nextAfter <= after.last()) {
            goOn(before.last(), after.last());
        }
        while (nextAfter <= after.last()) {
            appeared(trees.after(nextAfter), before.last());
        }
        while (nextBefore <= before.last()) {
            vanished(trees.before(nextBefore), after.last());
        }
        while (!open.isEmpty()) {
            pop();
        }
    }

    /** Goes on up to and over the next subtree that only one of the trees has. */
    private void goOn(long lastBefore, long lastAfter) throws SQLException {
        long distance = nextBefore - nextAfter;
        long last = Math.min(lastAfter, lastBefore - distance);
        boolean stopped = trees.differences(nextAfter, last, distance, this::accept);
        if (!stopped) {
            nextAfter = last + 1;
            nextBefore = nextAfter + distance;
        }
    }

    private boolean accept(Pair pair, int names) throws SQLException {
        TreeRow before = pair.before();
        TreeRow after = pair.after();
        boolean siblings = before.depth() == after.depth();
        if (siblings && names == 0) {
            closeUpTo(after.id(), 0);
            open(after.depth(), before.parentId(), after.parentId());
            push(pair);
            return true;
        }
        nextBefore = before.id();
        nextAfter = after.id();
        // The one that comes first in the order of paths is the one that the other tree lacks.
        if (siblings ? names > 0 : after.depth() > before.depth()) {
            appeared(after, siblings ? before.parentId() : before.id() - 1);
        } else {
            vanished(before, siblings ? after.parentId() : after.id() - 1);
        }
        return false;
    }

    /** @param before its parent in the earlier tree, or a directory below that */
    private void appeared(TreeRow after, long before) throws SQLException {
        closeUpTo(after.id(), 0);
        open(after.depth(), before, after.parentId());
        visitor.appeared(after);
        nextAfter = after.next();
    }

    /** @param after its parent in the later tree, or a directory below that */
    private void vanished(TreeRow before, long after) throws SQLException {
        closeUpTo(0, before.id());
        open(before.depth(), before.parentId(), after);
        visitor.vanished(before);
        nextBefore = before.next();
    }

    /** Closes what the present directory is not in, which one of the trees has with that id, the other one with 0. */
    private void closeUpTo(long after, long before) {
        while (open.element().after().last() < after || open.element().before().last() < before) {
            pop();
        }
    }

    /**
     * Opens what leads to the present directory.
     *
     * @param depth of the present directory
     * @param before its parent in the earlier tree, or a directory below that
     * @param after its parent in the later tree, or a directory below that
     */
    private void open(int depth, long before, long after) throws SQLException {
        int opened = open.element().after().depth();
        if (opened == depth - 1) {
            return;
        }
        Pair pair = trees.pair(before, after);
        while (pair.before().depth() >= depth) {
            pair = trees.pair(pair.before().parentId(), pair.after().id());
        }
        while (pair.after().depth() >= depth) {
            pair = trees.pair(pair.before().id(), pair.after().parentId());
        }
        List<Pair> upwards = new ArrayList<>();
        upwards.add(pair);
        while (pair.after().depth() > opened + 1) {
            pair = trees.pair(pair.before().parentId(), pair.after().parentId());
            upwards.add(pair);
        }
        Collections.reverse(upwards);
        for (Pair one : upwards) {
            push(one);
        }
    }

    private void push(Pair pair) throws SQLException {
        open.push(pair);
        visitor.open(pair.before(), pair.after());
    }

    private void pop() {
        open.pop();
        visitor.close();
    }
}
