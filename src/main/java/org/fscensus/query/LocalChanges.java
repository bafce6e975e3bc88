package org.fscensus.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which changes happened, each change counted once.
 *
 * <p>Given a least change {@code m}, which directories are listed, and with what change of their own, is this:
 *
 * <ul>
 *   <li>The own change of a directory that both generations have is that of the files immediately in it, plus the own
 *       changes of its children that are not listed.
 *   <li>The own change of a directory that only one generation has, under one that both have, is that of its whole
 *       subtree; directories below it are not looked at.
 *   <li>A directory is listed if its own change is {@code m} or more, up or down, and it is not deeper than the greatest
 *       depth asked for.
 * </ul>
 *
 * <p>So what changed too little to be listed counts for the directory above, until it adds up to enough; a parent is not
 * listed for what its listed children did; and the own changes of all listed directories, with what is left over at the
 * top, are the whole change. With {@code m} of 1, these are the directories whose immediate files changed.
 *
 * <p>Without a given {@code m}, it is the greatest power of ten that lists at least {@value #ENOUGH} directories of the
 * kinds asked for, or 1: fine where little changed, coarse where much did, and the same whatever the limit. All powers
 * are followed in the one pass; a power that a greater one has made useless is followed no more.
 *
 * <p>Memory: for each directory open and each power two numbers; for each power the items of the limit.
 */
final class LocalChanges implements Changes {
    /** Of an answer that shows 50. */
    static final int ENOUGH = 100;

    /** Powers of ten in a long. */
    private static final int POWERS = 19;

    private static final class Frame {
        private final TreeRow before;
        private final TreeRow after;
        private final long place;
        private final long[] files;
        private final long[] bytes;

        Frame(TreeRow before, TreeRow after, long place, int levels) {
            this.before = before;
            this.after = after;
            this.place = place;
            this.files = new long[levels];
            this.bytes = new long[levels];
        }
    }

    private final GrowthChoice choice;
    private final long[] least;
    private final List<TopChanges> tops = new ArrayList<>();
    private final Deque<Frame> open = new ArrayDeque<>();
    private int finest;
    private long places;

    LocalChanges(GrowthChoice choice) {
        this.choice = choice;
        Long minChange = choice.minChange();
        least = minChange == null ? powers() : new long[] {minChange};
        for (int level = 0; level < least.length; level++) {
            tops.add(new TopChanges(choice.kinds(), choice.limit()));
        }
    }

    private static long[] powers() {
        long[] powers = new long[POWERS];
        long power = 1;
        for (int i = 0; i < POWERS; i++) {
            powers[i] = power;
            power *= 10;
        }
        return powers;
    }

    @Override
    public void open(TreeRow before, TreeRow after) {
        Frame frame = new Frame(before, after, places++, least.length);
        for (int level = finest; level < least.length; level++) {
            frame.files[level] = after.ownFiles() - before.ownFiles();
            frame.bytes[level] = after.ownBytes() - before.ownBytes();
        }
        open.push(frame);
    }

    @Override
    public void close() {
        Frame frame = open.pop();
        for (int level = finest; level < least.length; level++) {
            settle(level, frame.place, frame.before, frame.after, frame.files[level], frame.bytes[level]);
        }
        dropUseless();
    }

    @Override
    public void vanished(TreeRow before) {
        Amounts lost = before.recursive();
        long place = places++;
        for (int level = finest; level < least.length; level++) {
            settle(level, place, before, null, -lost.files(), -lost.allocatedBytes());
        }
        dropUseless();
    }

    @Override
    public void appeared(TreeRow after) {
        Amounts won = after.recursive();
        long place = places++;
        for (int level = finest; level < least.length; level++) {
            settle(level, place, null, after, won.files(), won.allocatedBytes());
        }
        dropUseless();
    }

    /** Lists a directory, or counts its own change for the one that is open. */
    private void settle(
            int level, long place, @Nullable TreeRow before, @Nullable TreeRow after, long files, long bytes) {
        TreeRow either = before == null ? after : before;
        boolean deep = either != null && either.depth() > choice.maxDepth();
        long value = choice.by().of(files, bytes);
        if (!deep && Math.abs(value) >= least[level]) {
            tops.get(level).add(new TopChanges.Found(value, place, before, after, new UsageTotal(files, bytes)));
            return;
        }
        Frame parent = open.peek();
        if (parent != null) {
            parent.files[level] += files;
            parent.bytes[level] += bytes;
        }
    }

    private void dropUseless() {
        for (int level = least.length - 1; level > finest; level--) {
            if (tops.get(level).count() >= ENOUGH) {
                finest = level;
            }
        }
    }

    @Override
    public long minChange() {
        return least[finest];
    }

    @Override
    public TopChanges top() {
        return tops.get(finest);
    }
}
