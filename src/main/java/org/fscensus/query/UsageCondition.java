package org.fscensus.query;

import java.util.Arrays;
import java.util.Set;
import org.fscensus.census.UsageCell;
import org.jspecify.annotations.Nullable;

/**
 * Which files usage is wanted of: those of some owners and groups, of some ages and sizes. A cell is the code of an age
 * and a size as the database has it. Immutable.
 */
final class UsageCondition {
    /** Every file. */
    static final UsageCondition ALL = new UsageCondition(null, null, null);

    private final long @Nullable [] owners;
    private final long @Nullable [] groups;
    private final boolean @Nullable [] cells;

    private UsageCondition(long @Nullable [] owners, long @Nullable [] groups, boolean @Nullable [] cells) {
        this.owners = owners;
        this.groups = groups;
        this.cells = cells;
    }

    /**
     * Files for which all four hold; null for any.
     *
     * @param owners uids, of which one must be the file's
     * @param groups gids
     * @param ages buckets, likewise {@code sizes}
     */
    static UsageCondition of(
            long @Nullable [] owners,
            long @Nullable [] groups,
            @Nullable Set<Integer> ages,
            @Nullable Set<Integer> sizes) {
        return new UsageCondition(sorted(owners), sorted(groups), cells(ages, sizes));
    }

    private static long @Nullable [] sorted(long @Nullable [] ids) {
        if (ids == null) {
            return null;
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static boolean @Nullable [] cells(@Nullable Set<Integer> ages, @Nullable Set<Integer> sizes) {
        if (ages == null && sizes == null) {
            return null;
        }
        boolean[] cells = new boolean[UsageCell.COUNT];
        for (int cell = 0; cell < UsageCell.COUNT; cell++) {
            cells[cell] = (ages == null || ages.contains(UsageCell.age(cell)))
                    && (sizes == null || sizes.contains(UsageCell.size(cell)));
        }
        return cells;
    }

    /** Whether it depends on a file's owner. */
    boolean isOnOwners() {
        return owners != null;
    }

    /** Whether it depends on a file's group. */
    boolean isOnGroups() {
        return groups != null;
    }

    /** Whether it depends on a file's owner or group. */
    boolean isOnAccounts() {
        return owners != null || groups != null;
    }

    /** Whether it depends on a file's age or size. */
    boolean isOnCells() {
        return cells != null;
    }

    /** Whether files of an owner and a group are wanted, unsigned 32-bit both. */
    boolean wants(long uid, long gid) {
        return contains(owners, uid) && contains(groups, gid);
    }

    /** Whether files of an age and a size are wanted. */
    boolean wants(int cell) {
        return cells == null || cells[cell];
    }

    private static boolean contains(long @Nullable [] ids, long id) {
        return ids == null || Arrays.binarySearch(ids, id) >= 0;
    }
}
