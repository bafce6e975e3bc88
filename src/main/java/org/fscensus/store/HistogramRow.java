package org.fscensus.store;

/** One owner's files in one bucket of a histogram. */
public record HistogramRow(long ownerUid, int bucket, long files, long allocatedBytes) {}
