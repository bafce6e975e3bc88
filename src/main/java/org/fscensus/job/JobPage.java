package org.fscensus.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of jobs.
 *
 * @param next what to pass as {@link JobFilter#before()} for the next page; null on the last
 */
public record JobPage(List<JobSnapshot> items, @Nullable String next) {}
