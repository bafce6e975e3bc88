package org.fscensus.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What users or groups have under a directory of one generation, every file counted for its own. */
final class AccountTotals {
    private AccountTotals() {}

    /**
     * By uid.
     *
     * @param database of the generation
     * @param top the directory
     * @return null where the database is of a version that does not tell
     */
    static @Nullable Map<Long, UsageTotal> owners(Database database, TreeRow top) {
        return totals(database, top, true);
    }

    /** By gid; as {@link #owners}. */
    static @Nullable Map<Long, UsageTotal> groups(Database database, TreeRow top) {
        return totals(database, top, false);
    }

    private static @Nullable Map<Long, UsageTotal> totals(Database database, TreeRow top, boolean byOwner) {
        if (!UsageReader.canRead(database.generation())) {
            return null;
        }
        ById sums = new ById(byOwner);
        new UsageReader(database)
                .read(new Ranges(List.of(new Ranges.Range(top.id(), top.last()))), UsageCondition.ALL, sums);
        return sums.totals();
    }

    /** Adds up by uid, or by gid. */
    private static final class ById implements UsageConsumer {
        private final boolean byOwner;
        private final Map<Long, Integer> numbers = new HashMap<>();
        private final List<Long> ids = new ArrayList<>();
        private final List<UsageTotal> sums = new ArrayList<>();

        ById(boolean byOwner) {
            this.byOwner = byOwner;
        }

        @Override
        public boolean needsOwners() {
            return byOwner;
        }

        @Override
        public boolean needsGroups() {
            return !byOwner;
        }

        @Override
        public boolean needsCells() {
            return false;
        }

        @Override
        public int account(long uid, long gid) {
            long id = byOwner ? uid : gid;
            Integer known = numbers.putIfAbsent(id, ids.size());
            if (known != null) {
                return known;
            }
            ids.add(id);
            sums.add(new UsageTotal(0, 0));
            return ids.size() - 1;
        }

        @Override
        public void addCell(int account, int cell, long files, long allocatedBytes) {
            throw new IllegalStateException("cells were not asked for");
        }

        @Override
        public void addAll(int account, long files, long allocatedBytes, long apparentBytes) {
            sums.set(account, sums.get(account).plus(new UsageTotal(files, allocatedBytes)));
        }

        Map<Long, UsageTotal> totals() {
            Map<Long, UsageTotal> totals = new HashMap<>();
            for (int i = 0; i < ids.size(); i++) {
                totals.put(ids.get(i), sums.get(i));
            }
            return totals;
        }
    }
}
