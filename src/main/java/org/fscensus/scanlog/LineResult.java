package org.fscensus.scanlog;

import org.jspecify.annotations.Nullable;

/** What became of a line. */
public enum LineResult {
    /** It was added to the batch. */
    ENTRY(null),
    /** The listing command's own words, or blank. */
    NOTICE(null),
    /** The listing command reports an error. */
    ERROR_NOTICE(null),

    NO_HEAD("does not begin with the number of an inode"),
    NO_PATH("has no ' -- ' followed by a path"),
    NO_MODE("does not tell whether it is a directory"),
    BAD_SIZE("the file size is missing or no number"),
    BAD_ALLOCATED("the allocated size is no number"),
    BAD_UID("the user id is missing or not a number from 0 to 4294967295"),
    BAD_GID("the group id is missing or not a number from 0 to 4294967295"),
    BAD_ACCESS_TIME("the access time is missing or no time"),
    BAD_LINKS("the link count is no number"),
    RELATIVE_PATH("the path does not begin with /"),
    NUL_IN_PATH("the path holds a NUL byte"),
    DOTS_IN_PATH("the path has a . or .. as a component"),
    PATH_TOO_LONG("the path is longer than 65535 bytes or has a component longer than 4095"),
    BAD_NAME("the name is empty or holds a slash"),
    FILE_AT_ROOT("an entry that is no directory has the path /"),
    LINE_TOO_LONG("is longer than 1 MiB");

    private final @Nullable String reason;

    LineResult(@Nullable String reason) {
        this.reason = reason;
    }

    /** Whether the line should have been an entry and could not be read. */
    public boolean isRejected() {
        return reason != null;
    }

    /** Why, in words that do for every format, see {@link LineParser#reason}; null where it was not rejected. */
    @Nullable String reason() {
        return reason;
    }
}
