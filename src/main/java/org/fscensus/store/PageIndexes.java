package org.fscensus.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.fscensus.sqlite.DatabaseFile;
import org.fscensus.sqlite.IndexWriter;

/**
 * Writes the indexes of {@link GenerationSchema#INDEXES}. The children of each directory are sorted by themselves; then
 * all directories once, by size: what an index has in front of the size only needs to be dealt out in that order. Every
 * step is linear, whatever the shape of the tree, and reads memory in order or from few places, since a directory's size
 * moves together with its id. The keys are used up.
 */
final class PageIndexes {
    /**
     * The keys, ids and sizes to sort in, and, where all directories are children of one, the same again for sorting
     * these.
     */
    static final int BYTES_PER_DIRECTORY =
            IndexKeys.BYTES_PER_DIRECTORY + 2 * Integer.BYTES + LargestFirst.BYTES_PER_DIRECTORY;

    private static final int STEP = 1 << 13;

    private final DatabaseFile database;
    private final IndexKeys keys;
    private final LongConsumer rowsDone;
    private final int directories;
    private double rowsPerVisit;
    private final long[] sizeAndId = new long[2];
    private final long[] firstSizeAndId = new long[3];
    private boolean sortingTold;
    private long visits;
    private long told;
    private int untold;

    /** @param rowsDone told {@link GenerationSchema#indexRows} in all */
    PageIndexes(DatabaseFile database, IndexKeys keys, LongConsumer rowsDone) {
        this.database = database;
        this.keys = keys;
        this.rowsDone = rowsDone;
        directories = keys.directories;
    }

    void write() throws IOException {
        int[] ends = new int[directories + 1];
        int[] others = new int[directories];
        // In the schema they stand in the order in which SQLite creates them.
        writeChildren(ends, others);
        int[] ids = keys.parent;
        for (int i = 0; i < directories; i++) {
            ids[i] = i + 1;
        }
        LargestFirst sorted = new LargestFirst(keys.size, ids, new long[directories], ends);
        sorted.sort(directories, this::visited);
        writeLargest(sorted);
        int[] owners = fetchOwners(sorted.ids(), others);
        writeOwners(GenerationSchema.OWNER, keys.uids(), sorted, owners);
        writeOwners(GenerationSchema.GROUP, keys.gids(), sorted, owners);
        database.addStatistic(GenerationSchema.DIRECTORIES.name(), directories);
        tell(GenerationSchema.indexRows(directories) - told);
    }

    /**
     * @param ends room for where the children of each directory end; those of the next begin there
     * @param children room for the children of each directory beside each other
     */
    private void writeChildren(int[] ends, int[] children) throws IOException {
        int most = countChildren(ends);
        sortingTold = most > directories / 8;
        // Each index is written; children, owners and groups are dealt out before; owners are fetched once.
        int sortings = LargestFirst.visits(keys.size, directories) * (sortingTold ? 2 : 1);
        rowsPerVisit = GenerationSchema.indexRows(directories) / ((sortings + 4.0 + 3 + 1) * Math.max(1, directories));
        dealChildren(ends, children);
        LargestFirst sort = new LargestFirst(new long[most], new int[most], new long[most], new int[most]);
        IndexWriter index = database.newIndex();
        long parents = 0;
        long pairs = 0;
        for (int parent = 1; parent <= directories; parent++) {
            int from = ends[parent - 1];
            int count = ends[parent] - from;
            if (count > 0) {
                long[] sizes = sort.sizes();
                int[] ids = sort.ids();
                for (int i = 0; i < count; i++) {
                    ids[i] = children[from + i];
                    sizes[i] = keys.size[ids[i] - 1];
                }
                sort.sort(count, this::lookedAt);
                parents++;
                firstSizeAndId[0] = parent;
                pairs += put(index, firstSizeAndId, sort.sizes(), sort.ids(), 0, count);
            }
        }
        finish(GenerationSchema.CHILDREN, index, parents, pairs);
    }

    /** Where the children of each directory begin; returns how many the directory has that has most. */
    private int countChildren(int[] starts) {
        int[] parents = keys.parent;
        for (int from = 0; from < directories; from += STEP) {
            int to = Math.min(directories, from + STEP);
            for (int i = from; i < to; i++) {
                starts[parents[i]]++;
            }
            visited(0);
        }
        return startsOf(starts);
    }

    /** Children in ascending order. */
    private void dealChildren(int[] ends, int[] children) {
        int[] parents = keys.parent;
        for (int from = 0; from < directories; from += STEP) {
            int to = Math.min(directories, from + STEP);
            for (int i = from; i < to; i++) {
                children[ends[parents[i]]++] = i + 1;
            }
            visited(to - from);
        }
    }

    /** Makes of the number of each the sum of those before; returns the greatest number. */
    private static int startsOf(int[] numbers) {
        int most = 0;
        int sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            most = Math.max(most, number);
            numbers[i] = sum;
            sum += number;
        }
        return most;
    }

    private void writeLargest(LargestFirst sorted) throws IOException {
        IndexWriter index = database.newIndex();
        long different = put(index, sizeAndId, sorted.sizes(), sorted.ids(), 0, directories);
        finish(GenerationSchema.LARGEST, index, different);
    }

    /** The pairs of owner and group of all directories, in their order. */
    private int[] fetchOwners(int[] ids, int[] owners) {
        for (int from = 0; from < directories; from += STEP) {
            int to = Math.min(directories, from + STEP);
            for (int i = from; i < to; i++) {
                owners[i] = keys.owners[ids[i] - 1];
            }
            visited(to - from);
        }
        return owners;
    }

    /**
     * @param ofPair the first column, by pair of owner and group
     * @param pairs of the sorted directories
     */
    private void writeOwners(GenerationSchema.Index which, long[] ofPair, LargestFirst sorted, int[] pairs)
            throws IOException {
        long[] owners = Arrays.stream(ofPair)
                .filter(owner -> owner != DirectoryRows.SEVERAL_OWNERS)
                .sorted()
                .distinct()
                .toArray();
        // Those that the index has not are dealt behind the others.
        int[] place = new int[ofPair.length];
        for (int pair = 0; pair < place.length; pair++) {
            place[pair] = ofPair[pair] == DirectoryRows.SEVERAL_OWNERS
                    ? owners.length
                    : Arrays.binarySearch(owners, ofPair[pair]);
        }
        int[] ends = deal(sorted, pairs, place, owners.length + 1);
        IndexWriter index = database.newIndex();
        long different = 0;
        int from = 0;
        for (int owner = 0; owner < owners.length; owner++) {
            firstSizeAndId[0] = owners[owner];
            different += put(index, firstSizeAndId, sorted.otherSizes(), sorted.otherIds(), from, ends[owner]);
            from = ends[owner];
        }
        finish(which, index, owners.length, different);
    }

    /** Those of each place together, in the order they had, in the other arrays; returns where each place ends. */
    private int[] deal(LargestFirst sorted, int[] pairs, int[] place, int places) {
        int[] next = new int[places];
        for (int i = 0; i < directories; i++) {
            next[place[pairs[i]]]++;
        }
        startsOf(next);
        long[] sizes = sorted.sizes();
        int[] ids = sorted.ids();
        long[] dealtSizes = sorted.otherSizes();
        int[] dealtIds = sorted.otherIds();
        for (int from = 0; from < directories; from += STEP) {
            int to = Math.min(directories, from + STEP);
            for (int i = from; i < to; i++) {
                int at = next[place[pairs[i]]]++;
                dealtSizes[at] = sizes[i];
                dealtIds[at] = ids[i];
            }
            visited(to - from);
        }
        return next;
    }

    /**
     * Writes keys that end with a size and an id; returns how many different sizes there were.
     *
     * @param key with what comes before these in all of them
     */
    private long put(IndexWriter index, long[] key, long[] sizes, int[] ids, int from, int to) throws IOException {
        int sizeAt = key.length - 2;
        int idAt = key.length - 1;
        long different = 0;
        long last = -1;
        for (int i = from; i < to; i++) {
            long size = sizes[i];
            different += size == last ? 0 : 1;
            last = size;
            key[sizeAt] = size;
            key[idAt] = ids[i];
            index.add(key);
            countRow(index);
        }
        return different;
    }

    private void countRow(IndexWriter index) {
        if (index.rows() % STEP == 0) {
            visited(STEP);
        }
    }

    private void finish(GenerationSchema.Index which, IndexWriter index, long... distinct) throws IOException {
        String table = GenerationSchema.DIRECTORIES.name();
        database.addIndex(which.name(), table, which.sql(), index.finish());
        database.addStatistic(table, which.name(), true, index.rows(), distinct);
    }

    /** While children are sorted: seldom worth telling, and so many small groups that it is not told for each. */
    private void lookedAt(int more) {
        untold += more;
        if (untold >= STEP) {
            visited(sortingTold ? untold : 0);
            untold = 0;
        }
    }

    private void visited(int more) {
        visits += more;
        tell(Math.min((long) (visits * rowsPerVisit), GenerationSchema.indexRows(directories)) - told);
    }

    private void tell(long rows) {
        told += rows;
        rowsDone.accept(rows);
    }
}
