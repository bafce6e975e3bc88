package org.fscensus.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;

/**
 * Usage under any paths, by any of owner, group, age and size; several file systems are added up by id. Thread-safe;
 * every method throws {@link QuestionException}.
 */
public final class CrosstabQuery {
    /** The parameters of {@link #usage}. */
    public static final Set<String> PARAMETERS;

    static {
        Set<String> all = new HashSet<>(UsageQuestion.PARAMETERS);
        all.addAll(Set.of("generation", "limit"));
        PARAMETERS = Set.copyOf(all);
    }

    private static final long GREATEST_LIMIT = 1_000_000_000L;

    private final Filesystems filesystems;
    private final UsageTables tables;

    /** @param timeout how long the reading of one database may take */
    public CrosstabQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this.filesystems = filesystems;
        this.tables = new UsageTables(store, aliases, timeout, fanOut);
    }

    /** A sum with plain ids; those with more bytes come first. */
    private record Sum(long uid, long gid, int age, int size, long files, long allocatedBytes, long apparentBytes)
            implements Comparable<Sum> {
        @Override
        public int compareTo(Sum other) {
            int order = Long.compare(other.allocatedBytes, allocatedBytes);
            order = order == 0 ? Long.compare(uid, other.uid) : order;
            order = order == 0 ? Long.compare(gid, other.gid) : order;
            order = order == 0 ? Integer.compare(age, other.age) : order;
            return order == 0 ? Integer.compare(size, other.size) : order;
        }
    }

    /** All rows where no limit is given. */
    public Crosstab usage(String selector, Parameters parameters) {
        UsageQuestion question = UsageQuestion.parse(parameters, tables.aliases());
        long limit = parameters.number("limit", 0, 0, GREATEST_LIMIT);
        UsageTables.Sums sums = Database.retryIfGone(() -> {
            List<Generation> generations = filesystems.select(selector, parameters.text("generation"));
            return tables.ask(generations, question);
        });
        List<Sum> sorted = limit == 0 ? all(sums.table()) : largest(sums.table(), limit);
        if (sorted.isEmpty() && question.groupBy().isEmpty()) {
            sorted.add(new Sum(UsageTable.ANY, UsageTable.ANY, UsageTable.ANY, UsageTable.ANY, 0, 0, 0));
        }
        List<Crosstab.Row> rows = sorted.stream()
                .map(sum -> row(sum, sums, question.hasApparentBytes()))
                .toList();
        return new Crosstab(question.groupBy(), sums.table().total(), rows, sums.problems());
    }

    private static List<Sum> all(UsageTable table) {
        List<Sum> all = new ArrayList<>();
        table.forEach((uid, gid, age, size, files, allocated, apparent) ->
                all.add(new Sum(uid, gid, age, size, files, allocated, apparent)));
        Collections.sort(all);
        return all;
    }

    /** As the first ones of all, without sorting the rest. */
    private static List<Sum> largest(UsageTable table, long limit) {
        PriorityQueue<Sum> largest = new PriorityQueue<>(Comparator.reverseOrder());
        table.forEach((uid, gid, age, size, files, allocated, apparent) -> {
            Sum least = largest.size() < limit ? null : largest.peek();
            if (least == null || allocated >= least.allocatedBytes()) {
                largest.add(new Sum(uid, gid, age, size, files, allocated, apparent));
                if (largest.size() > limit) {
                    largest.poll();
                }
            }
        });
        List<Sum> sorted = new ArrayList<>(largest);
        Collections.sort(sorted);
        return sorted;
    }

    private static Crosstab.Row row(Sum sum, UsageTables.Sums sums, boolean hasApparentBytes) {
        return new Crosstab.Row(
                sum.uid() == UsageTable.ANY ? null : sums.users().account(sum.uid()),
                sum.gid() == UsageTable.ANY ? null : sums.groups().account(sum.gid()),
                bucket(BucketScale.AGE, sum.age()),
                bucket(BucketScale.SIZE, sum.size()),
                sum.files(),
                sum.allocatedBytes(),
                hasApparentBytes ? sum.apparentBytes() : null);
    }

    private static Crosstab.@Nullable Bucket bucket(BucketScale scale, int bucket) {
        return bucket == UsageTable.ANY ? null : scale.buckets().get(bucket);
    }
}
