package org.fscensus.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.fscensus.sqlite.DatabaseFile;
import org.fscensus.sqlite.IndexWriter;
import org.fscensus.sqlite.Row;
import org.fscensus.sqlite.TableWriter;
import org.jspecify.annotations.Nullable;

/** Writes the database page after page; the indexes' keys are kept in memory from the load of the directories on. */
final class PageLoader implements BulkLoader {
    private static final int STEP = 1 << 12;
    private static final int BATCH_ROWS = 1_000;

    /** In place of an integer; no figure of a directory is so small, but a time that is none. */
    private static final long NULL = DirectoryRows.NO_TIME;

    /** Columns of integers in front of a directory's name. */
    private static final int BEFORE_NAME = 2;

    private final DatabaseFile database;
    private final Runnable fileMayHaveGrown;
    private final Map<GenerationSchema.Relation, Integer> rootPages = new HashMap<>();
    private final long[] integers = new long[GenerationSchema.DIRECTORIES.columns() - 1];
    private IndexKeys keys = new IndexKeys(0);

    PageLoader(Path file, Runnable fileMayHaveGrown) throws IOException {
        this.fileMayHaveGrown = fileMayHaveGrown;
        database = new DatabaseFile(
                file, GenerationSchema.PAGE_BYTES, GenerationSchema.VERSION, GenerationSchema.APPLICATION_ID);
    }

    @Override
    public long loadDirectories(DirectoryRows source, LongConsumer rowsDone) throws IOException {
        keys = new IndexKeys(source.size());
        TableWriter table = database.newTable();
        Row row = new Row(GenerationSchema.DIRECTORIES.columns());
        long told = 0;
        while (source.next()) {
            put(row, source);
            table.add(source.dirId(), row);
            if (table.rows() % STEP == 0) {
                fileMayHaveGrown.run();
                rowsDone.accept(table.rows() - told);
                told = table.rows();
            }
        }
        rowsDone.accept(table.rows() - told);
        rootPages.put(GenerationSchema.DIRECTORIES, table.finish());
        return table.rows();
    }

    /** The columns of {@link GenerationSchema#DIRECTORIES}, whose values {@link DirectoryInsert} has alike. */
    private void put(Row row, DirectoryRows source) {
        boolean listed = source.listed();
        long[] values = integers;
        values[0] = NULL; // The key of the row itself.
        values[1] = orNull(source.parentId(), 0);
        values[2] = source.depth();
        values[3] = listed ? 1 : 0;
        values[4] = listed ? source.uid() : NULL;
        values[5] = listed ? source.gid() : NULL;
        values[6] = source.directFiles();
        values[7] = source.directAllocatedBytes();
        values[8] = source.directApparentBytes();
        values[9] = source.directDirectories();
        values[10] = source.directLastAccess();
        values[11] = source.recursiveFiles();
        values[12] = source.recursiveAllocatedBytes();
        values[13] = source.recursiveApparentBytes();
        values[14] = source.recursiveDirectories();
        values[15] = source.recursiveLastAccess();
        long uid = source.ownerUid();
        long gid = source.ownerGid();
        values[16] = orNull(uid, DirectoryRows.SEVERAL_OWNERS);
        values[17] = orNull(gid, DirectoryRows.SEVERAL_OWNERS);
        row.begin();
        row.integers(values, 0, BEFORE_NAME, NULL);
        row.text(source.nameBytes(), source.nameFrom(), source.nameTo());
        row.integers(values, BEFORE_NAME, values.length, NULL);
        keys.add(source.dirId(), source.parentId(), values[12], uid, gid);
    }

    private static long orNull(long value, long none) {
        return value == none ? NULL : value;
    }

    @Override
    public void loadUsage(UsageRows source, LongConsumer stepsDone) throws IOException {
        UsagePages pages = new UsagePages(database, fileMayHaveGrown);
        source.writeTo(pages, stepsDone);
        rootPages.put(GenerationSchema.USAGE, pages.finishRows());
        rootPages.put(GenerationSchema.USAGE_BLOCKS, pages.finishBlocks());
    }

    @Override
    public void load(GenerationSchema.Relation relation, Iterable<List<@Nullable Object>> rows, Runnable checkpoint)
            throws IOException {
        boolean hasRowid = relation.kind() == GenerationSchema.Kind.TABLE;
        TableWriter table = database.newTable();
        IndexWriter keyed = database.newIndex();
        long[] distinct = new long[relation.keyColumns()];
        List<@Nullable Object> last = List.of();
        Row row = new Row(relation.columns());
        int count = 0;
        for (List<@Nullable Object> values : rows) {
            put(row, values, hasRowid);
            if (hasRowid) {
                table.add((Long) Objects.requireNonNull(values.get(0)), row);
            } else {
                keyed.add(row);
            }
            for (int i = 0; i < distinct.length; i++) {
                if (count == 0 || !values.subList(0, i + 1).equals(last.subList(0, i + 1))) {
                    distinct[i]++;
                }
            }
            last = values;
            if (++count % BATCH_ROWS == 0) {
                checkpoint.run();
            }
        }
        checkpoint.run();
        rootPages.put(relation, hasRowid ? table.finish() : keyed.finish());
        if (hasRowid) {
            database.addStatistic(relation.name(), count);
        } else {
            database.addStatistic(relation.name(), relation.name(), false, count, distinct);
        }
    }

    private static void put(Row row, List<@Nullable Object> values, boolean hasRowid) {
        row.begin();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null || (i == 0 && hasRowid)) {
                row.nothing();
            } else if (value instanceof Long number) {
                row.integer(number);
            } else {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                row.text(text, 0, text.length);
            }
        }
    }

    @Override
    public void createIndexes(LongConsumer rowsDone) throws IOException {
        for (GenerationSchema.Relation relation : GenerationSchema.RELATIONS) {
            if (relation.kind() == GenerationSchema.Kind.VIEW) {
                database.addView(relation.name(), relation.sql());
            } else {
                database.addTable(relation.name(), relation.sql(), rootOf(relation));
            }
        }
        new PageIndexes(database, keys, more -> {
                    fileMayHaveGrown.run();
                    rowsDone.accept(more);
                })
                .write();
        database.finish();
    }

    /** The relation's tree; an empty one where nothing was loaded. */
    private int rootOf(GenerationSchema.Relation relation) throws IOException {
        Integer root = rootPages.get(relation);
        if (root != null) {
            return root;
        }
        return relation.kind() == GenerationSchema.Kind.TABLE
                ? database.newTable().finish()
                : database.newIndex().finish();
    }

    @Override
    public void close() throws IOException {
        keys = new IndexKeys(0);
        database.close();
    }
}
