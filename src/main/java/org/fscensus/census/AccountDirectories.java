package org.fscensus.census;

import java.util.SortedSet;
import java.util.TreeSet;

/** Listed directories by their own owner, and by their own group. One thread. */
final class AccountDirectories {
    private final AccountRows byOwner;
    private final AccountRows byGroup;

    private AccountDirectories(MemoryBudget.Share budget) {
        byOwner = new AccountRows(1, budget);
        byGroup = new AccountRows(1, budget);
    }

    static AccountDirectories count(DirectoryTable table, MemoryBudget.Share budget, OrderProgress progress) {
        AccountDirectories counted = new AccountDirectories(budget);
        int limit = table.idLimit();
        DirectoryRecord record = table.newRecord();
        for (int id = DirectoryTable.ROOT; id < limit; id++) {
            progress.step();
            if (!DirectoryTable.isHole(id)) {
                record.moveTo(id);
                if (record.isListed()) {
                    counted.add(record.uid(), record.gid());
                }
            }
        }
        return counted;
    }

    private void add(int uid, int gid) {
        int owner = byOwner.row(uid);
        byOwner.values()[owner]++;
        int group = byGroup.row(gid);
        byGroup.values()[group]++;
    }

    /** Ascending; the caller's own. */
    SortedSet<Long> owners() {
        return ids(byOwner);
    }

    /** Ascending; the caller's own. */
    SortedSet<Long> groups() {
        return ids(byGroup);
    }

    private static SortedSet<Long> ids(AccountRows rows) {
        SortedSet<Long> ids = new TreeSet<>();
        for (int n = 0; n < rows.count(); n++) {
            ids.add(Integer.toUnsignedLong(rows.id(n)));
        }
        return ids;
    }

    AccountRows byOwner() {
        return byOwner;
    }

    AccountRows byGroup() {
        return byGroup;
    }
}
