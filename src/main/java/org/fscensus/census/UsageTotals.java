package org.fscensus.census;

/**
 * A whole file system's files by owner and age, by owner and size, and by group, exactly. Its size grows with the
 * accounts, not with the files. One thread.
 */
final class UsageTotals {
    // An owner's row; files and bytes by age add up to all of the owner's.
    static final int AGE_FILES = 0;
    static final int AGE_BYTES = AGE_FILES + AgeBuckets.COUNT;
    static final int SIZE_FILES = AGE_BYTES + AgeBuckets.COUNT;
    static final int SIZE_BYTES = SIZE_FILES + SizeBuckets.COUNT;
    static final int OWNER_APPARENT = SIZE_BYTES + SizeBuckets.COUNT;
    static final int OWNER_DIRECTORIES = OWNER_APPARENT + 1;
    static final int OWNER_WIDTH = OWNER_DIRECTORIES + 1;

    // A group's row.
    static final int GROUP_FILES = 0;
    static final int GROUP_ALLOCATED = 1;
    static final int GROUP_APPARENT = 2;
    static final int GROUP_DIRECTORIES = 3;
    static final int GROUP_WIDTH = 4;

    final AccountRows owners;
    final AccountRows groups;

    UsageTotals(MemoryBudget.Share budget) {
        owners = new AccountRows(OWNER_WIDTH, budget);
        groups = new AccountRows(GROUP_WIDTH, budget);
    }

    /** Counts a file; {@code age} and {@code size} are its buckets. */
    void addFile(int uid, int gid, int age, int size, long allocatedBytes, long apparentBytes) {
        int row = owners.row(uid);
        long[] owner = owners.values();
        owner[row + AGE_FILES + age]++;
        add(owner, row + AGE_BYTES + age, allocatedBytes);
        owner[row + SIZE_FILES + size]++;
        add(owner, row + SIZE_BYTES + size, allocatedBytes);
        add(owner, row + OWNER_APPARENT, apparentBytes);

        int groupRow = groups.row(gid);
        long[] group = groups.values();
        group[groupRow + GROUP_FILES]++;
        add(group, groupRow + GROUP_ALLOCATED, allocatedBytes);
        add(group, groupRow + GROUP_APPARENT, apparentBytes);
    }

    private static void add(long[] values, int at, long bytes) {
        values[at] = DirectoryTable.saturatedSum(values[at], bytes);
    }

    /** Counts a listed directory for its owner and its group. */
    void addDirectory(int uid, int gid) {
        int row = owners.row(uid);
        owners.values()[row + OWNER_DIRECTORIES]++;
        int groupRow = groups.row(gid);
        groups.values()[groupRow + GROUP_DIRECTORIES]++;
    }

    /** Adds what {@code other} has, and frees it. */
    void takeAll(UsageTotals other) {
        owners.takeAll(other.owners);
        groups.takeAll(other.groups);
    }
}
