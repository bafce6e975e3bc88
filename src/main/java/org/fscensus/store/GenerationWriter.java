package org.fscensus.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds one generation's database in a file that nobody else sees yet, through one of the {@link Loader}s. The calls
 * come in the order in which they stand here, from one thread. The bytes of the file depend on nothing but the loader
 * and what is handed in.
 *
 * <p>Nothing protects the file while it is built (no journal, no sync): after an exception, or a crash, it is good for
 * deletion only, and before {@link #createIndexes} it may be no database yet. A
 * {@link java.util.concurrent.CancellationException} thrown by a progress consumer stops the work at once and is thrown
 * on.
 */
public final class GenerationWriter implements AutoCloseable {
    /** Bytes of heap that a loader takes for each directory while they are loaded. */
    public static final int BYTES_PER_DIRECTORY = IndexKeys.BYTES_PER_DIRECTORY;

    /** Bytes of heap that a loader takes for each directory while it creates the indexes. */
    public static final int INDEX_BYTES_PER_DIRECTORY = PageIndexes.BYTES_PER_DIRECTORY;

    /** Steps that {@link #verify} tells in all. */
    public static final long VERIFY_STEPS = GenerationVerifier.TOTAL_STEPS;

    private final Path file;
    private final DiskForcer forcer;
    private final BulkLoader loader;

    /** Where tests put a slow or a failing disk. */
    interface ForcerOpener {
        DiskForcer open(Path file) throws IOException;
    }

    /**
     * Creates the file.
     *
     * @param file must not exist, or be empty
     */
    public GenerationWriter(Path file, Loader loader) throws IOException {
        this(file, loader, DiskForcer::new);
    }

    GenerationWriter(Path file, Loader loader, ForcerOpener forcers) throws IOException {
        this.file = file;
        if (Files.exists(file) && Files.size(file) > 0) {
            throw new IOException(file + " exists already; a generation is never written over another");
        }
        this.forcer = forcers.open(file);
        try {
            this.loader = loader.open(file, forcer::fileMayHaveGrown);
        } catch (IOException e) {
            forcer.close();
            throw e;
        }
    }

    /** Rows that {@link #createIndexes} tells for so many directories. */
    public static long indexRows(long directories) {
        return GenerationSchema.indexRows(directories);
    }

    /**
     * Loads the directories.
     *
     * @param rowsDone told increments, several times a second
     * @return how many there were
     */
    public long writeDirectories(DirectoryRows source, LongConsumer rowsDone) throws IOException {
        try {
            return loader.loadDirectories(source, rowsDone);
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        }
    }

    /**
     * Loads the usage relation and its sums.
     *
     * @param stepsDone told increments, several times a second
     */
    public void writeUsage(UsageRows source, LongConsumer stepsDone) throws IOException {
        try {
            loader.loadUsage(source, stepsDone);
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        }
    }

    /**
     * Totals of each owner, in any order; owners that only have directories too.
     *
     * @param checkpoint called once a batch, here and below; an exception from it stops the work and is thrown on
     */
    public void writeOwners(Collection<OwnerTotals> owners, Runnable checkpoint) throws IOException {
        writeTotals(GenerationSchema.OWNER_SUMMARY, owners, checkpoint);
    }

    /** Totals of each group, in any order. */
    public void writeGroups(Collection<OwnerTotals> groups, Runnable checkpoint) throws IOException {
        writeTotals(GenerationSchema.GROUP_SUMMARY, groups, checkpoint);
    }

    /** Both histograms, in any order; empty cells may be left out. */
    public void writeHistograms(Collection<HistogramRow> age, Collection<HistogramRow> size, Runnable checkpoint)
            throws IOException {
        writeHistogram(GenerationSchema.ACCESS_HISTOGRAM, age, checkpoint);
        writeHistogram(GenerationSchema.SIZE_HISTOGRAM, size, checkpoint);
    }

    /** Names of users and groups, in any order. */
    public void writeAccounts(Collection<UserName> users, Collection<GroupName> groups, Runnable checkpoint)
            throws IOException {
        load(
                GenerationSchema.USER_INFO,
                users,
                Comparator.comparingLong(UserName::uid),
                user -> Arrays.asList(user.uid(), user.username(), user.fullName()),
                checkpoint);
        load(
                GenerationSchema.GROUP_INFO,
                groups,
                Comparator.comparingLong(GroupName::gid),
                group -> List.of(group.gid(), group.name()),
                checkpoint);
    }

    /** What is to be known about the scan, by ASCII keys; the schema's version is added. */
    public void writeMetadata(Map<String, String> metadata) throws IOException {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put("schema_version", Integer.toString(GenerationSchema.VERSION));
        load(
                GenerationSchema.SCAN_METADATA,
                all.entrySet(),
                Map.Entry.comparingByKey(),
                entry -> List.of(entry.getKey(), entry.getValue()),
                () -> {});
    }

    /** Creates the indexes and the planner's statistics; {@code rowsDone} is told {@link #indexRows} in all. */
    public void createIndexes(LongConsumer rowsDone) throws IOException {
        try {
            loader.createIndexes(rowsDone);
        } catch (UncheckedIOException e) {
            // Of the forcer, which also works where no checked exception can pass.
            throw e.getCause();
        }
    }

    /**
     * Closes the file and checks the whole database as anybody would read it.
     *
     * @param stepsDone told {@link #VERIFY_STEPS} in all, and zeros while the disk is waited for
     * @return the totals as they were read back
     * @throws VerificationException if anything is not as expected
     */
    public GenerationFigures verify(ExpectedTotals expected, LongConsumer stepsDone)
            throws IOException, VerificationException {
        loader.close();
        GenerationFigures totals;
        try {
            totals = new GenerationVerifier(file).verify(expected, stepsDone);
        } catch (SQLException e) {
            throw new IOException("cannot verify " + file + ": " + e.getMessage(), e);
        }
        forcer.finish(() -> stepsDone.accept(0));
        return totals;
    }

    /** Closes the file; it stays where it is, whether it is whole or not. */
    @Override
    public void close() throws IOException {
        try (forcer) {
            loader.close();
        }
    }

    private void writeTotals(GenerationSchema.Relation relation, Collection<OwnerTotals> totals, Runnable checkpoint)
            throws IOException {
        load(
                relation,
                totals,
                Comparator.comparingLong(OwnerTotals::id),
                total -> List.of(
                        total.id(), total.allocatedBytes(), total.apparentBytes(), total.files(), total.directories()),
                checkpoint);
    }

    private void writeHistogram(GenerationSchema.Relation relation, Collection<HistogramRow> cells, Runnable checkpoint)
            throws IOException {
        load(
                relation,
                cells,
                Comparator.comparingLong(HistogramRow::ownerUid).thenComparingInt(HistogramRow::bucket),
                cell -> List.of(cell.ownerUid(), (long) cell.bucket(), cell.files(), cell.allocatedBytes()),
                checkpoint);
    }

    private <T> void load(
            GenerationSchema.Relation relation,
            Collection<T> all,
            Comparator<? super T> order,
            Function<T, List<@Nullable Object>> values,
            Runnable checkpoint)
            throws IOException {
        Iterable<List<@Nullable Object>> rows =
                () -> all.stream().sorted(order).map(values).iterator();
        loader.load(relation, rows, checkpoint);
    }
}
