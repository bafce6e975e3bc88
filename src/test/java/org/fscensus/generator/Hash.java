package org.fscensus.generator;

/** SplitMix64, as a hash of an index and so as a random number that need not be stored. */
final class Hash {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Hash() {}

    /** 64 evenly distributed bits. */
    static long of(long seed, long index) {
        long z = seed * 0xd1342543de82ef95L + (index + 1) * STEP;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** An even number from 0 to {@code bound} - 1, made of the hash's upper 32 bits. */
    static int below(int bound, long hash) {
        return (int) (((hash >>> 32) * bound) >>> 32);
    }

    /** Likewise, but the smaller the likelier: half of the results are in the lowest quarter. */
    static int skewedBelow(int bound, long hash) {
        long evenly = hash >>> 32;
        return (int) ((((evenly * evenly) >>> 32) * bound) >>> 32);
    }

    /** A share as a bound for {@link #isBelow}. */
    static long threshold(double share) {
        return (long) (share * (1L << 31));
    }

    /** True for the given share of all hashes; looks at the lower 31 bits. */
    static boolean isBelow(long threshold, long hash) {
        return (hash & 0x7fffffff) < threshold;
    }
}
