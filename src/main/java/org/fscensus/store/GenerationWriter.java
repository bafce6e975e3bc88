package org.fscensus.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.sqlite.SQLiteConfig;

/**
 * Builds one generation's database in a file that nobody else sees yet. The calls come in the order in which they stand
 * here, from one thread. The bytes of the file depend on nothing but what is handed in.
 *
 * <p>Nothing protects the file while it is built (no journal, no sync): after an exception, or a crash, it is good for
 * deletion only. A {@link java.util.concurrent.CancellationException} thrown by a progress consumer stops the work at
 * once and is thrown on.
 */
public final class GenerationWriter implements AutoCloseable {
    /** Steps that {@link #verify} tells in all. */
    public static final long VERIFY_STEPS = GenerationVerifier.TOTAL_STEPS;

    private static final int BATCH_ROWS = 1_000;

    /** Measured: what SQLite's virtual machine does for each row of an index. */
    private static final double INDEX_STEPS_PER_ROW = 12;

    /**
     * The page cache, and with it the size of the runs that CREATE INDEX sorts in memory: sorting one run cannot be
     * interrupted, and must stay well below a second.
     */
    private static final int CACHE_KIB = 16 << 10;

    private final Path file;
    private final Connection connection;
    private final DiskForcer forcer;
    private final LongStatement statements;
    private long rows;

    /** Where tests put a slow or a failing disk. */
    interface ForcerOpener {
        DiskForcer open(Path file) throws IOException;
    }

    /**
     * Creates the database with its empty relations.
     *
     * @param file must not exist, or be empty
     */
    public GenerationWriter(Path file) throws IOException {
        this(file, DiskForcer::new);
    }

    GenerationWriter(Path file, ForcerOpener forcers) throws IOException {
        this.file = file;
        if (Files.exists(file) && Files.size(file) > 0) {
            throw new IOException(file + " exists already; a generation is never written over another");
        }
        this.forcer = forcers.open(file);
        try {
            this.connection = open(file);
        } catch (SQLException e) {
            forcer.close();
            throw failure("create", e);
        }
        this.statements = new LongStatement(connection, forcer::fileMayHaveGrown);
    }

    /** Rows that {@link #createIndexes} tells for so many directories. */
    public static long indexRows(long directories) {
        return GenerationSchema.INDEXES.size() * directories;
    }

    /**
     * Loads the directories.
     *
     * @param rowsDone told increments, several times a second
     * @return how many there were
     */
    public long writeDirectories(DirectoryRows source, LongConsumer rowsDone) throws IOException {
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
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        } catch (SQLException e) {
            throw failure("load the directories of", e);
        }
    }

    /**
     * Totals of each owner, in any order; owners that only have directories too.
     *
     * @param checkpoint called once a batch, here and below; an exception from it stops the work and is thrown on
     */
    public void writeOwners(Collection<OwnerTotals> owners, Runnable checkpoint) throws IOException {
        writeTotals("INSERT INTO owner_summary VALUES (?, ?, ?, ?, ?)", owners, checkpoint);
    }

    /** Totals of each group, in any order. */
    public void writeGroups(Collection<OwnerTotals> groups, Runnable checkpoint) throws IOException {
        writeTotals("INSERT INTO group_summary VALUES (?, ?, ?, ?, ?)", groups, checkpoint);
    }

    /** Both histograms, in any order; empty cells may be left out. */
    public void writeHistograms(Collection<HistogramRow> age, Collection<HistogramRow> size, Runnable checkpoint)
            throws IOException {
        writeHistogram("INSERT INTO access_histogram VALUES (?, ?, ?, ?)", age, checkpoint);
        writeHistogram("INSERT INTO size_histogram VALUES (?, ?, ?, ?)", size, checkpoint);
    }

    /** Names of users and groups, in any order. */
    public void writeAccounts(Collection<UserName> users, Collection<GroupName> groups, Runnable checkpoint)
            throws IOException {
        List<UserName> sortedUsers =
                users.stream().sorted(Comparator.comparingLong(UserName::uid)).toList();
        insertAll("INSERT INTO user_info VALUES (?, ?, ?)", sortedUsers, checkpoint, (insert, user) -> {
            insert.setLong(1, user.uid());
            insert.setString(2, user.username());
            insert.setString(3, user.fullName());
        });
        List<GroupName> sortedGroups =
                groups.stream().sorted(Comparator.comparingLong(GroupName::gid)).toList();
        insertAll("INSERT INTO group_info VALUES (?, ?)", sortedGroups, checkpoint, (insert, group) -> {
            insert.setLong(1, group.gid());
            insert.setString(2, group.name());
        });
    }

    /** What is to be known about the scan; the schema's version is added. */
    public void writeMetadata(Map<String, String> metadata) throws IOException {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put("schema_version", Integer.toString(GenerationSchema.VERSION));
        insertAll("INSERT INTO scan_metadata VALUES (?, ?)", all.entrySet(), () -> {}, (insert, entry) -> {
            insert.setString(1, entry.getKey());
            insert.setString(2, entry.getValue());
        });
    }

    /** Creates the indexes; {@code rowsDone} is told {@link #indexRows} in all. */
    public void createIndexes(LongConsumer rowsDone) throws IOException {
        try {
            for (String index : GenerationSchema.INDEXES) {
                statements.run(index, rows, INDEX_STEPS_PER_ROW * rows, rowsDone);
            }
            connection.commit();
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        } catch (SQLException e) {
            throw failure("create the indexes of", e);
        }
    }

    /**
     * Checks the whole database as anybody would read it.
     *
     * @param stepsDone told {@link #VERIFY_STEPS} in all, and zeros while the disk is waited for
     * @throws VerificationException if anything is not as expected
     */
    public void verify(ExpectedTotals expected, LongConsumer stepsDone) throws IOException, VerificationException {
        try {
            new GenerationVerifier(statements).verify(expected, stepsDone);
            connection.commit();
            forcer.finish(() -> stepsDone.accept(0));
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        } catch (SQLException e) {
            throw failure("verify", e);
        }
    }

    /** Closes the file; it stays where it is, whether it is whole or not. */
    @Override
    public void close() throws IOException {
        try (forcer) {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(GenerationSchema.PAGE_BYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setCacheSize(-CACHE_KIB);
        config.setApplicationId(GenerationSchema.APPLICATION_ID);
        config.setUserVersion(GenerationSchema.VERSION);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String relation : GenerationSchema.RELATIONS) {
                statement.execute(relation);
            }
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void flush(PreparedStatement insert, int batch, LongConsumer rowsDone) throws SQLException {
        insert.executeBatch();
        rows += batch;
        forcer.fileMayHaveGrown();
        rowsDone.accept(batch);
    }

    private void writeTotals(String sql, Collection<OwnerTotals> totals, Runnable checkpoint) throws IOException {
        List<OwnerTotals> sorted = totals.stream()
                .sorted(Comparator.comparingLong(OwnerTotals::id))
                .toList();
        insertAll(sql, sorted, checkpoint, (insert, total) -> {
            insert.setLong(1, total.id());
            insert.setLong(2, total.allocatedBytes());
            insert.setLong(3, total.apparentBytes());
            insert.setLong(4, total.files());
            insert.setLong(5, total.directories());
        });
    }

    private void writeHistogram(String sql, Collection<HistogramRow> cells, Runnable checkpoint) throws IOException {
        List<HistogramRow> sorted = cells.stream()
                .sorted(Comparator.comparingLong(HistogramRow::ownerUid).thenComparingInt(HistogramRow::bucket))
                .toList();
        insertAll(sql, sorted, checkpoint, (insert, cell) -> {
            insert.setLong(1, cell.ownerUid());
            insert.setInt(2, cell.bucket());
            insert.setLong(3, cell.files());
            insert.setLong(4, cell.allocatedBytes());
        });
    }

    private interface Binder<T> {
        void bind(PreparedStatement insert, T row) throws SQLException;
    }

    private <T> void insertAll(String sql, Collection<T> all, Runnable checkpoint, Binder<T> binder)
            throws IOException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int batch = 0;
            for (T row : all) {
                binder.bind(insert, row);
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

    private IOException failure(String what, SQLException e) {
        return new IOException("cannot " + what + " " + file + ": " + e.getMessage(), e);
    }
}
