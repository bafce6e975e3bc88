package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fscensus.census.UsageCell;
import org.fscensus.store.CorruptUsageException;
import org.fscensus.store.Saturated;
import org.fscensus.store.UsageBlockReader;
import org.fscensus.store.UsageDecoder;
import org.fscensus.store.UsageLevels;

/**
 * What a condition wants of all directories up to one, in the order of {@code dir_id}; and, the other way round, up to
 * which directory there is so much. Either is found by going down from the largest block of directories to the smallest,
 * and to the rows of that. A block is looked into only on the way to a directory, and only where it holds something; what
 * was found there is kept.
 *
 * <p>Memory: some 400 bytes for each larger block that was looked into, which is at most an eighth of a byte for each
 * directory of the database, and 4 KiB for each of the smallest blocks whose rows were read last, of which
 * {@value #MOST_LEAVES} are kept. One thread; every method throws {@link QuestionException}.
 */
final class CumulativeUsage implements AutoCloseable {
    static final String ROWS = "SELECT dir_id, owner_uid, owner_gid, cells FROM usage WHERE dir_id BETWEEN ? AND ?";

    static final String BLOCK = "SELECT usage FROM usage_blocks WHERE block_id = ?";

    private static final int MOST_LEAVES = 1024;

    private final Database database;
    private final UsageCondition condition;
    private final long directories;
    private final int top;
    private final PreparedStatement rows;
    private final PreparedStatement block;
    private final UsageBlockReader accounts = new UsageBlockReader();
    private final UsageDecoder cells = new UsageDecoder();
    private final Map<Long, Sums> known = new HashMap<>();
    private final Map<Long, Sums> leaves = new Leaves();

    /** @param database with usage in it; see {@link SchemaCheck} */
    CumulativeUsage(Database database, UsageCondition condition) {
        this.database = database;
        this.condition = condition;
        this.directories = database.rows();
        this.top = UsageLevels.count(directories) - 1;
        try {
            rows = database.connection().prepareStatement(ROWS);
            block = database.connection().prepareStatement(BLOCK);
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** The parts of a block, one behind the other: what is before each of them, and before the end. */
    private static final class Sums {
        private final long[] files;
        private final long[] bytes;

        Sums(int parts) {
            files = new long[parts + 1];
            bytes = new long[parts + 1];
        }

        void add(int part, long moreFiles, long moreBytes) {
            files[part + 1] += moreFiles;
            bytes[part + 1] = Saturated.sum(bytes[part + 1], moreBytes);
        }

        /** After the last {@link #add}. */
        void accumulate() {
            for (int i = 1; i < files.length; i++) {
                files[i] += files[i - 1];
                bytes[i] = Saturated.sum(bytes[i], bytes[i - 1]);
            }
        }

        UsageTotal before(int part) {
            return new UsageTotal(files[part], bytes[part]);
        }

        boolean isEmpty(int part) {
            return files[part] == files[part + 1];
        }

        /** The first part with which there is so much; -1 if there is not. */
        int find(Treemap.Measure by, long amount) {
            long[] sums = by == Treemap.Measure.BYTES ? bytes : files;
            for (int part = 0; part < sums.length - 1; part++) {
                if (sums[part + 1] >= amount) {
                    return part;
                }
            }
            return -1;
        }
    }

    /** How a sum that ends within one of the smallest blocks is told. */
    enum End {
        /** By the rows of the block. */
        EXACT,
        /** Without the block, or exactly where its rows are known: no more than it is. */
        FLOOR,
        /** With the whole block, or exactly where its rows are known: no less than it is. */
        CEILING
    }

    /** The sum over all directories up to one. */
    UsageTotal through(long dirId, End end) {
        UsageTotal sum = UsageTotal.NOTHING;
        for (int level = top; level > 0; level--) {
            Sums parts = parts(level, UsageLevels.blockOf(dirId, level));
            long child = UsageLevels.blockOf(dirId, level - 1);
            int part = (int) (child - firstPart(level, UsageLevels.blockOf(dirId, level)));
            if (parts.isEmpty(part) || dirId == UsageLevels.lastOf(child, level - 1)) {
                return sum.plus(parts.before(part + 1));
            }
            if (level == 1 && end != End.EXACT && !leaves.containsKey(UsageLevels.blockId(child, 0))) {
                return sum.plus(parts.before(end == End.FLOOR ? part : part + 1));
            }
            sum = sum.plus(parts.before(part));
        }
        long leaf = UsageLevels.blockOf(dirId, 0);
        return sum.plus(parts(0, leaf).before((int) (dirId - UsageLevels.firstOf(leaf, 0)) + 1));
    }

    /**
     * The first directory through which there is so much.
     *
     * @param amount at least 1, and no more than there is
     */
    long find(Treemap.Measure by, long amount) {
        long rest = amount;
        long at = 0;
        for (int level = top; level >= 0; level--) {
            Sums parts = parts(level, at);
            int part = parts.find(by, rest);
            if (part < 0) {
                throw database.failure(
                        new SQLException("usage of block " + at + " of level " + level + " is not that of its parts"));
            }
            rest -= parts.before(part).by(by);
            at = firstPart(level, at) + part;
        }
        return at;
    }

    /** The first of a block's parts: a block of the level below, or a directory. */
    private static long firstPart(int level, long number) {
        long first = UsageLevels.firstOf(number, level);
        return level == 0 ? first : UsageLevels.blockOf(first, level - 1);
    }

    private Sums parts(int level, long number) {
        Map<Long, Sums> of = level == 0 ? leaves : known;
        long id = UsageLevels.blockId(number, level);
        Sums parts = of.get(id);
        if (parts == null) {
            database.checkClock();
            try {
                parts = level == 0 ? readRows(number) : readBlocks(level, number);
            } catch (SQLException e) {
                throw database.failure(e);
            } catch (CorruptUsageException e) {
                throw database.failure(
                        new SQLException("usage in block " + number + " of level " + level + ": " + e.getMessage(), e));
            }
            parts.accumulate();
            of.put(id, parts);
        }
        return parts;
    }

    private Sums readRows(long number) throws SQLException {
        long first = UsageLevels.firstOf(number, 0);
        long last = UsageLevels.lastOf(number, 0);
        Sums sums = new Sums((int) (last - first) + 1);
        rows.setLong(1, first);
        rows.setLong(2, last);
        try (ResultSet row = rows.executeQuery()) {
            while (row.next()) {
                if (condition.wants(row.getLong(2), row.getLong(3))) {
                    byte[] bytes = row.getBytes(4);
                    cells.reset(bytes, 0, bytes.length);
                    addCells(sums, (int) (row.getLong(1) - first));
                }
            }
        }
        return sums;
    }

    private Sums readBlocks(int level, long number) throws SQLException {
        long first = firstPart(level, number);
        long behind = firstPart(level, number + 1);
        long last = Math.min(behind - 1, UsageLevels.blockOf(directories, level - 1));
        Sums sums = new Sums((int) (behind - first));
        for (long part = first; part <= last; part++) {
            block.setLong(1, UsageLevels.blockId(part, level - 1));
            try (ResultSet row = block.executeQuery()) {
                // Of a block without files there is none.
                if (row.next()) {
                    addBlock(row.getBytes(1), sums, (int) (part - first));
                }
            }
        }
        return sums;
    }

    private void addBlock(byte[] usage, Sums sums, int part) throws SQLException {
        accounts.reset(usage);
        if (!condition.isOnAccounts() && accounts.readAll()) {
            addAccount(sums, part);
            return;
        }
        while (accounts.nextAccount()) {
            if (condition.wants(accounts.uid(), accounts.gid())) {
                addAccount(sums, part);
            }
        }
    }

    private void addAccount(Sums sums, int part) throws SQLException {
        if (condition.isOnCells()) {
            accounts.cells(cells);
            addCells(sums, part);
        } else {
            sums.add(part, accounts.files(), accounts.allocatedBytes());
        }
    }

    private void addCells(Sums sums, int part) throws SQLException {
        while (cells.nextCell()) {
            if (cells.code() >= UsageCell.COUNT) {
                throw new SQLException("usage has a cell " + cells.code());
            }
            if (condition.wants(cells.code())) {
                sums.add(part, cells.files(), cells.allocatedBytes());
            }
        }
    }

    @Override
    public void close() {
        try {
            try {
                rows.close();
            } finally {
                block.close();
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** Those used last. */
    private static final class Leaves extends LinkedHashMap<Long, Sums> {
        private static final long serialVersionUID = 1L;

        Leaves() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Sums> eldest) {
            return size() > MOST_LEAVES;
        }
    }
}
