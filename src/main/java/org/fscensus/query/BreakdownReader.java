package org.fscensus.query;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.fscensus.census.AgeBuckets;
import org.fscensus.query.Treemap.Breakdown;
import org.fscensus.query.Treemap.Measure;
import org.fscensus.query.Treemap.Most;
import org.jspecify.annotations.Nullable;

/** Reads what the files below the directories of a treemap are; of each by itself what is read is bounded. One thread. */
final class BreakdownReader {
    private final Database database;
    private final Set<Dimension> wanted;
    private final Measure by;
    private final UsageReader usage;

    /**
     * @param wanted any of age, owner and group
     * @throws QuestionException if the database has no usage, because an older version wrote it
     */
    BreakdownReader(Database database, Set<Dimension> wanted, Measure by) {
        this.database = database;
        this.wanted = wanted;
        this.by = by;
        usage = new UsageReader(database);
    }

    /** Of all files below a directory. */
    Breakdown read(DirectoryRow row) {
        boolean owner = wanted.contains(Dimension.OWNER);
        boolean group = wanted.contains(Dimension.GROUP);
        return new Breakdown(
                wanted.contains(Dimension.AGE) ? ages(row) : null,
                owner ? most(row, Dimension.OWNER, row.ownerUid(), database::user) : null,
                group ? most(row, Dimension.GROUP, row.ownerGid(), database::group) : null);
    }

    private List<Long> ages(DirectoryRow row) {
        long[] ages = new long[AgeBuckets.COUNT];
        table(row, Dimension.AGE)
                .forEach((uid, gid, age, size, files, allocated, apparent) ->
                        ages[age] = new UsageTotal(files, allocated).by(by));
        return Arrays.stream(ages).boxed().toList();
    }

    /** @param single the only one that there is, negative where there is none, null where there are several */
    private @Nullable Most most(
            DirectoryRow row, Dimension who, @Nullable Long single, LongFunction<Account> accounts) {
        if (single != null) {
            Figures all = row.recursive();
            return single < 0
                    ? null
                    : new Most(accounts.apply(single), new UsageTotal(all.files(), all.allocatedBytes()));
        }
        long[] id = {-1};
        UsageTotal[] most = {UsageTotal.NOTHING};
        table(row, who).forEach((uid, gid, age, size, files, allocated, apparent) -> {
            UsageTotal one = new UsageTotal(files, allocated);
            // They come by their ids: of equals the first stands. Somebody has the most of no bytes, too.
            if (id[0] < 0 || one.by(by) > most[0].by(by)) {
                id[0] = who == Dimension.OWNER ? uid : gid;
                most[0] = one;
            }
        });
        return id[0] < 0 ? null : new Most(accounts.apply(id[0]), most[0]);
    }

    private UsageTable table(DirectoryRow row, Dimension dimension) {
        UsageTable table = new UsageTable(Set.of(dimension));
        if (row.recursive().files() > 0) {
            Ranges.Range subtree =
                    new Ranges.Range(row.dirId(), row.dirId() + row.recursive().directories());
            usage.read(new Ranges(List.of(subtree)), UsageCondition.ALL, table);
        }
        return table;
    }
}
