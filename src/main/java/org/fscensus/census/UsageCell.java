package org.fscensus.census;

/** The cells of usage: an age and a size bucket in one code, as the database has it; the one place that knows it. */
public final class UsageCell {
    /** Codes are from 0 on and below. */
    public static final int COUNT = AgeBuckets.COUNT * SizeBuckets.COUNT;

    private UsageCell() {}

    /** The code of an age bucket and a size bucket. */
    public static int of(int age, int size) {
        return age * SizeBuckets.COUNT + size;
    }

    /** The age bucket of a cell. */
    public static int age(int cell) {
        return cell / SizeBuckets.COUNT;
    }

    /** The size bucket of a cell. */
    public static int size(int cell) {
        return cell % SizeBuckets.COUNT;
    }
}
