package org.fscensus.census;

import java.util.function.LongConsumer;

/** Turns the steps of several passes over all directories into directories. */
final class OrderProgress {
    /** Progress is told, and a cancel seen, after so many directories. */
    private static final int STEP = 1 << 15;

    private final int passes;
    private final long directories;
    private final LongConsumer consumer;
    private long steps;
    private long told;

    OrderProgress(int passes, long directories, LongConsumer consumer) {
        this.passes = passes;
        this.directories = directories;
        this.consumer = consumer;
    }

    /** One pass is done with one directory. */
    void step() {
        if ((++steps & (STEP - 1)) == 0) {
            tell(Math.min(steps / passes, directories));
        }
    }

    /** So many of {@code all} things are done, which together count as a pass. */
    void step(long done, long all) {
        steps += (long) ((double) directories * done / Math.max(1, all));
        tell(Math.min(steps / passes, directories));
    }

    /** For long work between two steps. */
    void check() {
        consumer.accept(0);
    }

    void finish() {
        tell(directories);
    }

    private void tell(long done) {
        consumer.accept(done - told);
        told = done;
    }
}
