package org.fscensus.job;

import java.time.Duration;

/**
 * How many jobs there may be.
 *
 * @param concurrent running at a time
 * @param queue waiting at a time
 * @param keep finished ones that stay listed
 * @param stopWithin what the imports that run have to stop when the service does; they need less than a second, and a slow
 *     disk more to delete their scratch files
 */
public record JobSettings(int concurrent, int queue, int keep, Duration stopWithin) {}
