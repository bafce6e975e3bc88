package org.fscensus.app.security;

import java.time.Duration;

/** Lets a number of things through in each window of time, and counts the others. Thread-safe. */
final class RateLimit {
    private final int most;
    private final long windowNanos;

    private long windowStart;
    private int taken;
    private long skipped;
    private boolean used;

    RateLimit(int most, Duration window) {
        this.most = most;
        this.windowNanos = window.toNanos();
    }

    /** Returns how many were not let through since the last one that was; -1 if this one is not either. */
    synchronized long take(long nanoTime) {
        if (!used || nanoTime - windowStart >= windowNanos) {
            used = true;
            windowStart = nanoTime;
            taken = 0;
        }
        if (taken == most) {
            skipped++;
            return -1;
        }
        taken++;
        long before = skipped;
        skipped = 0;
        return before;
    }
}
