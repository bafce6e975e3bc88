package org.fscensus.pipeline;

/**
 * The parsing threads that all running imports may have together. An import takes what is free, but at least one: so
 * none waits, and a single import has them all. Thread-safe.
 */
public final class WorkerPermits {
    private int free;

    /** @param all threads in all, at least 1 */
    public WorkerPermits(int all) {
        free = all;
    }

    /** Takes up to {@code wanted} threads, at least one; to be given back by {@link #giveBack}. */
    synchronized int take(int wanted) {
        int taken = Math.max(1, Math.min(wanted, free));
        free -= taken;
        return taken;
    }

    synchronized void giveBack(int taken) {
        free += taken;
    }
}
