package org.fscensus.store;

import java.util.function.LongConsumer;

/** Tells the progress of some work in other units. One thread. */
final class ScaledSteps {
    private final double total;
    private final long steps;
    private final LongConsumer stepsDone;
    private long done;
    private long told;

    /**
     * @param total what the work is expected to be
     * @param steps to be told in all
     */
    ScaledSteps(long total, long steps, LongConsumer stepsDone) {
        this.total = Math.max(1, total);
        this.steps = steps;
        this.stepsDone = stepsDone;
    }

    /** So much more of the work is done. */
    void add(long more) {
        done += more;
        tell(Math.min(steps, (long) (steps * (done / total))));
    }

    /** All of it is done. */
    void finish() {
        tell(steps);
    }

    private void tell(long now) {
        stepsDone.accept(now - told);
        told = now;
    }
}
