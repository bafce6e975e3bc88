package org.fscensus.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.fscensus.sqlite.DatabaseFile;
import org.fscensus.sqlite.IndexWriter;
import org.fscensus.sqlite.Row;

/**
 * Writes the indexes of {@link GenerationSchema#INDEXES}. Directories are sorted once, by size: what an index has in
 * front of the size only needs to be dealt out in that order. Every step is linear, whatever the shape of the tree.
 */
final class PageIndexes {
    private static final int STEP = 1 << 13;

    private final DatabaseFile database;
    private final IndexKeys keys;
    private final LongConsumer rowsDone;
    private final int directories;
    private final LargestFirst sort;
    private final double rowsPerVisit;
    private final Row two = new Row(2);
    private final Row three = new Row(3);
    private long visits;
    private long told;

    /** @param rowsDone told {@link GenerationSchema#indexRows} in all */
    PageIndexes(DatabaseFile database, IndexKeys keys, LongConsumer rowsDone) {
        this.database = database;
        this.keys = keys;
        this.rowsDone = rowsDone;
        directories = keys.directories;
        sort = new LargestFirst(keys.size);
        // Each index is written; three are dealt out before.
        double visitsPerDirectory = sort.visits() + 4 + 3;
        rowsPerVisit = GenerationSchema.indexRows(directories) / (visitsPerDirectory * Math.max(1, directories));
    }

    void write() throws IOException {
        int[] a = new int[directories + 1];
        int[] b = new int[directories + 1];
        int[] largest = sort.sort(a, b, this::visited);
        int[] other = largest == a ? b : a;
        // In the schema they stand in the order in which SQLite creates them.
        writeChildren(largest, other);
        writeLargest(largest);
        writeOwners(GenerationSchema.OWNER, keys.uids(), largest, other);
        writeOwners(GenerationSchema.GROUP, keys.gids(), largest, other);
        database.addStatistic(GenerationSchema.DIRECTORIES.name(), directories);
        tell(GenerationSchema.indexRows(directories) - told);
    }

    private void writeChildren(int[] largest, int[] firstChild) throws IOException {
        // A chain through the children of each directory, the largest first; the parents are needed no more then.
        int[] next = keys.parent;
        Arrays.fill(firstChild, 0);
        for (int i = directories - 1; i >= 0; i--) {
            int id = largest[i];
            int parent = next[id];
            next[id] = firstChild[parent];
            firstChild[parent] = id;
            if (i % STEP == 0) {
                visited(Math.min(STEP, directories - i));
            }
        }
        IndexWriter index = database.newIndex();
        long parents = 0;
        long pairs = 0;
        for (int parent = 1; parent <= directories; parent++) {
            if (firstChild[parent] != 0) {
                parents++;
                pairs += writeChain(index, parent, firstChild[parent], next);
            }
        }
        finish(GenerationSchema.CHILDREN, index, parents, pairs);
    }

    /** Returns how many different sizes there were. */
    private long writeChain(IndexWriter index, int parent, int first, int[] next) throws IOException {
        long sizes = 0;
        long last = -1;
        for (int id = first; id != 0; id = next[id]) {
            long size = keys.size[id];
            sizes += size == last ? 0 : 1;
            last = size;
            put(index, parent, size, id);
        }
        return sizes;
    }

    private void writeLargest(int[] largest) throws IOException {
        IndexWriter index = database.newIndex();
        long sizes = 0;
        long last = -1;
        for (int i = 0; i < directories; i++) {
            int id = largest[i];
            long size = keys.size[id];
            sizes += size == last ? 0 : 1;
            last = size;
            two.begin();
            two.integer(size);
            two.integer(id);
            index.add(two);
            countRow(index);
        }
        finish(GenerationSchema.LARGEST, index, sizes);
    }

    /** @param ofPair the first column by {@link IndexKeys#owners} */
    private void writeOwners(GenerationSchema.Index which, long[] ofPair, int[] largest, int[] dealt)
            throws IOException {
        long[] owners = Arrays.stream(ofPair)
                .filter(owner -> owner != DirectoryRows.SEVERAL_OWNERS)
                .sorted()
                .distinct()
                .toArray();
        int[] place = new int[ofPair.length];
        for (int pair = 0; pair < place.length; pair++) {
            place[pair] = ofPair[pair] == DirectoryRows.SEVERAL_OWNERS ? -1 : Arrays.binarySearch(owners, ofPair[pair]);
        }
        int[] ends = deal(largest, dealt, place, owners.length);
        IndexWriter index = database.newIndex();
        long pairs = 0;
        int i = 0;
        for (int owner = 0; owner < owners.length; owner++) {
            long last = -1;
            for (; i < ends[owner]; i++) {
                int id = dealt[i];
                long size = keys.size[id];
                pairs += size == last ? 0 : 1;
                last = size;
                put(index, owners[owner], size, id);
            }
        }
        finish(which, index, owners.length, pairs);
    }

    /** Those of each place together, in the order they had; returns where each place ends. */
    private int[] deal(int[] largest, int[] dealt, int[] place, int places) {
        int[] next = new int[places];
        for (int id = 1; id <= directories; id++) {
            int at = place[keys.owners[id]];
            if (at >= 0) {
                next[at]++;
            }
        }
        int sum = 0;
        for (int i = 0; i < places; i++) {
            int count = next[i];
            next[i] = sum;
            sum += count;
        }
        for (int i = 0; i < directories; i++) {
            int id = largest[i];
            int at = place[keys.owners[id]];
            if (at >= 0) {
                dealt[next[at]++] = id;
            }
            if (i % STEP == 0) {
                visited(Math.min(STEP, directories - i));
            }
        }
        return next;
    }

    private void put(IndexWriter index, long first, long size, int id) throws IOException {
        three.begin();
        three.integer(first);
        three.integer(size);
        three.integer(id);
        index.add(three);
        countRow(index);
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

    private void visited(int more) {
        visits += more;
        tell(Math.min((long) (visits * rowsPerVisit), GenerationSchema.indexRows(directories)) - told);
    }

    private void tell(long rows) {
        told += rows;
        rowsDone.accept(rows);
    }
}
