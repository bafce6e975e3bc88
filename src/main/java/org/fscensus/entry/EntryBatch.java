package org.fscensus.entry;

import java.util.Arrays;

/**
 * A batch of parsed entries: what every source hands to the census, laid out as parallel arrays so that a line costs no
 * object. One thread fills it and then reads it; the arrays are open to both because they are touched for every line.
 *
 * <p>Paths are slices of {@link #bytes}, absolute and canonical: they begin with {@code /}, have no empty, {@code .} or
 * {@code ..} component, no NUL and no slash at the end. The root itself is the empty slice. After the last path's end
 * at least {@link #PADDING} bytes can be read.
 */
public final class EntryBatch {
    /** Enough to overlap the cache misses of the look-ups, few enough to stay in the first-level cache. */
    public static final int CAPACITY = 128;

    /** Bytes behind the last path that may be read (not used): paths are hashed sixteen bytes at a time. */
    public static final int PADDING = 32;

    /** In place of a time that the source does not know. Times are epoch seconds. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** In place of a link count that the source does not know. */
    public static final int NO_LINKS = 0;

    public byte[] bytes = new byte[PADDING];
    public int size;

    public final int[] pathStart = new int[CAPACITY];
    public final int[] pathEnd = new int[CAPACITY];
    /** Where the last component begins; the parent directory's path ends one before. Root: equal to {@link #pathEnd}. */
    public final int[] nameStart = new int[CAPACITY];

    /**
     * Whether the entry's parent is known to be that of the entry before it. It saves comparing them; where it is
     * false, as it is after {@link #reset}, they may still be the same.
     */
    public final boolean[] sameParent = new boolean[CAPACITY];

    public final boolean[] directory = new boolean[CAPACITY];
    /** Unsigned 32-bit. */
    public final int[] uid = new int[CAPACITY];
    /** Unsigned 32-bit. */
    public final int[] gid = new int[CAPACITY];

    public final long[] allocatedBytes = new long[CAPACITY];
    public final long[] apparentBytes = new long[CAPACITY];
    public final long[] accessTime = new long[CAPACITY];
    public final long[] modifyTime = new long[CAPACITY];

    /** Together with {@link #inodeGeneration} identifies an inode. */
    public final long[] inode = new long[CAPACITY];

    public final long[] inodeGeneration = new long[CAPACITY];
    public final int[] links = new int[CAPACITY];

    /** Empties the batch; the entries to come have their paths in {@code source}. */
    public void reset(byte[] source) {
        bytes = source;
        size = 0;
        Arrays.fill(sameParent, false);
    }

    public boolean isFull() {
        return size == CAPACITY;
    }

    /** Where the path of the directory ends that entry {@code i} is, or that holds it. */
    public int directoryEnd(int i) {
        return directory[i] ? pathEnd[i] : Math.max(pathStart[i], nameStart[i] - 1);
    }
}
