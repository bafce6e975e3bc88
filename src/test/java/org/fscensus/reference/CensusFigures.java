package org.fscensus.reference;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a census says, whoever took it.
 *
 * @param directories in the order of their ids
 * @param owners by uid
 * @param groups by gid
 * @param ages files and bytes by owner and age bucket, only cells that hold a file
 * @param sizes files and bytes by owner and size bucket, only cells that hold a file
 * @param usage files and allocated bytes by directory, owner, group, age and size, only cells that hold a file
 * @param apparent apparent bytes by directory, owner and group
 */
public record CensusFigures(
        Counters counters,
        List<Directory> directories,
        SortedMap<Long, Summary> owners,
        SortedMap<Long, Summary> groups,
        SortedMap<Cell, Amount> ages,
        SortedMap<Cell, Amount> sizes,
        SortedMap<UsageCell, Amount> usage,
        SortedMap<Holding, Long> apparent) {

    /** In place of the owner of a subtree: no file in it. */
    public static final long NO_OWNER = -1;

    /** In place of the owner of a subtree: files of several. */
    public static final long SEVERAL_OWNERS = -2;

    /**
     * Figures of the import as a whole.
     *
     * @param directories distinct listed ones
     * @param unlistedDirectories at or below a scanned root, without a line of their own
     * @param duplicateDirectoryLines lines of directories beyond the first of each; null where not told
     * @param laterThanScan counted files whose time is more than 48 hours after the scan; null where not told
     */
    public record Counters(
            long lines,
            long files,
            long directories,
            long unlistedDirectories,
            long rejectedLines,
            long noticeLines,
            long allocatedBytes,
            long apparentBytes,
            @Nullable Long duplicateDirectoryLines,
            @Nullable Long laterThanScan) {}

    /**
     * One directory.
     *
     * @param parentId null for the root
     * @param name the bytes of its name, one a character
     * @param uid of the directory itself; null where it is not listed
     * @param gid of the directory itself; null where it is not listed
     * @param direct its immediate children
     * @param recursive its whole subtree without itself
     * @param ownerUid the single owner of all files in the subtree, {@link #NO_OWNER} or {@link #SEVERAL_OWNERS}
     * @param ownerGid the single group of all files in the subtree, {@link #NO_OWNER} or {@link #SEVERAL_OWNERS}
     */
    public record Directory(
            long id,
            @Nullable Long parentId,
            String name,
            long depth,
            boolean listed,
            @Nullable Long uid,
            @Nullable Long gid,
            Totals direct,
            Totals recursive,
            long ownerUid,
            long ownerGid) {}

    /**
     * Sums over some files and directories.
     *
     * @param lastAccess epoch seconds of the latest access to a file, null where there is no file
     */
    public record Totals(
            long files,
            long allocated,
            long apparent,
            long directories,
            @Nullable Long lastAccess) {}

    /** What belongs to one owner or one group. */
    public record Summary(long files, long allocated, long apparent, long directories) {}

    /** One bucket of one owner. */
    public record Cell(long uid, int bucket) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byOwner = Long.compare(uid, other.uid);
            return byOwner != 0 ? byOwner : Integer.compare(bucket, other.bucket);
        }
    }

    /** What an owner and a group have in a directory. */
    public record Holding(long dirId, long uid, long gid) implements Comparable<Holding> {
        @Override
        public int compareTo(Holding other) {
            return Comparator.comparingLong(Holding::dirId)
                    .thenComparingLong(Holding::uid)
                    .thenComparingLong(Holding::gid)
                    .compare(this, other);
        }
    }

    /** One age and one size of a holding. */
    public record UsageCell(Holding holding, int age, int size) implements Comparable<UsageCell> {
        @Override
        public int compareTo(UsageCell other) {
            return Comparator.comparing(UsageCell::holding)
                    .thenComparingInt(UsageCell::age)
                    .thenComparingInt(UsageCell::size)
                    .compare(this, other);
        }
    }

    /** Files and their allocated bytes. */
    public record Amount(long files, long allocated) {}
}
