package org.fscensus.census;

import org.fscensus.store.Saturated;
import org.fscensus.store.UsageBlockWriter;
import org.fscensus.store.UsageEncoder;

/** Sums over a block of directories as the database has them. One thread. */
final class UsageBlockImage {
    private final AccountPairs accounts;
    private final UsageBlockWriter writer = new UsageBlockWriter();
    private final UsageEncoder cells = new UsageEncoder();
    private final long[] allFiles = new long[UsageKey.NO_CELL];
    private final long[] allAllocated = new long[UsageKey.NO_CELL];

    // Of one account, or of all.
    private long files;
    private long allocated;

    // Of all accounts.
    private int count;
    private long apparent;

    UsageBlockImage(AccountPairs accounts) {
        this.accounts = accounts;
    }

    /** The image, until the next call. */
    UsageEncoder of(UsageSums sums) {
        count = 0;
        apparent = 0;
        sums.forEach(this::addToAll);
        writer.begin(count);
        if (UsageBlockWriter.wantsAll(count)) {
            writeAll();
        }
        for (int cell = 0; cell < allFiles.length; cell++) {
            allFiles[cell] = 0;
            allAllocated[cell] = 0;
        }
        sums.forEachSorted(this::add);
        return writer.usage();
    }

    private void addToAll(int account, int cell, long moreFiles, long bytes) {
        if (cell == UsageKey.NO_CELL) {
            count++;
            apparent = Saturated.sum(apparent, bytes);
        } else {
            allFiles[cell] += moreFiles;
            allAllocated[cell] = Saturated.sum(allAllocated[cell], bytes);
        }
    }

    private void writeAll() {
        for (int cell = 0; cell < allFiles.length; cell++) {
            if (allFiles[cell] > 0) {
                addCell(cell, allFiles[cell], allAllocated[cell]);
            }
        }
        writer.all(files, allocated, apparent, cells);
        clearFigures();
    }

    private void add(int account, int cell, long moreFiles, long bytes) {
        if (cell != UsageKey.NO_CELL) {
            addCell(cell, moreFiles, bytes);
            return;
        }
        writer.account(
                Integer.toUnsignedLong(accounts.uid(account)),
                Integer.toUnsignedLong(accounts.gid(account)),
                files,
                allocated,
                bytes,
                cells);
        clearFigures();
    }

    private void addCell(int cell, long moreFiles, long bytes) {
        files += moreFiles;
        allocated = Saturated.sum(allocated, bytes);
        cells.cell(cell, moreFiles, bytes);
    }

    private void clearFigures() {
        files = 0;
        allocated = 0;
        cells.clear();
    }
}
