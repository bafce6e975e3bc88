package org.fscensus.census;

import java.nio.file.Path;

/**
 * What a census counts and how.
 *
 * @param scanTime epoch seconds; ages are counted back from it
 * @param ageFromModify ages come from modification times, else from access times
 * @param hardLinksOnce an inode with several links counts once, at the path least in byte order
 * @param usage whether to count by directory, owner, group, age and size too, which only a database needs
 * @param scratch an existing directory for what must not stay in memory; whoever gives it removes it
 */
public record CensusOptions(long scanTime, boolean ageFromModify, boolean hardLinksOnce, boolean usage, Path scratch) {}
