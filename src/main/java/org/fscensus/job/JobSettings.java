package org.fscensus.job;

/**
 * How many jobs there may be.
 *
 * @param concurrent running at a time
 * @param queue waiting at a time
 * @param keep finished ones that stay listed
 */
public record JobSettings(int concurrent, int queue, int keep) {}
