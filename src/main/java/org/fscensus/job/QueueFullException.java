package org.fscensus.job;

import java.time.Duration;

/** As many jobs wait as may wait; nothing was accepted. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    QueueFullException(int capacity) {
        super("The queue is full: " + capacity + " jobs are waiting. Submit the job again in " + RETRY_AFTER.toSeconds()
                + " s, cancel one that waits, or raise fscensus.jobs.queue.");
    }

    /** After how long to try again. */
    public Duration retryAfter() {
        return RETRY_AFTER;
    }
}
