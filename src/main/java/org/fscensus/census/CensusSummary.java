package org.fscensus.census;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fscensus.store.HistogramRow;
import org.fscensus.store.OwnerTotals;
import org.fscensus.store.Saturated;

/**
 * A whole file system by owner, by group, by age and by size, from every file and every listed directory.
 *
 * @param owners whoever owns a counted file or a listed directory, ascending
 * @param groups likewise
 * @param ages owners' files by age bucket, without empty cells
 * @param sizes owners' files by size bucket, without empty cells
 */
public record CensusSummary(
        Collection<OwnerTotals> owners,
        Collection<OwnerTotals> groups,
        Collection<HistogramRow> ages,
        Collection<HistogramRow> sizes) {

    /** Shows the sums over all files, and the listed directories. */
    static CensusSummary of(UsageSums files, AccountPairs accounts, AccountDirectories listed) {
        SortedMap<Long, Sums> owners = withDirectories(listed.byOwner());
        SortedMap<Long, Sums> groups = withDirectories(listed.byGroup());
        files.forEach((account, cell, count, bytes) -> {
            long uid = Integer.toUnsignedLong(accounts.uid(account));
            long gid = Integer.toUnsignedLong(accounts.gid(account));
            owners.computeIfAbsent(uid, id -> new Sums()).add(cell, count, bytes);
            groups.computeIfAbsent(gid, id -> new Sums()).add(cell, count, bytes);
        });
        List<HistogramRow> ages = new ArrayList<>();
        List<HistogramRow> sizes = new ArrayList<>();
        owners.forEach((uid, sums) -> {
            addBuckets(ages, uid, sums.byAge);
            addBuckets(sizes, uid, sums.bySize);
        });
        return new CensusSummary(totals(owners), totals(groups), ages, sizes);
    }

    private static SortedMap<Long, Sums> withDirectories(AccountRows listed) {
        SortedMap<Long, Sums> all = new TreeMap<>();
        for (int n = 0; n < listed.count(); n++) {
            Sums sums = new Sums();
            sums.directories = listed.values()[n];
            all.put(Integer.toUnsignedLong(listed.id(n)), sums);
        }
        return all;
    }

    private static List<OwnerTotals> totals(SortedMap<Long, Sums> all) {
        List<OwnerTotals> totals = new ArrayList<>();
        all.forEach((id, sums) ->
                totals.add(new OwnerTotals(id, sums.files, sums.allocated, sums.apparent, sums.directories)));
        return totals;
    }

    private static void addBuckets(List<HistogramRow> rows, long uid, Amount[] buckets) {
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            if (buckets[bucket].files > 0) {
                rows.add(new HistogramRow(uid, bucket, buckets[bucket].files, buckets[bucket].allocated));
            }
        }
    }

    /** What one account has. */
    private static final class Sums {
        private long directories;
        private long files;
        private long allocated;
        private long apparent;
        private final Amount[] byAge = amounts(AgeBuckets.COUNT);
        private final Amount[] bySize = amounts(SizeBuckets.COUNT);

        private static Amount[] amounts(int count) {
            Amount[] amounts = new Amount[count];
            Arrays.setAll(amounts, bucket -> new Amount());
            return amounts;
        }

        void add(int cell, long moreFiles, long bytes) {
            if (cell == UsageKey.NO_CELL) {
                apparent = Saturated.sum(apparent, bytes);
                return;
            }
            files += moreFiles;
            allocated = Saturated.sum(allocated, bytes);
            byAge[UsageCell.age(cell)].add(moreFiles, bytes);
            bySize[UsageCell.size(cell)].add(moreFiles, bytes);
        }
    }

    private static final class Amount {
        private long files;
        private long allocated;

        void add(long moreFiles, long bytes) {
            files += moreFiles;
            allocated = Saturated.sum(allocated, bytes);
        }
    }
}
