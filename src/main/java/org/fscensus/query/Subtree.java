package org.fscensus.query;

/**
 * A directory of one database with all that is below it.
 *
 * @param range of the ids
 * @param depth of the directory
 */
record Subtree(Ranges.Range range, int depth) {}
