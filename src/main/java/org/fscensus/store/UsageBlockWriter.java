package org.fscensus.store;

/**
 * Writes the sums over a block of directories, for {@link UsageBlockReader}: {@link #begin}, {@link #all} where it is
 * {@link #wantsAll wanted}, then {@link #account} for each owner and group in their order. One thread.
 */
public final class UsageBlockWriter {
    /** So many accounts have their sum in front of them, at a small price: who asks about all need not add them up. */
    static final int LEAST_WITH_SUM = 8;

    private final UsageEncoder usage = new UsageEncoder();

    /** Whether so many accounts have their sum in front of them. */
    public static boolean wantsAll(int accounts) {
        return accounts >= LEAST_WITH_SUM;
    }

    /** Starts the next block. */
    public void begin(int accounts) {
        usage.clear();
        usage.number(accounts);
    }

    /** The sum of all accounts. */
    public void all(long files, long allocated, long apparent, UsageEncoder cells) {
        figures(files, allocated, apparent, cells);
    }

    /** An owner and a group, unsigned 32-bit. */
    public void account(long uid, long gid, long files, long allocated, long apparent, UsageEncoder cells) {
        usage.number(uid);
        usage.number(gid);
        figures(files, allocated, apparent, cells);
    }

    private void figures(long files, long allocated, long apparent, UsageEncoder cells) {
        usage.number(files);
        usage.size(allocated);
        usage.number(apparent);
        usage.number(cells.length());
        usage.append(cells);
    }

    /** What was written. */
    public UsageEncoder usage() {
        return usage;
    }
}
