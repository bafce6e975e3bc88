package org.fscensus.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one line of a log turned out to be. */
public sealed interface ReferenceLine {

    /** A line of the listing command itself, or a blank one. */
    record Notice() implements ReferenceLine {}

    /** A line that should have been an entry. */
    record Rejected(String reason) implements ReferenceLine {}

    /**
     * One inode at one path.
     *
     * @param components the path's names from the root down, none for the root itself
     * @param links link count, 1 where the line does not tell
     * @param allocated bytes on disk, data kept in the inode included; 0 for a directory
     * @param apparent bytes; 0 for a directory
     * @param lastAccess epoch seconds; null where the format has no access times
     * @param ageTime the time that its age is counted from, epoch seconds; null where it is missing
     */
    record Entry(
            boolean directory,
            long inode,
            long generation,
            long links,
            long uid,
            long gid,
            long allocated,
            long apparent,
            @Nullable Long lastAccess,
            @Nullable Long ageTime,
            List<String> components)
            implements ReferenceLine {

        /** The whole path, normalised. */
        public String path() {
            return "/" + String.join("/", components);
        }
    }
}
