package org.fscensus.census;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.store.HistogramRow;
import org.fscensus.store.OwnerTotals;

/**
 * A whole file system by owner, by group, by age and by size, from every file and every listed directory.
 *
 * In no particular order.
 *
 * @param owners whoever owns a counted file or a listed directory
 * @param groups likewise
 * @param ages owners' files by age bucket, without empty cells
 * @param sizes owners' files by size bucket, without empty cells
 */
public record CensusSummary(
        Collection<OwnerTotals> owners,
        Collection<OwnerTotals> groups,
        Collection<HistogramRow> ages,
        Collection<HistogramRow> sizes) {

    /** @param checkpoint called now and then; throws to stop */
    static CensusSummary of(DirectoryTable table, UsageCells cells, Runnable checkpoint) {
        Map<Long, Totals> owners = new HashMap<>();
        Map<Long, Totals> groups = new HashMap<>();
        Map<Long, Histograms> histograms = new HashMap<>();
        cells.forEach(
                (uid, gid, age, size, files, allocated, apparent) -> {
                    totals(owners, uid).add(files, allocated, apparent);
                    totals(groups, gid).add(files, allocated, apparent);
                    histograms
                            .computeIfAbsent(Integer.toUnsignedLong(uid), key -> new Histograms())
                            .add(age, size, files, allocated);
                },
                checkpoint);
        int limit = table.idLimit();
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            if (DirectoryTable.isHole(id)) {
                checkpoint.run();
            } else if (table.isListed(id)) {
                totals(owners, table.uid(id)).directories++;
                totals(groups, table.gid(id)).directories++;
            }
        }
        List<HistogramRow> ages = new ArrayList<>();
        List<HistogramRow> sizes = new ArrayList<>();
        histograms.forEach((uid, h) -> {
            addRows(ages, uid, h.ageFiles, h.ageBytes);
            addRows(sizes, uid, h.sizeFiles, h.sizeBytes);
        });
        return new CensusSummary(list(owners), list(groups), ages, sizes);
    }

    private static Totals totals(Map<Long, Totals> all, int id) {
        return all.computeIfAbsent(Integer.toUnsignedLong(id), key -> new Totals());
    }

    private static List<OwnerTotals> list(Map<Long, Totals> all) {
        List<OwnerTotals> list = new ArrayList<>(all.size());
        all.forEach((id, t) -> list.add(new OwnerTotals(id, t.files, t.allocated, t.apparent, t.directories)));
        return list;
    }

    private static void addRows(List<HistogramRow> rows, long uid, long[] files, long[] bytes) {
        for (int bucket = 0; bucket < files.length; bucket++) {
            if (files[bucket] > 0) {
                rows.add(new HistogramRow(uid, bucket, files[bucket], bytes[bucket]));
            }
        }
    }

    /** One owner or group. */
    private static final class Totals {
        private long files;
        private long allocated;
        private long apparent;
        private long directories;

        void add(long fileCount, long allocatedBytes, long apparentBytes) {
            files += fileCount;
            allocated = DirectoryTable.saturatedSum(allocated, allocatedBytes);
            apparent = DirectoryTable.saturatedSum(apparent, apparentBytes);
        }
    }

    /** One owner's files by age and by size. */
    private static final class Histograms {
        private final long[] ageFiles = new long[AgeBuckets.COUNT];
        private final long[] ageBytes = new long[AgeBuckets.COUNT];
        private final long[] sizeFiles = new long[SizeBuckets.COUNT];
        private final long[] sizeBytes = new long[SizeBuckets.COUNT];

        void add(int age, int size, long files, long allocatedBytes) {
            ageFiles[age] += files;
            ageBytes[age] = DirectoryTable.saturatedSum(ageBytes[age], allocatedBytes);
            sizeFiles[size] += files;
            sizeBytes[size] = DirectoryTable.saturatedSum(sizeBytes[size], allocatedBytes);
        }
    }
}
