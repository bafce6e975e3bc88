package org.fscensus.rest;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.job.JobFilter;
import org.fscensus.job.JobState;
import org.fscensus.query.Parameters;
import org.fscensus.query.QuestionException;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of the list of jobs. */
final class JobListParameters {
    /** All that there are. */
    static final Set<String> NAMES = Set.of("state", "filesystem", "limit", "cursor");

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000_000;

    private JobListParameters() {}

    /**
     * @throws ProblemException naming the parameter that is malformed
     * @throws QuestionException naming the one that is empty, or given twice
     */
    static JobFilter filter(Parameters parameters) {
        String cursor = parameters.text("cursor");
        if (cursor != null && !JobFilter.isCursor(cursor)) {
            throw ProblemException.badRequest(
                    "cursor: is none that this service has given; leave it out to begin anew");
        }
        return new JobFilter(
                states(parameters.all("state")),
                filesystem(parameters.text("filesystem")),
                cursor,
                limit(parameters.text("limit")));
    }

    /** One that no scan was made of yet may be asked for: its first job may be waiting. */
    private static @Nullable String filesystem(@Nullable String name) {
        if (name != null && !FilesystemName.isValid(name)) {
            throw ProblemException.badRequest("filesystem: \"" + name + "\" is no name of a file system; "
                    + "letters, digits, dots, dashes and underscores, 64 at most");
        }
        return name;
    }

    private static Set<JobState.Id> states(List<String> given) {
        Set<JobState.Id> states = EnumSet.noneOf(JobState.Id.class);
        for (String list : given) {
            for (String label : list.split(",", -1)) {
                states.add(state(label));
            }
        }
        return states;
    }

    private static JobState.Id state(String label) {
        for (JobState.Id state : JobState.Id.values()) {
            if (state.label().equals(label)) {
                return state;
            }
        }
        throw ProblemException.badRequest("state: \"" + label + "\" is no state; there are "
                + Arrays.stream(JobState.Id.values()).map(JobState.Id::label).collect(Collectors.joining(", ")));
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 0 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw ProblemException.badRequest(
                "limit: \"" + text + "\" cannot be used; give a number from 0 (all) to " + MAX_LIMIT);
    }
}
