package org.fscensus.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;

/** Usage in memory, added up as plainly as can be. */
public final class SampleUsage implements UsageRows {
    private record Account(long uid, long gid) {}

    private static final Comparator<Account> BY_ID =
            Comparator.comparingLong(Account::uid).thenComparingLong(Account::gid);

    private static final class Holding {
        private final TreeMap<Integer, long[]> cells = new TreeMap<>();
        private long apparent;

        void add(Holding other) {
            apparent += other.apparent;
            other.cells.forEach((code, amount) -> add(code, amount[0], amount[1]));
        }

        void add(int code, long files, long allocated) {
            long[] sum = cells.computeIfAbsent(code, key -> new long[2]);
            sum[0] += files;
            sum[1] += allocated;
        }

        UsageEncoder encoded() {
            UsageEncoder encoder = new UsageEncoder();
            cells.forEach((code, amount) -> encoder.cell(code, amount[0], amount[1]));
            return encoder;
        }
    }

    private final TreeMap<Long, TreeMap<Account, Holding>> directories = new TreeMap<>();
    private final long size;

    /** @param size all directories, those without files too */
    public SampleUsage(long size) {
        this.size = size;
    }

    /** Counts a file of a directory. */
    public void add(long dirId, long uid, long gid, long scanTime, long accessed, long allocated, long apparent) {
        int code = AgeBuckets.bucketOf(scanTime, accessed) * SizeBuckets.COUNT + SizeBuckets.bucketOf(allocated);
        Holding holding = directories
                .computeIfAbsent(dirId, id -> new TreeMap<>(BY_ID))
                .computeIfAbsent(new Account(uid, gid), account -> new Holding());
        holding.add(code, 1, allocated);
        holding.apparent += apparent;
    }

    @Override
    public long steps() {
        return directories.size();
    }

    @Override
    public void writeTo(UsageSink sink, LongConsumer stepsDone) throws IOException {
        for (long dirId = 1; dirId <= size; dirId++) {
            for (var account :
                    directories.getOrDefault(dirId, new TreeMap<>(BY_ID)).entrySet()) {
                Holding holding = account.getValue();
                sink.row(dirId, account.getKey().uid(), account.getKey().gid(), holding.apparent, holding.encoded());
            }
            for (int level = 0; level < UsageLevels.count(size); level++) {
                long block = UsageLevels.blockOf(dirId, level);
                if (dirId == size || UsageLevels.blockOf(dirId + 1, level) != block) {
                    writeBlock(level, block, sink);
                }
            }
        }
        stepsDone.accept(steps());
    }

    private void writeBlock(int level, long block, UsageSink sink) throws IOException {
        TreeMap<Account, Holding> sums = new TreeMap<>(BY_ID);
        Holding all = new Holding();
        directories
                .subMap(UsageLevels.firstOf(block, level), UsageLevels.lastOf(block, level) + 1)
                .values()
                .forEach(accounts -> accounts.forEach((account, holding) -> {
                    sums.computeIfAbsent(account, key -> new Holding()).add(holding);
                    all.add(holding);
                }));
        if (sums.isEmpty()) {
            return;
        }
        UsageBlockWriter writer = new UsageBlockWriter();
        writer.begin(sums.size());
        if (UsageBlockWriter.wantsAll(sums.size())) {
            writer.all(total(all, 0), total(all, 1), all.apparent, all.encoded());
        }
        sums.forEach((account, holding) -> writer.account(
                account.uid(),
                account.gid(),
                total(holding, 0),
                total(holding, 1),
                holding.apparent,
                holding.encoded()));
        sink.block(level, block, writer.usage());
    }

    private static long total(Holding holding, int figure) {
        return holding.cells.values().stream().mapToLong(cell -> cell[figure]).sum();
    }
}
