package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import org.fscensus.query.CumulativeUsage.End;

/** {@link CumulativeUsage} as if there were only the directories in some ranges. One thread. */
final class ScopedUsage {
    private final CumulativeUsage usage;
    private final List<Part> parts = new ArrayList<>();
    private final UsageTotal total;

    /**
     * One of the ranges.
     *
     * @param below everything up to the range, whether it is in another or not
     * @param before what is in the ranges before it
     */
    private record Part(Ranges.Range range, UsageTotal below, UsageTotal before) {}

    ScopedUsage(CumulativeUsage usage, Ranges ranges) {
        this.usage = usage;
        UsageTotal before = UsageTotal.NOTHING;
        for (Ranges.Range range : ranges.list()) {
            UsageTotal below = usage.through(range.first() - 1, End.EXACT);
            parts.add(new Part(range, below, before));
            before = before.plus(usage.through(range.last(), End.EXACT).minus(below));
        }
        this.total = before;
    }

    /** Everything in the ranges. */
    UsageTotal total() {
        return total;
    }

    /** What is in the ranges up to a directory. */
    UsageTotal through(long dirId) {
        return through(dirId, End.EXACT);
    }

    /** Something that is not less than what is in the ranges from a directory to another. */
    UsageTotal atMost(long first, long last) {
        return through(last, End.CEILING).minus(through(first - 1, End.FLOOR));
    }

    /** Something that is not more than what is in the ranges from a directory to another; it may be less than nothing. */
    UsageTotal atLeast(long first, long last) {
        return through(last, End.FLOOR).minus(through(first - 1, End.CEILING));
    }

    private UsageTotal through(long dirId, End end) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            if (part.range().first() <= dirId) {
                UsageTotal all = usage.through(Math.min(dirId, part.range().last()), end);
                // The floor of a directory can be before its range.
                boolean outside = all.files() < part.below().files();
                return outside ? part.before() : part.before().plus(all.minus(part.below()));
            }
        }
        return UsageTotal.NOTHING;
    }

    /**
     * The first directory through which there is so much.
     *
     * @param amount at least 1, and no more than there is
     */
    long find(Treemap.Measure by, long amount) {
        int i = parts.size() - 1;
        while (parts.get(i).before().by(by) >= amount) {
            i--;
        }
        Part part = parts.get(i);
        return usage.find(by, part.below().by(by) + amount - part.before().by(by));
    }
}
