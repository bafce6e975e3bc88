package org.fscensus.query;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * All directories whose subtrees changed by the least change asked for or more (1 where none is given), up or down, and
 * that are not deeper than the greatest depth asked for: those that both generations have, and every single one of
 * those that only one has.
 */
final class RecursiveChanges implements Changes {
    private record Frame(TreeRow before, TreeRow after, long place) {}

    private final TreePair pair;
    private final GrowthChoice choice;
    private final long least;
    private final TopChanges top;
    private final Deque<Frame> open = new ArrayDeque<>();
    private long places;

    RecursiveChanges(TreePair pair, GrowthChoice choice) {
        this.pair = pair;
        this.choice = choice;
        Long minChange = choice.minChange();
        this.least = minChange == null ? 1 : minChange;
        this.top = new TopChanges(choice.kinds(), choice.limit());
    }

    @Override
    public void open(TreeRow before, TreeRow after) {
        open.push(new Frame(before, after, places++));
    }

    @Override
    public void close() {
        Frame frame = open.pop();
        Amounts change = frame.after.recursive().minus(frame.before.recursive());
        long value = choice.by().of(change.files(), change.allocatedBytes());
        if (Math.abs(value) >= least && frame.after.depth() <= choice.maxDepth()) {
            top.add(new TopChanges.Found(value, frame.place, frame.before, frame.after, total(change)));
        }
    }

    @Override
    public void vanished(TreeRow before) throws SQLException {
        if (choice.kinds().contains(Growth.Kind.VANISHED)) {
            pair.subtree(before, false, choice.by(), least, choice.maxDepth(), row -> {
                Amounts change = Amounts.NONE.minus(row.recursive());
                long value = choice.by().of(change.files(), change.allocatedBytes());
                top.add(new TopChanges.Found(value, places++, row, null, total(change)));
            });
        }
    }

    @Override
    public void appeared(TreeRow after) throws SQLException {
        if (choice.kinds().contains(Growth.Kind.NEW)) {
            pair.subtree(after, true, choice.by(), least, choice.maxDepth(), row -> {
                Amounts change = row.recursive();
                long value = choice.by().of(change.files(), change.allocatedBytes());
                top.add(new TopChanges.Found(value, places++, null, row, total(change)));
            });
        }
    }

    private static UsageTotal total(Amounts change) {
        return new UsageTotal(change.files(), change.allocatedBytes());
    }

    @Override
    public long minChange() {
        return least;
    }

    @Override
    public TopChanges top() {
        return top;
    }
}
