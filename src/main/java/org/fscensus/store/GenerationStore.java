package org.fscensus.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.fscensus.entry.FilesystemName;
import org.fscensus.store.Catalogue.State;

/**
 * The generations on disk and their catalogue: publishes, prunes, hands out for reading. Thread-safe.
 *
 * <p>A generation is published in steps, each of which {@link #recover} can take up after a killed process: its file is
 * whole and on disk; the catalogue has it as publishing; the file has its final name; the catalogue has it as
 * published. Retired ones are deleted when their last reader is gone.
 */
public final class GenerationStore implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GenerationStore.class.getName());
    /** How ids have the time of the scan. */
    static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Where tests pull the plug. */
    enum Step {
        RECORDED,
        RENAMED,
        PUBLISHED
    }

    private final DataFiles files;
    private final Catalogue catalogue;
    private final DatabaseWatch watch;
    private final Clock clock;
    private final Retention retention;
    private final Consumer<Step> afterStep;
    /** Held from the last check of a generation to its publication, so that nothing newer comes between. */
    private final Object publishing = new Object();

    private final ReaderPools pools = new ReaderPools(this::deleteFile);

    /** @param control the migrated control database */
    public GenerationStore(Path dataDirectory, DataSource control, Clock clock, Retention retention) {
        this(dataDirectory, control, clock, retention, step -> {});
    }

    GenerationStore(
            Path dataDirectory, DataSource control, Clock clock, Retention retention, Consumer<Step> afterStep) {
        this.files = new DataFiles(dataDirectory);
        this.catalogue = new Catalogue(control);
        this.watch = new DatabaseWatch(files, catalogue, clock);
        this.clock = clock;
        this.retention = retention;
        this.afterStep = afterStep;
    }

    /**
     * Finishes or undoes what a killed process left: publications, deletions, unfinished files. To be called once,
     * before anything else.
     */
    public void recover() throws IOException {
        SqliteTemporaryFiles.keepIn(files.temporary());
        for (Generation generation : catalogue.inState(State.PUBLISHING)) {
            Path database = files.resolve(generation.database());
            Path part = DataFiles.partOf(database);
            if (isWhole(part, generation)) {
                DataFiles.rename(part, database);
            }
            if (isWhole(database, generation)) {
                catalogue.publish(generation, retention);
                LOG.log(Level.INFO, "finished publishing generation {0}", generation.id());
            } else {
                DataFiles.delete(database);
                catalogue.mark(generation.id(), State.DROPPED);
                LOG.log(Level.WARNING, "generation {0} was not whole and is dropped", generation.id());
            }
        }
        for (Generation generation : catalogue.inState(State.RETIRED)) {
            deleteFile(generation);
        }
        files.deleteUnfinished(catalogue.files());
        // A missing file stays in the catalogue: it may come back from a backup, and only an administrator deletes.
        watch.look();
    }

    /** How it stands with the databases, and those that somebody has put there. */
    public DatabaseWatch watch() {
        return watch;
    }

    /**
     * Refuses a scan whose generation would be pruned as soon as it is published. To be asked before a long import;
     * {@link #begin} and {@link Publication#commit} ask again, since others publish meanwhile.
     *
     * @throws OutdatedScanException if it would not be kept
     */
    public void checkWouldBeKept(String filesystem, Instant scanTime) throws IOException {
        checkWouldBeKept(draft("", filesystem, "", time(scanTime), ""));
    }

    private void checkWouldBeKept(Generation draft) throws IOException {
        List<Generation> newer = retention.pushingOut(draft, catalogue.published(draft.filesystem()));
        if (!newer.isEmpty()) {
            throw new OutdatedScanException(draft.filesystem(), draft.scanTime(), newer, retention);
        }
    }

    /** The catalogue keeps milliseconds, and what is compared must be what is kept. */
    private static Instant time(Instant scanTime) {
        return scanTime.truncatedTo(ChronoUnit.MILLIS);
    }

    private Generation draft(String id, String filesystem, String jobId, Instant time, String database) {
        return new Generation(
                id, filesystem, jobId, time, now(), 0, 0, 0, 0, 0, database, GenerationSchema.VERSION, null);
    }

    /**
     * Begins a generation. Its id is used this once, for ever.
     *
     * @param filesystem a valid name, see the contract
     * @throws OutdatedScanException if the generation would be pruned as soon as it is published
     */
    public Publication begin(String filesystem, Instant scanTime, String jobId) throws IOException {
        checkWouldBeKept(filesystem, scanTime);
        Instant time = time(scanTime);
        String base = ID_TIME.format(time) + "-" + jobId;
        String id = base;
        for (int attempt = 2; catalogue.state(id).isPresent(); attempt++) {
            id = base + "-" + attempt;
        }
        String database = DataFiles.databaseOf(filesystem, id);
        Path part = DataFiles.partOf(files.resolve(database));
        files.createDirectoryOf(filesystem);
        DataFiles.delete(part);
        return new Publication(this, draft(id, filesystem, jobId, time, database), part);
    }

    /** Every served generation, adopted ones too: by file system, the newest scan first. */
    public List<Generation> generations() throws IOException {
        return watch.served(catalogue.published());
    }

    /** The served generations of one file system (named without case), the newest scan first. */
    public List<Generation> generations(String filesystem) throws IOException {
        String key = FilesystemName.key(filesystem);
        return watch.served(catalogue.published(filesystem)).stream()
                .filter(generation ->
                        FilesystemName.key(generation.filesystem()).equals(key))
                .toList();
    }

    /** What a job has published, even if that is no longer served. */
    public Optional<Generation> generationOfJob(String jobId) throws IOException {
        return catalogue.ofJob(jobId).stream().findFirst();
    }

    /**
     * Opens a generation for reading; it is not deleted before the reader is closed.
     *
     * @throws GenerationGoneException if it is served no more
     * @throws IOException naming the file, if that is missing, is not as it was, or cannot be opened
     */
    public GenerationReader open(Generation generation) throws IOException, GenerationGoneException {
        Path file = files.resolve(generation.database());
        // The pools know what this process has retired, the catalogue what earlier ones have.
        if (generation.adopted() == null
                && !Files.exists(file)
                && !catalogue.state(generation.id()).equals(Optional.of(State.PUBLISHED))) {
            throw new GenerationGoneException(generation.id());
        }
        return pools.open(generation, file);
    }

    /**
     * Checks a generation's database again, as it was checked before it was published; it is not deleted meanwhile.
     *
     * @param stepsDone called on this thread; told {@link GenerationWriter#VERIFY_STEPS} in all or less; an exception
     *     from it ends the checks
     * @throws GenerationGoneException if it is served no more
     * @throws VerificationException if the database does not hold what was published
     * @throws IOException naming the file, if that is missing, is not as it was, or cannot be read
     */
    public void verify(Generation generation, LongConsumer stepsDone)
            throws IOException, GenerationGoneException, VerificationException {
        Path file = files.resolve(generation.database());
        try (GenerationReader lease = open(generation)) {
            ExpectedTotals expected = new ExpectedTotals(
                    rows(lease),
                    generation.directories(),
                    generation.files(),
                    generation.allocatedBytes(),
                    generation.apparentBytes());
            new GenerationVerifier(file, generation.schemaVersion()).verify(expected, stepsDone);
            lease.checkUnchanged();
        } catch (SQLException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The catalogue does not keep how many there are; ids and counts must agree with it. */
    private static long rows(GenerationReader lease) throws SQLException {
        try (Connection connection = lease.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(dir_id) FROM directories")) {
            return row.getLong(1);
        }
    }

    /** Serves a generation no more: questions do not find it from now on, its file goes with its last reader. */
    public void retire(Generation generation) throws IOException {
        if (generation.adopted() == null) {
            catalogue.mark(generation.id(), State.RETIRED);
        } else {
            watch.forget(generation);
        }
        pools.retire(generation);
    }

    /** Closes whatever is open for reading. */
    @Override
    public void close() {
        pools.close();
    }

    @Override
    public String toString() {
        return "GenerationStore[" + files.generations() + "]";
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void publish(Generation generation, Path part) throws IOException {
        List<Generation> gone;
        synchronized (publishing) {
            checkWouldBeKept(generation);
            gone = move(generation, part);
        }
        afterStep.accept(Step.PUBLISHED);
        gone.forEach(pools::retire);
    }

    /** @return what is served no more */
    private List<Generation> move(Generation generation, Path part) throws IOException {
        Path database = files.resolve(generation.database());
        catalogue.addPublishing(generation);
        afterStep.accept(Step.RECORDED);
        orUndo(generation, database, () -> {
            DataFiles.rename(part, database);
            return List.of();
        });
        afterStep.accept(Step.RENAMED);
        return orUndo(generation, database, () -> catalogue.publish(generation, retention));
    }

    /** A step of a publication. */
    @FunctionalInterface
    private interface Move {
        List<Generation> run() throws IOException;
    }

    /** Takes the whole publication back where a step fails, unless it turns out to be published all the same. */
    private List<Generation> orUndo(Generation generation, Path database, Move step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: what is left half published the next start would publish, whatever its job has told.
            if (!wasPublished(generation, e)) {
                undo(generation, database, e);
                throw e;
            }
            LOG.log(Level.WARNING, "generation " + generation.id() + " is published in spite of an error", e);
            return retired();
        }
    }

    /**
     * Whether the catalogue has a generation as published although publishing it failed: the error may have come after
     * the commit, or from it.
     *
     * @throws IOException if nobody can tell; its file must stay for {@link #recover}
     */
    private boolean wasPublished(Generation generation, Throwable failure) throws IOException {
        try {
            return switch (catalogue.state(generation.id()).orElse(State.DROPPED)) {
                case PUBLISHED, RETIRED, DELETED -> true;
                case PUBLISHING, DROPPED -> false;
            };
        } catch (IOException e) {
            IOException unknown = new IOException(
                    "whether generation " + generation.id() + " is published cannot be told; the next start of the"
                            + " service finishes it, or drops it and leaves the previous one: " + failure.getMessage(),
                    failure);
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    /** All that wait for their deletion; where they cannot be told, the next start deletes them. */
    private List<Generation> retired() {
        try {
            return catalogue.inState(State.RETIRED);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "retired generations are not deleted before the next start", e);
            return List.of();
        }
    }

    /** What cannot be undone now is found by {@link #recover}, which drops a publication without a file. */
    private void undo(Generation generation, Path database, Throwable reason) {
        try {
            DataFiles.delete(DataFiles.partOf(database));
            DataFiles.delete(database);
            catalogue.mark(generation.id(), State.DROPPED);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Only of retired generations. A failure leaves it retired, for the next start to try again. */
    private void deleteFile(Generation generation) {
        Path file = files.resolve(generation.database());
        try {
            FileStamp adopted = generation.adopted();
            if (adopted == null) {
                DataFiles.delete(file);
                catalogue.mark(generation.id(), State.DELETED);
            } else if (Files.exists(file) && FileStamp.of(file).equals(adopted)) {
                // What was put there in its place meanwhile, nobody asked to delete.
                DataFiles.delete(file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete generation " + generation.id() + ", the next start tries again", e);
        }
    }

    private static boolean isWhole(Path file, Generation generation) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == generation.databaseBytes();
    }
}
