package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;
import org.fscensus.sqlite.TreeReader;

/**
 * Whether usage agrees with the directories: rows in the order of their keys, the cells of each directory adding up to
 * its own figures, and the blocks of every level to all of them.
 */
final class UsageCheck {
    /** Units of progress: as much as a pass over the directories. */
    static final int PASSES = 1;

    private static final int STEP = 1 << 12;

    // Columns of directories.
    private static final int FILES_COLUMN = 7;
    private static final int ALLOCATED_COLUMN = 8;
    private static final int APPARENT_COLUMN = 9;

    // Columns of usage and of its blocks.
    private static final int KEY_COLUMNS = 3;
    private static final int ROW_APPARENT_COLUMN = 3;
    private static final int LEVEL_COLUMN = 1;

    private final Path file;
    private final Map<String, Integer> rootPages;
    private final LongConsumer rowsRead;
    private final UsageDecoder cells = new UsageDecoder();
    private final Sums total = new Sums();

    private static final class Sums {
        private long files;
        private long allocated;
        private long apparent;

        void clear() {
            files = 0;
            allocated = 0;
            apparent = 0;
        }

        void addCells(UsageDecoder cells) {
            while (cells.nextCell()) {
                files += cells.files();
                allocated = Saturated.sum(allocated, cells.allocatedBytes());
            }
        }

        void add(Sums other) {
            files += other.files;
            allocated = Saturated.sum(allocated, other.allocated);
            apparent = Saturated.sum(apparent, other.apparent);
        }

        @Override
        public String toString() {
            return files + " files of " + allocated + " allocated and " + apparent + " apparent bytes";
        }
    }

    /**
     * @param rootPages of all tables, by name
     * @param rowsRead told increments, {@link #PASSES} times the directories in all; an exception from it is thrown on
     */
    UsageCheck(Path file, Map<String, Integer> rootPages, LongConsumer rowsRead) {
        this.file = file;
        this.rootPages = rootPages;
        this.rowsRead = rowsRead;
    }

    void run() throws IOException, VerificationException {
        try {
            checkRows();
            checkBlocks();
        } catch (CorruptUsageException e) {
            throw new VerificationException("usage", "numbers", e.getMessage() + "");
        }
    }

    private int rootOf(GenerationSchema.Relation relation) throws VerificationException {
        Integer root = rootPages.get(relation.name());
        if (root == null) {
            throw new VerificationException("the schema", relation.name(), "nothing of that name");
        }
        return root;
    }

    private void checkRows() throws IOException, VerificationException {
        try (TreeReader directories = new TreeReader(file);
                TreeReader rows = new TreeReader(file)) {
            directories.open(rootOf(GenerationSchema.DIRECTORIES));
            rows.open(rootOf(GenerationSchema.USAGE));
            Rows usage = new Rows(rows);
            long[] directory = new long[APPARENT_COLUMN + 1];
            for (long read = 1; directories.next(); read++) {
                directories.integers(directory);
                Sums own = usage.of(directories.rowid());
                compare(directories.rowid(), directory, own);
                total.add(own);
                if (read % STEP == 0) {
                    rowsRead.accept(STEP);
                }
            }
            usage.expectEnd();
        }
    }

    private static void compare(long dirId, long[] directory, Sums own) throws VerificationException {
        if (own.files != directory[FILES_COLUMN]
                || own.allocated != directory[ALLOCATED_COLUMN]
                || own.apparent != directory[APPARENT_COLUMN]) {
            Sums expected = new Sums();
            expected.files = directory[FILES_COLUMN];
            expected.allocated = directory[ALLOCATED_COLUMN];
            expected.apparent = directory[APPARENT_COLUMN];
            throw new VerificationException("the usage of directory " + dirId, expected.toString(), own.toString());
        }
    }

    /** The rows, one ahead. */
    private final class Rows {
        private final TreeReader reader;
        private final long[] row = new long[GenerationSchema.USAGE.columns()];
        private final long[] lastKey = new long[KEY_COLUMNS];
        private final Sums sums = new Sums();
        private boolean more;

        Rows(TreeReader reader) throws IOException, VerificationException {
            this.reader = reader;
            advance();
        }

        private void advance() throws IOException, VerificationException {
            more = reader.next();
            if (more) {
                reader.integers(row);
                if (Arrays.compare(lastKey, 0, KEY_COLUMNS, row, 0, KEY_COLUMNS) >= 0) {
                    throw new VerificationException(
                            "usage",
                            "a row after " + Arrays.toString(lastKey),
                            Arrays.toString(Arrays.copyOf(row, KEY_COLUMNS)));
                }
                System.arraycopy(row, 0, lastKey, 0, KEY_COLUMNS);
            }
        }

        /** The sums of a directory's rows, which come next if it has any; until the next call. */
        Sums of(long dirId) throws IOException, VerificationException {
            sums.clear();
            while (more && row[0] == dirId) {
                cells.reset(reader.lastArray(), reader.lastFrom(), reader.lastTo());
                sums.addCells(cells);
                sums.apparent = Saturated.sum(sums.apparent, row[ROW_APPARENT_COLUMN]);
                advance();
            }
            return sums;
        }

        void expectEnd() throws VerificationException {
            if (more) {
                throw new VerificationException("usage", "rows of directories", "one of " + row[0]);
            }
        }
    }

    private void checkBlocks() throws IOException, VerificationException {
        Sums[] levels = new Sums[UsageLevels.MOST];
        try (TreeReader reader = new TreeReader(file)) {
            reader.open(rootOf(GenerationSchema.USAGE_BLOCKS));
            long[] row = new long[GenerationSchema.USAGE_BLOCKS.columns()];
            for (long read = 1; reader.next(); read++) {
                reader.integers(row);
                int level = (int) row[LEVEL_COLUMN];
                if (level < 0 || level >= levels.length) {
                    throw new VerificationException(
                            "block " + reader.rowid() + " of usage", "a level", Long.toString(row[LEVEL_COLUMN]));
                }
                if (levels[level] == null) {
                    levels[level] = new Sums();
                }
                byte[] block = Arrays.copyOfRange(reader.lastArray(), reader.lastFrom(), reader.lastTo());
                levels[level].add(sumsOf("block " + reader.rowid() + " of usage", block));
                if (read % STEP == 0) {
                    rowsRead.accept(0);
                }
            }
        }
        for (int level = 0; level < levels.length; level++) {
            if (levels[level] != null && !levels[level].toString().equals(total.toString())) {
                throw new VerificationException(
                        "the blocks of level " + level + " of usage", total.toString(), levels[level].toString());
            }
        }
        if (levels[0] == null && total.files > 0) {
            throw new VerificationException("the blocks of usage", total.toString(), "none");
        }
    }

    private Sums sumsOf(String what, byte[] block) throws VerificationException {
        UsageBlockReader reader = new UsageBlockReader();
        reader.reset(block);
        Sums all = null;
        if (reader.readAll()) {
            all = new Sums();
            add(what, reader, all);
        }
        Sums sums = new Sums();
        while (reader.nextAccount()) {
            add(what, reader, sums);
        }
        if (all != null && !all.toString().equals(sums.toString())) {
            throw new VerificationException(what, sums.toString(), all.toString());
        }
        return sums;
    }

    private void add(String what, UsageBlockReader reader, Sums sums) throws VerificationException {
        Sums account = new Sums();
        reader.cells(cells);
        account.addCells(cells);
        if (account.files != reader.files() || account.allocated != reader.allocatedBytes()) {
            throw new VerificationException(
                    what,
                    reader.files() + " files of " + reader.allocatedBytes() + " allocated bytes",
                    account.toString());
        }
        account.apparent = reader.apparentBytes();
        sums.add(account);
    }
}
