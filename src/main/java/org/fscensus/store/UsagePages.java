package org.fscensus.store;

import java.io.IOException;
import org.fscensus.sqlite.DatabaseFile;
import org.fscensus.sqlite.IndexWriter;
import org.fscensus.sqlite.Row;
import org.fscensus.sqlite.TableWriter;

/** Writes usage page after page, the rows' tree and the blocks' side by side. One thread. */
final class UsagePages implements UsageSink {
    private static final int STEP = 1 << 12;

    /** In place of an integer; none of these is so small. */
    private static final long NULL = Long.MIN_VALUE;

    private static final int INTEGERS = 4;

    private final DatabaseFile database;
    private final Runnable fileMayHaveGrown;
    private final IndexWriter rows;
    private final TableWriter blocks;
    private final Row row = new Row(GenerationSchema.USAGE.columns());
    private final Row blockRow = new Row(GenerationSchema.USAGE_BLOCKS.columns());
    private final long[] integers = new long[INTEGERS];
    private long directories;
    private long owners;
    private long lastDirectory;
    private long lastOwner;

    UsagePages(DatabaseFile database, Runnable fileMayHaveGrown) {
        this.database = database;
        this.fileMayHaveGrown = fileMayHaveGrown;
        rows = database.newIndex();
        blocks = database.newTable();
    }

    @Override
    public void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder cells) throws IOException {
        boolean sameDirectory = dirId == lastDirectory;
        directories += sameDirectory ? 0 : 1;
        owners += sameDirectory && uid == lastOwner ? 0 : 1;
        lastDirectory = dirId;
        lastOwner = uid;
        integers[0] = dirId;
        integers[1] = uid;
        integers[2] = gid;
        integers[3] = apparentBytes;
        row.begin();
        row.integers(integers, 0, INTEGERS, NULL);
        row.blob(cells.bytes(), 0, cells.length());
        rows.add(row);
        if (rows.rows() % STEP == 0) {
            fileMayHaveGrown.run();
        }
    }

    @Override
    public void block(int level, long block, UsageEncoder usage) throws IOException {
        blockRow.begin();
        blockRow.nothing();
        blockRow.integer(level);
        blockRow.integer(UsageLevels.lastOf(block, level));
        blockRow.blob(usage.bytes(), 0, usage.length());
        blocks.add(UsageLevels.blockId(block, level), blockRow);
    }

    /** Ends the rows' tree, and returns its root page. */
    int finishRows() throws IOException {
        String name = GenerationSchema.USAGE.name();
        database.addStatistic(name, name, false, rows.rows(), directories, owners, rows.rows());
        return rows.finish();
    }

    /** Ends the blocks' tree, and returns its root page. */
    int finishBlocks() throws IOException {
        database.addStatistic(GenerationSchema.USAGE_BLOCKS.name(), blocks.rows());
        return blocks.finish();
    }
}
