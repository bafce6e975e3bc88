package org.fscensus.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** How much of a source is read, told to the progress as it is. Thread-safe. */
final class ReadBudget {
    private final ImportProgress progress;
    private final AtomicLong left;
    private final long deadline;

    private ReadBudget(ImportProgress progress, long bytes, long nanos) {
        this.progress = progress;
        left = new AtomicLong(bytes);
        deadline = System.nanoTime() + nanos;
    }

    /** All that there is. */
    static ReadBudget whole(ImportProgress progress) {
        return new ReadBudget(progress, Long.MAX_VALUE, Long.MAX_VALUE / 2);
    }

    /** So many bytes, and no more than somebody waits for. */
    static ReadBudget beginning(ImportProgress progress, long bytes) {
        return new ReadBudget(progress, bytes, ScanInput.BEGINNING_NANOS);
    }

    /** Whether more is to be drawn. */
    boolean isLeft() {
        return left.get() > 0 && System.nanoTime() - deadline < 0;
    }

    /** Counts what was read; stops the caller where the import was cancelled. */
    void read(long bytes) {
        left.addAndGet(-bytes);
        progress.advance(Phase.SCAN, bytes);
    }
}
