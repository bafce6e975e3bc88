package org.fscensus.store;

/**
 * What one owner, or one group, has in the whole file system.
 *
 * @param id the uid or gid
 * @param directories listed directories whose own uid or gid it is
 */
public record OwnerTotals(long id, long files, long allocatedBytes, long apparentBytes, long directories) {}
