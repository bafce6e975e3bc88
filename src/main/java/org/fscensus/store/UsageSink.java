package org.fscensus.store;

import java.io.IOException;

/** Where usage goes, in ascending order of directories; a block comes when its last directory is done. One thread. */
public interface UsageSink {
    /**
     * What an owner and a group have in one directory; in the order of {@code dir_id}, owner and group.
     *
     * @param uid unsigned 32-bit, likewise {@code gid}
     * @param apparentBytes of all these files
     * @param cells one {@link UsageEncoder#cell} for each age and size, in the order of their codes
     */
    void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder cells) throws IOException;

    /** The sums over a block of directories; of a block without files there is none. */
    void block(int level, long block, UsageEncoder usage) throws IOException;
}
