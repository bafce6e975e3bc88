package org.fscensus.query;

import org.fscensus.store.UsageLevels;

/**
 * Divides a range of directories into the blocks of {@link UsageLevels} that lie in it, the largest there are, and the
 * directories at its ends that fill no block: at most 255 at either end, and at most 15 blocks of each level at either
 * side. Where not even a block of the lowest level lies in it, it has less than 511 directories.
 */
final class BlockCover {
    /** Gets the parts, each once, in no order. */
    interface Parts {
        /** Directories by themselves; both belong to them. */
        void directories(long first, long last);

        /** A whole block. */
        void block(int level, long block);
    }

    private final int top;
    private final long directories;

    /** @param directories that there are, which is also the greatest {@code dir_id} */
    BlockCover(long directories) {
        this.directories = directories;
        top = UsageLevels.count(directories) - 1;
    }

    void forEach(Ranges.Range range, Parts parts) {
        // Block 0 begins with 0 and the last one ends behind the last directory: what is not there is in the range too.
        long first = range.first() == 1 ? 0 : range.first();
        long end = range.last() == directories ? UsageLevels.firstOf(1, top) : range.last() + 1;
        long from = firstNotBefore(first, 0);
        long to = UsageLevels.blockOf(end, 0);
        if (from >= to) {
            parts.directories(range.first(), range.last());
            return;
        }
        if (first < UsageLevels.firstOf(from, 0)) {
            parts.directories(range.first(), UsageLevels.firstOf(from, 0) - 1);
        }
        blocks(from, to, parts);
        if (UsageLevels.firstOf(to, 0) < end) {
            parts.directories(UsageLevels.firstOf(to, 0), range.last());
        }
    }

    /** Blocks of the lowest level, {@code to} not among them, by larger ones where these lie within. */
    private void blocks(long from, long to, Parts parts) {
        long fromHere = from;
        long toHere = to;
        for (int level = 0; level < top; level++) {
            long fromAbove = firstNotBefore(UsageLevels.firstOf(fromHere, level), level + 1);
            long toAbove = UsageLevels.blockOf(UsageLevels.firstOf(toHere, level), level + 1);
            if (fromAbove >= toAbove) {
                forEach(level, fromHere, toHere, parts);
                return;
            }
            forEach(level, fromHere, UsageLevels.blockOf(UsageLevels.firstOf(fromAbove, level + 1), level), parts);
            forEach(level, UsageLevels.blockOf(UsageLevels.firstOf(toAbove, level + 1), level), toHere, parts);
            fromHere = fromAbove;
            toHere = toAbove;
        }
        forEach(top, fromHere, toHere, parts);
    }

    private static void forEach(int level, long from, long to, Parts parts) {
        for (long block = from; block < to; block++) {
            parts.block(level, block);
        }
    }

    /** The first block that begins with a directory or behind it. */
    private static long firstNotBefore(long dirId, int level) {
        long block = UsageLevels.blockOf(dirId, level);
        return UsageLevels.firstOf(block, level) == dirId ? block : block + 1;
    }
}
