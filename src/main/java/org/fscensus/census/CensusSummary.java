package org.fscensus.census;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fscensus.store.HistogramRow;
import org.fscensus.store.OwnerTotals;

/**
 * A whole file system by owner, by group, by age and by size, from every file and every listed directory.
 *
 * <p>In no particular order.
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

    /**
     * Adds the listed directories to their owners' and groups' totals, and shows all of them.
     *
     * @param checkpoint called now and then; throws to stop
     */
    static CensusSummary of(DirectoryTable table, UsageTotals totals, Runnable checkpoint) {
        int limit = table.idLimit();
        DirectoryRecord record = table.newRecord();
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            if (DirectoryTable.isHole(id)) {
                checkpoint.run();
                continue;
            }
            record.moveTo(id);
            if (record.isListed()) {
                totals.addDirectory(record.uid(), record.gid());
            }
        }
        List<HistogramRow> ages = new ArrayList<>();
        List<HistogramRow> sizes = new ArrayList<>();
        AccountRows rows = totals.owners;
        for (int n = 0; n < rows.count(); n++) {
            int row = n * UsageTotals.OWNER_WIDTH;
            long uid = Integer.toUnsignedLong(rows.id(n));
            addBuckets(ages, uid, rows.values(), row + UsageTotals.AGE_FILES, AgeBuckets.COUNT);
            addBuckets(sizes, uid, rows.values(), row + UsageTotals.SIZE_FILES, SizeBuckets.COUNT);
        }
        return new CensusSummary(owners(totals.owners), groups(totals.groups), ages, sizes);
    }

    /** @param from where the files of the first bucket stand; the bytes follow after the files of the last */
    private static void addBuckets(List<HistogramRow> rows, long uid, long[] values, int from, int count) {
        for (int bucket = 0; bucket < count; bucket++) {
            long files = values[from + bucket];
            if (files > 0) {
                rows.add(new HistogramRow(uid, bucket, files, values[from + count + bucket]));
            }
        }
    }

    private static List<OwnerTotals> owners(AccountRows rows) {
        List<OwnerTotals> owners = new ArrayList<>();
        long[] values = rows.values();
        for (int n = 0; n < rows.count(); n++) {
            int row = n * UsageTotals.OWNER_WIDTH;
            long files = 0;
            long allocated = 0;
            for (int age = 0; age < AgeBuckets.COUNT; age++) {
                files += values[row + UsageTotals.AGE_FILES + age];
                allocated = DirectoryTable.saturatedSum(allocated, values[row + UsageTotals.AGE_BYTES + age]);
            }
            owners.add(new OwnerTotals(
                    Integer.toUnsignedLong(rows.id(n)),
                    files,
                    allocated,
                    values[row + UsageTotals.OWNER_APPARENT],
                    values[row + UsageTotals.OWNER_DIRECTORIES]));
        }
        return owners;
    }

    private static List<OwnerTotals> groups(AccountRows rows) {
        List<OwnerTotals> groups = new ArrayList<>();
        long[] values = rows.values();
        for (int n = 0; n < rows.count(); n++) {
            int row = n * UsageTotals.GROUP_WIDTH;
            groups.add(new OwnerTotals(
                    Integer.toUnsignedLong(rows.id(n)),
                    values[row + UsageTotals.GROUP_FILES],
                    values[row + UsageTotals.GROUP_ALLOCATED],
                    values[row + UsageTotals.GROUP_APPARENT],
                    values[row + UsageTotals.GROUP_DIRECTORIES]));
        }
        return groups;
    }
}
