package org.fscensus.store;

/**
 * What the scan counted, for the database to be checked against.
 *
 * @param rows directories in all, unlisted ones and the root included
 * @param listedDirectories directories with a line of their own
 */
public record ExpectedTotals(long rows, long listedDirectories, long files, long allocatedBytes, long apparentBytes) {}
