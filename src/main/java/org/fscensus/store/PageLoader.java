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
    private static final int STEP = 1 << 10;
    private static final int BATCH_ROWS = 1_000;

    private final DatabaseFile database;
    private final Runnable fileMayHaveGrown;
    private final Map<GenerationSchema.Relation, Integer> rootPages = new HashMap<>();
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
            keys.add(source);
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
    private static void put(Row row, DirectoryRows source) {
        row.begin();
        row.nothing(); // The key of the row itself.
        putOr(row, source.parentId(), 0);
        row.text(source.nameBytes(), source.nameFrom(), source.nameTo());
        row.integer(source.depth());
        if (source.listed()) {
            row.integer(1);
            row.integer(source.uid());
            row.integer(source.gid());
        } else {
            row.integer(0);
            row.nothing();
            row.nothing();
        }
        row.integer(source.directFiles());
        row.integer(source.directAllocatedBytes());
        row.integer(source.directApparentBytes());
        row.integer(source.directDirectories());
        putOr(row, source.directLastAccess(), DirectoryRows.NO_TIME);
        row.integer(source.recursiveFiles());
        row.integer(source.recursiveAllocatedBytes());
        row.integer(source.recursiveApparentBytes());
        row.integer(source.recursiveDirectories());
        putOr(row, source.recursiveLastAccess(), DirectoryRows.NO_TIME);
        putOr(row, source.ownerUid(), DirectoryRows.SEVERAL_OWNERS);
        putOr(row, source.ownerGid(), DirectoryRows.SEVERAL_OWNERS);
    }

    private static void putOr(Row row, long value, long none) {
        if (value == none) {
            row.nothing();
        } else {
            row.integer(value);
        }
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
