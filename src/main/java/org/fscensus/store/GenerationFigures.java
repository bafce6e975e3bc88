package org.fscensus.store;

/**
 * What the catalogue keeps of a generation's totals.
 *
 * @param directories distinct listed directories
 */
public record GenerationFigures(long files, long directories, long allocatedBytes, long apparentBytes) {}
