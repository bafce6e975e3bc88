package org.fscensus.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.LargestFirst;
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

    /** All rows where no limit is given. */
    public Crosstab usage(String selector, Parameters parameters) {
        UsageQuestion question = UsageQuestion.parse(parameters, tables.aliases());
        long limit = parameters.number("limit", 0, 0, GREATEST_LIMIT);
        UsageTables.Sums sums = Database.retryIfGone(() -> {
            List<Generation> generations = filesystems.select(selector, parameters);
            return tables.ask(generations, question);
        });
        List<Crosstab.Row> rows = rows(sums, question);
        long most = limit == 0 ? rows.size() : Math.min(limit, rows.size());
        return new Crosstab(
                question.groupBy(), sums.table().total(), mostBytesFirst(rows, (int) most), sums.problems());
    }

    /** All of them in the order of their owners, groups, ages and sizes. */
    private static List<Crosstab.Row> rows(UsageTables.Sums sums, UsageQuestion question) {
        boolean hasApparentBytes = question.hasApparentBytes();
        List<Crosstab.Row> rows = new ArrayList<>();
        UsageTable.Rows maker = (uid, gid, age, size, files, allocated, apparent) -> rows.add(new Crosstab.Row(
                uid == UsageTable.ANY ? null : sums.users().account(uid),
                gid == UsageTable.ANY ? null : sums.groups().account(gid),
                bucket(BucketScale.AGE, age),
                bucket(BucketScale.SIZE, size),
                files,
                allocated,
                hasApparentBytes ? apparent : null));
        sums.table().forEach(maker);
        if (rows.isEmpty() && question.groupBy().isEmpty()) {
            maker.row(UsageTable.ANY, UsageTable.ANY, UsageTable.ANY, UsageTable.ANY, 0, 0, 0);
        }
        return rows;
    }

    /** The first {@code most} of them; those with as many bytes stay in their order. There may be half a million. */
    private static List<Crosstab.Row> mostBytesFirst(List<Crosstab.Row> rows, int most) {
        int count = rows.size();
        LargestFirst order = new LargestFirst(
                rows.stream().mapToLong(Crosstab.Row::allocatedBytes).toArray(),
                IntStream.range(0, count).toArray(),
                new long[count],
                new int[count]);
        order.sort(count, visited -> {});
        return Arrays.stream(order.ids(), 0, most).mapToObj(rows::get).toList();
    }

    private static Crosstab.@Nullable Bucket bucket(BucketScale scale, int bucket) {
        return bucket == UsageTable.ANY ? null : scale.buckets().get(bucket);
    }
}
