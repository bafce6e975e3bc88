package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.fscensus.census.UsageCell;
import org.fscensus.store.CorruptUsageException;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationSchema;
import org.fscensus.store.Saturated;
import org.fscensus.store.UsageBlockReader;
import org.fscensus.store.UsageDecoder;
import org.fscensus.store.UsageLevels;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the usage of any directories, from the sums over blocks where whole blocks are wanted and from the
 * directories' own rows at the ends: what is read of a range is bounded, see {@link BlockCover}. One thread; every
 * method throws {@link QuestionException}.
 */
final class UsageReader {
    static final String ROWS =
            "SELECT owner_uid, owner_gid, apparent_size, cells FROM usage WHERE dir_id BETWEEN ? AND ?";

    static final String BLOCK = "SELECT usage FROM usage_blocks WHERE block_id = ?";

    /** The nearest directories with files before and behind others. */
    static final String BEFORE = "SELECT dir_id FROM usage WHERE dir_id < ? ORDER BY dir_id DESC LIMIT 1";

    static final String BEHIND = "SELECT dir_id FROM usage WHERE dir_id > ? ORDER BY dir_id LIMIT 1";

    private final Database database;
    private final long directories;
    private final BlockCover cover;
    private final PreparedStatement rows;
    private final PreparedStatement block;
    private final FoldedBlocks folded;
    private final UsageBlockReader accounts = new UsageBlockReader();
    private final UsageDecoder cells = new UsageDecoder();

    /** Whether a generation's database has usage. */
    static boolean canRead(Generation generation) {
        return generation.schemaVersion() >= GenerationSchema.FIRST_VERSION_WITH_USAGE;
    }

    /** @throws QuestionException also if the database has no usage, because an older version wrote it */
    UsageReader(Database database) {
        this.database = database;
        SchemaCheck.require(database.generation(), GenerationSchema.FIRST_VERSION_WITH_USAGE, "usage below a path");
        directories = database.rows();
        cover = new BlockCover(directories);
        folded = database.foldedBlocks();
        try {
            rows = database.statement(ROWS);
            block = database.statement(BLOCK);
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** Hands on the usage of all directories in the ranges, so far as the condition wants it, within the time limit. */
    void read(Ranges ranges, UsageCondition condition, UsageConsumer consumer) {
        BlockCover.Parts parts = new BlockCover.Parts() {
            @Override
            public void directories(long first, long last) {
                readDirectories(first, last, condition, consumer);
            }

            @Override
            public void block(int level, long number) {
                readBlock(level, number, condition, consumer);
            }
        };
        List<Ranges.Range> widened =
                ranges.list().stream().map(this::withoutFilesAround).toList();
        database.restartClock();
        widened.forEach(range -> cover.forEach(range, parts));
    }

    /**
     * The range with all directories around it that have no files. So one from below the first few directories on, such
     * as that of the root of a scan, is one block of the highest level, and not many smaller ones.
     */
    private Ranges.Range withoutFilesAround(Ranges.Range range) {
        return new Ranges.Range(
                database.number(BEFORE, 0, range.first()) + 1,
                database.number(BEHIND, directories + 1, range.last()) - 1);
    }

    private void readDirectories(long first, long last, UsageCondition condition, UsageConsumer consumer) {
        database.checkClock();
        try {
            rows.setLong(1, first);
            rows.setLong(2, last);
            try (ResultSet row = rows.executeQuery()) {
                while (row.next()) {
                    long uid = row.getLong(1);
                    long gid = row.getLong(2);
                    if (condition.wants(uid, gid)) {
                        byte[] bytes = row.getBytes(4);
                        cells.reset(bytes, 0, bytes.length);
                        int account = account(uid, gid, consumer);
                        if (needsCells(condition, consumer)) {
                            addCells(account, condition, consumer);
                        } else {
                            addAllCells(account, row.getLong(3), consumer);
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (CorruptUsageException e) {
            throw corrupt("directories " + first + " to " + last, e);
        }
    }

    private void readBlock(int level, long number, UsageCondition condition, UsageConsumer consumer) {
        database.checkClock();
        try {
            byte[] usage = usage(
                    UsageLevels.blockId(number, level),
                    consumer.needsOwners() || condition.isOnOwners(),
                    consumer.needsGroups() || condition.isOnGroups());
            // Of a block without files there is none.
            if (usage != null) {
                accounts.reset(usage);
                addAccounts(condition, consumer);
            }
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (CorruptUsageException e) {
            throw corrupt("block " + number + " of level " + level, e);
        }
    }

    /** A block, folded where it is large and either of owner and group does not matter. */
    private byte @Nullable [] usage(long blockId, boolean owners, boolean groups) throws SQLException {
        if (owners == groups) {
            return usage(blockId);
        }
        Dimension who = owners ? Dimension.OWNER : Dimension.GROUP;
        byte[] known = folded.get(blockId, who);
        if (known != null) {
            return known;
        }
        byte[] whole = usage(blockId);
        if (whole == null || whole.length < FoldedBlocks.LEAST_BYTES) {
            return whole;
        }
        byte[] fold = UsageFold.fold(who, consumer -> {
            accounts.reset(whole);
            addAccounts(UsageCondition.ALL, consumer);
        });
        folded.put(blockId, who, fold);
        return fold;
    }

    private byte @Nullable [] usage(long blockId) throws SQLException {
        block.setLong(1, blockId);
        try (ResultSet row = block.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    private void addAccounts(UsageCondition condition, UsageConsumer consumer) throws SQLException {
        boolean anybody = isAnybodys(consumer) && !condition.isOnAccounts();
        if (anybody && accounts.readAll()) {
            addAccount(consumer.account(UsageConsumer.ANYBODY, UsageConsumer.ANYBODY), condition, consumer);
            return;
        }
        while (accounts.nextAccount()) {
            if (condition.wants(accounts.uid(), accounts.gid())) {
                addAccount(account(accounts.uid(), accounts.gid(), consumer), condition, consumer);
            }
        }
    }

    private void addAccount(int account, UsageCondition condition, UsageConsumer consumer) throws SQLException {
        if (needsCells(condition, consumer)) {
            accounts.cells(cells);
            addCells(account, condition, consumer);
        } else {
            consumer.addAll(account, accounts.files(), accounts.allocatedBytes(), accounts.apparentBytes());
        }
    }

    private void addCells(int account, UsageCondition condition, UsageConsumer consumer) throws SQLException {
        while (cells.nextCell()) {
            int cell = cells.code();
            if (cell >= UsageCell.COUNT) {
                throw new SQLException("usage has a cell " + cell);
            }
            if (condition.wants(cell)) {
                consumer.addCell(account, cell, cells.files(), cells.allocatedBytes());
            }
        }
    }

    private void addAllCells(int account, long apparentBytes, UsageConsumer consumer) {
        long files = 0;
        long allocated = 0;
        while (cells.nextCell()) {
            files += cells.files();
            allocated = Saturated.sum(allocated, cells.allocatedBytes());
        }
        consumer.addAll(account, files, allocated, apparentBytes);
    }

    private static int account(long uid, long gid, UsageConsumer consumer) {
        return isAnybodys(consumer)
                ? consumer.account(UsageConsumer.ANYBODY, UsageConsumer.ANYBODY)
                : consumer.account(uid, gid);
    }

    private static boolean isAnybodys(UsageConsumer consumer) {
        return !consumer.needsOwners() && !consumer.needsGroups();
    }

    private static boolean needsCells(UsageCondition condition, UsageConsumer consumer) {
        return consumer.needsCells() || condition.isOnCells();
    }

    private QuestionException corrupt(String where, CorruptUsageException e) {
        return database.failure(new SQLException("usage of " + where + ": " + e.getMessage(), e));
    }
}
