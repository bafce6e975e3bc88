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

    NO_HEAD("does not begin with inode, generation and snapshot numbers"),
    NO_PATH("has no ' -- ' followed by a path"),
    NO_MODE("has no mode (p=)"),
    BAD_SIZE("the file size (s=) is missing or not a number from 0 to 9223372036854775807"),
    BAD_ALLOCATED("the allocated size (a=) is not a number of KiB"),
    BAD_UID("the user id (u=) is missing or not a number from 0 to 4294967295"),
    BAD_GID("the group id (g=) is missing or not a number from 0 to 4294967295"),
    BAD_ACCESS_TIME("the access time (ac=) is missing or not a date and time YYYY-MM-DD HH:MM:SS"),
    BAD_LINKS("the link count (nl=) is not a number"),
    RELATIVE_PATH("the path does not begin with /"),
    NUL_IN_PATH("the path holds a NUL byte"),
    DOTS_IN_PATH("the path has a . or .. as a component"),
    PATH_TOO_LONG("the path is longer than 65535 bytes or has a component longer than 4095"),
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

    /** Why the line was rejected, for people; null where it was not. */
    public @Nullable String reason() {
        return reason;
    }
}
