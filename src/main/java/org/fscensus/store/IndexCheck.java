package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.fscensus.sqlite.TreeReader;

/**
 * Whether each index has exactly the entries that the table's rows ask for, in its order: what {@code integrity_check}
 * checks of them beyond {@code quick_check}, but in passes over neighbouring pages. SQLite looks every row up in every index,
 * which was measured to take 8.4 s per million directories; this takes about 0.4 s of processor time.
 *
 * <p>Entries are compared by their number and by the sum of their 64-bit hashes: a wrong, missing or doubled entry goes
 * unnoticed where its hash happens to make up for it, once in 10^19 times.
 */
final class IndexCheck {
    /** Units of progress: a pass over the table and one over each index. */
    static final int PASSES = 1 + GenerationSchema.INDEXES.size();

    private static final int STEP = 1 << 12;
    private static final int SIZE_COLUMN = 13;

    /** By index, the column of {@code directories} in front of the size; 0 for none, since that is NULL in every row. */
    private static final int[] FIRST_COLUMN = {1, 0, 17, 18};

    private final Path file;
    private final Map<String, Integer> rootPages;
    private final LongConsumer rowsRead;
    private final long[] sums = new long[FIRST_COLUMN.length];
    private final long[] counts = new long[FIRST_COLUMN.length];

    /**
     * @param rootPages of the table and its indexes, by name
     * @param rowsRead told increments, about {@link #PASSES} times the directories in all; an exception from it is
     *     thrown on
     */
    IndexCheck(Path file, Map<String, Integer> rootPages, LongConsumer rowsRead) {
        this.file = file;
        this.rootPages = rootPages;
        this.rowsRead = rowsRead;
    }

    void run() throws IOException, VerificationException {
        try (TreeReader reader = new TreeReader(file)) {
            readTable(reader);
            List<GenerationSchema.Index> indexes = GenerationSchema.INDEXES;
            for (int i = 0; i < indexes.size(); i++) {
                readIndex(reader, indexes.get(i).name(), i);
            }
        }
    }

    private int rootOf(String name) throws VerificationException {
        Integer root = rootPages.get(name);
        if (root == null) {
            throw new VerificationException("the schema", name, "nothing of that name");
        }
        return root;
    }

    private void readTable(TreeReader reader) throws IOException, VerificationException {
        reader.open(rootOf(GenerationSchema.DIRECTORIES.name()));
        long[] row = new long[GenerationSchema.DIRECTORIES.columns()];
        for (long rows = 1; reader.next(); rows++) {
            reader.integers(row);
            for (int i = 0; i < FIRST_COLUMN.length; i++) {
                int column = FIRST_COLUMN[i];
                long first = column == 0 ? 0 : row[column];
                if (first != TreeReader.NO_INTEGER) {
                    sums[i] += hash(first, row[SIZE_COLUMN], reader.rowid());
                    counts[i]++;
                }
            }
            tell(rows);
        }
    }

    private void readIndex(TreeReader reader, String name, int which) throws IOException, VerificationException {
        reader.open(rootOf(name));
        boolean sizeOnly = FIRST_COLUMN[which] == 0;
        long[] entry = new long[sizeOnly ? 2 : 3];
        long sum = 0;
        long count = 0;
        long lastFirst = Long.MIN_VALUE;
        long lastSize = 0;
        long lastId = 0;
        while (reader.next()) {
            reader.integers(entry);
            long first = sizeOnly ? 0 : entry[0];
            long size = entry[entry.length - 2];
            long id = entry[entry.length - 1];
            boolean ascends =
                    first > lastFirst || (first == lastFirst && (size < lastSize || (size == lastSize && id > lastId)));
            if (!ascends) {
                throw new VerificationException(
                        "entry " + count + " of " + name, "one after the entry before", "another");
            }
            lastFirst = first;
            lastSize = size;
            lastId = id;
            sum += hash(first, size, id);
            tell(++count);
        }
        if (count != counts[which]) {
            throw new VerificationException("entries of " + name, counts[which] + "", count + "");
        }
        if (sum != sums[which]) {
            throw new VerificationException("the sum over the entries of " + name, sums[which] + "", sum + "");
        }
    }

    private void tell(long rows) {
        if (rows % STEP == 0) {
            rowsRead.accept(STEP);
        }
    }

    private static long hash(long first, long size, long id) {
        return mix(mix(mix(first + 0x9e3779b97f4a7c15L) + size) + id);
    }

    /** The finaliser of SplitMix64: every bit changes every other. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
