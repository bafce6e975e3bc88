package org.fscensus.store;

/** How sizes are added up: sizes in a log, true or not, may come to more than a {@code long} holds. */
public final class Saturated {
    private Saturated() {}

    /** The sum of two numbers that are not negative, or the greatest {@code long} where it would pass that. */
    public static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
