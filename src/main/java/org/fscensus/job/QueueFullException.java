package org.fscensus.job;

import java.time.Duration;

/** As many jobs wait as may wait; nothing was accepted. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private QueueFullException(String message) {
        super(message);
    }

    /** Of dry runs, which do not wait. */
    static QueueFullException dryRuns(int most) {
        return new QueueFullException(most + " dry runs are being made, which is the most at a time. Ask again in "
                + RETRY_AFTER.toSeconds() + " s.");
    }

    QueueFullException(int capacity) {
        super("The queue is full: " + capacity + " jobs are waiting. Submit the job again in " + RETRY_AFTER.toSeconds()
                + " s, cancel one that waits, or raise fscensus.jobs.queue.");
    }

    /** After how long to try again. */
    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
