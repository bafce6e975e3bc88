package org.fscensus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The greatest changes of those that were found, and how many these were. */
final class TopChanges {
    /**
     * A directory that changed.
     *
     * @param value what it is ranked by, more or less than 0
     * @param place in the order of the paths; equals come in it
     * @param before null where it is new
     * @param after null where it vanished
     * @param here see {@link Growth.Item#here}
     */
    record Found(
            long value,
            long place,
            @Nullable TreeRow before,
            @Nullable TreeRow after,
            UsageTotal here) {
        Growth.Kind kind() {
            if (before == null) {
                return Growth.Kind.NEW;
            }
            if (after == null) {
                return Growth.Kind.VANISHED;
            }
            return value > 0 ? Growth.Kind.GROWN : Growth.Kind.SHRUNK;
        }
    }

    private static final Comparator<Found> GREATEST_FIRST = Comparator.comparingLong(
                    (Found found) -> Math.abs(found.value()))
            .reversed()
            .thenComparingLong(Found::place);

    private final Set<Growth.Kind> kinds;
    private final int limit;
    private final PriorityQueue<Found> least = new PriorityQueue<>(GREATEST_FIRST.reversed());
    private long count;

    /** @param kinds others are not counted */
    TopChanges(Set<Growth.Kind> kinds, int limit) {
        this.kinds = kinds;
        this.limit = limit;
    }

    void add(Found found) {
        if (!kinds.contains(found.kind())) {
            return;
        }
        count++;
        least.add(found);
        if (least.size() > limit) {
            least.remove();
        }
    }

    /** All that were added. */
    long count() {
        return count;
    }

    /** The greatest first. */
    List<Found> list() {
        List<Found> list = new ArrayList<>(least);
        list.sort(GREATEST_FIRST);
        return list;
    }
}
