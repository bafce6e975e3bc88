package org.fscensus.job;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list, newest first.
 *
 * @param states those in one of these states; all where empty
 * @param filesystem those of one file system, without case; all where null
 * @param before those older than this id: the last of the page before; null for the first page
 * @param limit at most so many; 0 for no limit
 */
public record JobFilter(
        Set<JobState.Id> states,
        @Nullable String filesystem,
        @Nullable String before,
        int limit) {
    /** The last job that was accepted. */
    static final JobFilter NEWEST = new JobFilter(Set.of(), null, null, 1);

    /** Whether a text can be a {@link #before()}: one that a {@link JobPage#next()} was. */
    public static boolean isCursor(String text) {
        return JobIds.isId(text);
    }
}
