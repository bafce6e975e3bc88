package org.fscensus.query;

import java.util.Collections;
import java.util.Map;

/**
 * Directories of one database that questions have met lately on their way from a path to its row and up again: those
 * near the root are met by most. Some 200 and 400 bytes each. Thread-safe.
 */
final class KnownDirectories {
    private static final int MOST_LINKS = 4_096;
    private static final int MOST_ANCESTORS = 2_048;

    private final Map<Long, DirectoryTree.Link> links = Collections.synchronizedMap(new RecentlyUsed<>(MOST_LINKS));
    private final Map<Long, DirectoryRow> ancestors = Collections.synchronizedMap(new RecentlyUsed<>(MOST_ANCESTORS));

    /** Names and places in the tree, by {@code dir_id}. */
    Map<Long, DirectoryTree.Link> links() {
        return links;
    }

    /** Whole rows of directories that have others in them, by {@code dir_id}. */
    Map<Long, DirectoryRow> ancestors() {
        return ancestors;
    }
}
