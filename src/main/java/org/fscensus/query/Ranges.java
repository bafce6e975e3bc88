package org.fscensus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of {@code dir_id}s as disjoint ranges in ascending order; a subtree is one range. */
record Ranges(List<Range> list) {
    /** Both ends belong to it. */
    record Range(long first, long last) {}

    /** The union of subtrees, however they overlap. */
    static Ranges union(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && range.first() <= last.last() + 1) {
                merged.set(merged.size() - 1, new Range(last.first(), Math.max(last.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return new Ranges(merged);
    }

    /** What is left without others. */
    Ranges minus(Ranges others) {
        List<Range> left = new ArrayList<>();
        for (Range range : list) {
            long first = range.first();
            for (Range other : others.list) {
                if (other.last() < first || other.first() > range.last()) {
                    continue;
                }
                if (other.first() > first) {
                    left.add(new Range(first, other.first() - 1));
                }
                first = other.last() + 1;
            }
            if (first <= range.last()) {
                left.add(new Range(first, range.last()));
            }
        }
        return new Ranges(left);
    }

    /** How many ids it holds. */
    long size() {
        return list.stream()
                .mapToLong(range -> range.last() - range.first() + 1)
                .sum();
    }
}
