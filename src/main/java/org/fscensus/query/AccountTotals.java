package org.fscensus.query;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What users and groups have under a directory of one generation, every file counted for its own owner and group. */
interface AccountTotals {
    /**
     * By uid.
     *
     * @param database of the generation
     * @param top the directory
     * @return null where it is not known under that directory
     */
    @Nullable Map<Long, UsageTotal> owners(Database database, TreeRow top);

    /** By gid; as {@link #owners}. */
    @Nullable Map<Long, UsageTotal> groups(Database database, TreeRow top);
}
