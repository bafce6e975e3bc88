package org.fscensus.census;

/**
 * Whose and what some files are, in one long: the directory, the owner and group (by their number in
 * {@link AccountPairs}), the age and the size. Keys of one directory are in the order of accounts, then of cells.
 */
final class UsageKey {
    /** Stands beyond all cells: bytes that are told of an account in a directory, not of a cell. */
    static final int NO_CELL = 127;

    private static final int CELL_BITS = 7;
    private static final int ACCOUNT_BITS = 26;

    /** Bits behind the directory. */
    static final int DIRECTORY_SHIFT = CELL_BITS + ACCOUNT_BITS;

    /** So many owners and groups can be told apart; one further would take a census's memory for itself. */
    static final int MOST_ACCOUNTS = 1 << ACCOUNT_BITS;

    private UsageKey() {}

    static long of(int directory, int account, int cell) {
        return (long) directory << DIRECTORY_SHIFT | of(account, cell);
    }

    /** Without a directory. */
    static long of(int account, int cell) {
        return (long) account << CELL_BITS | cell;
    }

    static int directory(long key) {
        return (int) (key >>> DIRECTORY_SHIFT);
    }

    static int account(long key) {
        return (int) (key >>> CELL_BITS) & (MOST_ACCOUNTS - 1);
    }

    static int cell(long key) {
        return (int) key & ((1 << CELL_BITS) - 1);
    }

    /** What stands behind the directory. */
    static long withoutDirectory(long key) {
        return key & ((1L << DIRECTORY_SHIFT) - 1);
    }
}
