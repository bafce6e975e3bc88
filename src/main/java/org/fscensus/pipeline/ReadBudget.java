package org.fscensus.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** How much of a source is read, told to the progress as it is. Thread-safe. */
final class ReadBudget {
    private final ImportProgress progress;
    private final AtomicLong left;

    /** @param bytes after which nothing more is drawn */
    ReadBudget(ImportProgress progress, long bytes) {
        this.progress = progress;
        left = new AtomicLong(bytes);
    }

    /** Whether more is to be drawn. */
    boolean isLeft() {
        return left.get() > 0;
    }

    /** Counts what was read; stops the caller where the import was cancelled. */
    void read(long bytes) {
        left.addAndGet(-bytes);
        progress.advance(Phase.SCAN, bytes);
    }
}
