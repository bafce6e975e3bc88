package org.fscensus.store;

/**
 * The aligned blocks of {@code dir_id} over which usage is summed: of 256 directories, of 16 times that, and so on. The
 * highest level is the first at which one block holds them all. So any range is at most 255 directories at either end,
 * and at most 15 blocks of each level at either side but for the highest.
 */
public final class UsageLevels {
    /** A block of level 0 has two to this many directories. */
    private static final int FIRST_SHIFT = 8;

    /** A block of another level has two to this many of the level below. */
    private static final int FANOUT_SHIFT = 4;

    /** Enough for as many directories as an {@code int} can number. */
    public static final int MOST = 7;

    /** Bits of a block's id that tell its level. */
    private static final int LEVEL_BITS = 3;

    private UsageLevels() {}

    /** How many levels there are over so many directories. */
    public static int count(long directories) {
        int count = 1;
        while (blockOf(directories, count - 1) > 0) {
            count++;
        }
        return count;
    }

    /** The block of a level that a directory is in, from 0. */
    public static long blockOf(long dirId, int level) {
        return dirId >> shift(level);
    }

    /** The first {@code dir_id} of a block; of block 0, which begins with directory 1, 0. */
    public static long firstOf(long block, int level) {
        return block << shift(level);
    }

    /** The last {@code dir_id} that a block has room for. */
    public static long lastOf(long block, int level) {
        return firstOf(block + 1, level) - 1;
    }

    /** What a block is known by in the database: in the order in which blocks end, smaller ones first. */
    public static long blockId(long block, int level) {
        return lastOf(block, level) << LEVEL_BITS | level;
    }

    private static int shift(int level) {
        return FIRST_SHIFT + FANOUT_SHIFT * level;
    }
}
