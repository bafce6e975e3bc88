package org.fscensus.census;

/**
 * When a file's two sizes do not go together: when one of them is a mistake of the scan more likely than not.
 *
 * <p>Blocks round up, replicas double, and file systems preallocate, so that allocated bytes may well be twice the
 * apparent ones and some more. Small files lie in their inode, and sparse files have holes, so that they may be far
 * fewer; but a file of more than a terabyte with not a thousandth of it on disk is seldom meant.
 */
final class OddSizes {
    private static final long SLACK = 16L << 20;
    private static final long LONG = 1L << 40;
    private static final long HOLES = 1000;

    private OddSizes() {}

    /**
     * Whether the allocated bytes are more than twice the apparent ones and 16 MiB, or the apparent ones more than 1 TiB
     * and more than a thousand times the allocated ones. Asked for every file; neither size is negative.
     */
    static boolean areOdd(long allocated, long apparent) {
        // Without overflow: a > 2 b + s is a / 2 - b > s / 2, in whole numbers too if a / 2 is rounded up.
        return ((allocated + 1) >>> 1) - apparent > SLACK >> 1 || (apparent > LONG && apparent / HOLES > allocated);
    }
}
