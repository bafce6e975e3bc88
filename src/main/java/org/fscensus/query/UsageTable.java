package org.fscensus.query;

import java.util.Arrays;
import java.util.Collection;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;
import org.fscensus.census.UsageCell;
import org.fscensus.store.Saturated;

/**
 * Usage added up by any of owner, group, age and size. Figures of one account, and of one age of it where ages are told
 * apart, lie side by side, and take memory once there is a file. Sums that a {@code long} cannot hold stay at the
 * greatest. One thread.
 */
final class UsageTable implements UsageConsumer {
    /** In place of an id or a bucket by which nothing is broken down. */
    static final int ANY = -1;

    private static final long ID = 0xffff_ffffL;

    /** Gets each sum that has a file, in the order of owners, groups, ages and sizes. */
    interface Rows {
        /**
         * One sum.
         *
         * @param apparentBytes 0 where ages or sizes are told apart
         */
        void row(long uid, long gid, int age, int size, long files, long allocatedBytes, long apparentBytes);
    }

    private final boolean byOwner;
    private final boolean byGroup;
    private final boolean byAge;
    private final boolean bySize;
    private final int ages;
    private final int sizes;

    /** For each cell: the age that it counts for, and the size. */
    private final int[] ageOfCell = new int[UsageCell.COUNT];

    private final int[] sizeOfCell = new int[UsageCell.COUNT];
    private final AccountNumbers accounts = new AccountNumbers();

    /** For each account and age: where its sums begin, and 1; 0 if it has none. */
    private int[] places = new int[16];

    private int used;
    private long[] files = new long[16];
    private long[] allocated = new long[16];
    private long[] apparent = new long[16];

    UsageTable(Collection<Dimension> groupBy) {
        byOwner = groupBy.contains(Dimension.OWNER);
        byGroup = groupBy.contains(Dimension.GROUP);
        byAge = groupBy.contains(Dimension.AGE);
        bySize = groupBy.contains(Dimension.SIZE);
        ages = byAge ? AgeBuckets.COUNT : 1;
        sizes = bySize ? SizeBuckets.COUNT : 1;
        for (int cell = 0; cell < UsageCell.COUNT; cell++) {
            ageOfCell[cell] = byAge ? UsageCell.age(cell) : 0;
            sizeOfCell[cell] = bySize ? UsageCell.size(cell) : 0;
        }
    }

    @Override
    public boolean needsOwners() {
        return byOwner;
    }

    @Override
    public boolean needsGroups() {
        return byGroup;
    }

    @Override
    public boolean needsCells() {
        return byAge || bySize;
    }

    @Override
    public int account(long uid, long gid) {
        int account = accounts.numberOf((byOwner ? uid & ID : 0) << Integer.SIZE | (byGroup ? gid & ID : 0));
        if ((account + 1) * ages > places.length) {
            places = Arrays.copyOf(places, Math.max((account + 1) * ages, 2 * places.length));
        }
        return account;
    }

    @Override
    public void addCell(int account, int cell, long moreFiles, long allocatedBytes) {
        add(place(account, ageOfCell[cell]) + sizeOfCell[cell], moreFiles, allocatedBytes);
    }

    @Override
    public void addAll(int account, long moreFiles, long allocatedBytes, long apparentBytes) {
        int at = place(account, 0);
        add(at, moreFiles, allocatedBytes);
        apparent[at] = Saturated.sum(apparent[at], apparentBytes);
    }

    private void add(int at, long moreFiles, long allocatedBytes) {
        files[at] += moreFiles;
        allocated[at] = Saturated.sum(allocated[at], allocatedBytes);
    }

    private int place(int account, int age) {
        int at = account * ages + age;
        if (places[at] == 0) {
            places[at] = newPlace() + 1;
        }
        return places[at] - 1;
    }

    private int newPlace() {
        int place = used;
        used += sizes;
        if (used > files.length) {
            int length = 2 * used;
            files = Arrays.copyOf(files, length);
            allocated = Arrays.copyOf(allocated, length);
            // Only the sums of accounts as a whole have it.
            apparent = needsCells() ? apparent : Arrays.copyOf(apparent, length);
        }
        return place;
    }

    /** Adds what another one has that was made alike. */
    void addAll(UsageTable other) {
        other.forEach((uid, gid, age, size, moreFiles, allocatedBytes, apparentBytes) -> {
            int account = account(uid, gid);
            if (needsCells()) {
                int at = place(account, Math.max(age, 0)) + Math.max(size, 0);
                add(at, moreFiles, allocatedBytes);
            } else {
                addAll(account, moreFiles, allocatedBytes, apparentBytes);
            }
        });
    }

    void forEach(Rows rows) {
        for (int account : accounts.inOrder()) {
            long key = accounts.key(account);
            long uid = byOwner ? key >>> Integer.SIZE : ANY;
            long gid = byGroup ? key & ID : ANY;
            for (int age = 0; age < ages; age++) {
                int at = places[account * ages + age] - 1;
                for (int size = 0; at >= 0 && size < sizes; size++, at++) {
                    if (files[at] > 0) {
                        long apparentHere = needsCells() ? 0 : apparent[at];
                        rows.row(
                                uid,
                                gid,
                                byAge ? age : ANY,
                                bySize ? size : ANY,
                                files[at],
                                allocated[at],
                                apparentHere);
                    }
                }
            }
        }
    }

    /** Gets the accounts that were told apart. */
    interface AccountIds {
        /** An id is {@link #ANY} where accounts are not told apart by it. */
        void account(long uid, long gid);
    }

    void forEachAccount(AccountIds ids) {
        for (int account = 0; account < accounts.count(); account++) {
            long key = accounts.key(account);
            ids.account(byOwner ? key >>> Integer.SIZE : ANY, byGroup ? key & ID : ANY);
        }
    }

    /** Everything together. */
    UsageTotal total() {
        long allFiles = 0;
        long allAllocated = 0;
        for (int at = 0; at < used; at++) {
            allFiles += files[at];
            allAllocated = Saturated.sum(allAllocated, allocated[at]);
        }
        return new UsageTotal(allFiles, allAllocated);
    }
}
