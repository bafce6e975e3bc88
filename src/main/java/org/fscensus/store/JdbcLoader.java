package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** Lets SQLite write the database. */
final class JdbcLoader implements BulkLoader {
    private static final int BATCH_ROWS = 1_000;

    /** Measured: what SQLite's virtual machine does for each row of an index. */
    private static final double INDEX_STEPS_PER_ROW = 12;

    /** Measured: what it does for each directory in all indexes together. */
    private static final double ANALYZE_STEPS_PER_ROW = 32;

    /**
     * The page cache, and with it the size of the runs that CREATE INDEX sorts in memory: sorting one run cannot be
     * interrupted, and must stay well below a second.
     */
    private static final int CACHE_KIB = 16 << 10;

    private final Path file;
    private final Connection connection;
    private final Runnable fileMayHaveGrown;
    private final LongStatement statements;
    private long rows;

    JdbcLoader(Path file, Runnable fileMayHaveGrown) throws IOException {
        this.file = file;
        this.fileMayHaveGrown = fileMayHaveGrown;
        try {
            this.connection = open(file);
        } catch (SQLException e) {
            throw failure("create", e);
        }
        this.statements = new LongStatement(connection, fileMayHaveGrown);
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(GenerationSchema.PAGE_BYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-CACHE_KIB);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            // Not by the configuration: it would write them first, and so create the file, with pages of the usual
            // size.
            statement.execute("PRAGMA application_id = " + GenerationSchema.APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + GenerationSchema.VERSION);
            connection.setAutoCommit(false);
            for (GenerationSchema.Relation relation : GenerationSchema.RELATIONS) {
                statement.execute(relation.sql());
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public long loadDirectories(DirectoryRows source, LongConsumer rowsDone) throws IOException {
        try (PreparedStatement insert = connection.prepareStatement(GenerationSchema.INSERT_DIRECTORY)) {
            int batch = 0;
            while (source.next()) {
                DirectoryInsert.bind(insert, source);
                insert.addBatch();
                if (++batch == BATCH_ROWS) {
                    flush(insert, batch, rowsDone);
                    batch = 0;
                }
            }
            if (batch > 0) {
                flush(insert, batch, rowsDone);
            }
            connection.commit();
            return rows;
        } catch (SQLException e) {
            throw failure("load the directories of", e);
        }
    }

    private void flush(PreparedStatement insert, int batch, LongConsumer rowsDone) throws SQLException {
        insert.executeBatch();
        rows += batch;
        fileMayHaveGrown.run();
        rowsDone.accept(batch);
    }

    @Override
    public void loadUsage(UsageRows source, LongConsumer stepsDone) throws IOException {
        try (UsageInsert insert = new UsageInsert(connection, fileMayHaveGrown)) {
            source.writeTo(insert, stepsDone);
            insert.flush();
            connection.commit();
        } catch (SQLException e) {
            throw failure("load the usage of", e);
        }
    }

    @Override
    public void load(GenerationSchema.Relation relation, Iterable<List<@Nullable Object>> source, Runnable checkpoint)
            throws IOException {
        String places = String.join(", ", Collections.nCopies(relation.columns(), "?"));
        String sql = "INSERT INTO " + relation.name() + " VALUES (" + places + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int batch = 0;
            for (List<@Nullable Object> row : source) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.addBatch();
                if (++batch == BATCH_ROWS) {
                    insert.executeBatch();
                    checkpoint.run();
                    batch = 0;
                }
            }
            insert.executeBatch();
            checkpoint.run();
            connection.commit();
        } catch (SQLException e) {
            throw failure("write the totals, names and metadata of", e);
        }
    }

    @Override
    public void createIndexes(LongConsumer rowsDone) throws IOException {
        try (Statement statement = connection.createStatement()) {
            for (GenerationSchema.Index index : GenerationSchema.INDEXES) {
                statements.run(index.sql(), rows, INDEX_STEPS_PER_ROW * rows, rowsDone);
            }
            statements.run("ANALYZE", rows, ANALYZE_STEPS_PER_ROW * rows, rowsDone);
            // Samples of keys, which only this loader would have: plans must not depend on the loader.
            statement.execute("DROP TABLE IF EXISTS sqlite_stat4");
            connection.commit();
        } catch (SQLException e) {
            throw failure("create the indexes of", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }

    private IOException failure(String what, SQLException e) {
        return new IOException("cannot " + what + " " + file + ": " + e.getMessage(), e);
    }
}
