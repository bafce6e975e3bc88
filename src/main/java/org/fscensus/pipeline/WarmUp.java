package org.fscensus.pipeline;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fscensus.census.MemoryBudget;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.store.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses the import when a service has started, so that the first job finds its classes loaded and its code compiled:
 * a small made-up log goes through every phase but the last, a few times, on a thread of its own. Nothing of it is seen
 * by anybody: it writes below the scratch directory only, and deletes that again. It never fails: what goes wrong is
 * logged. Any thread.
 */
public final class WarmUp implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    /** Of the rehearsals; no id of a job looks like this. */
    private static final String NAME = "warm-up";

    private static final String LOG_NAME = NAME + ".log";

    /** About 140,000 lines. Twenty rounds made a first import no quicker than these. */
    private static final int ROUNDS = 8;

    /** A second one would take the processor that the compiler needs. */
    private static final int WORKERS = 1;

    /** A piece is read in milliseconds by code that is not compiled yet, so that a stop is seen at once. */
    private static final int PIECE = 1 << 17;

    /** Apart from the jobs' budget, and from its metrics; what is taken is a few megabytes, until the first job. */
    private static final long MEMORY = 32 << 20;

    private static final Instant SCAN_TIME = Instant.parse("2026-01-15T00:00:00Z");
    private static final long STOP_SECONDS = 5;

    private final PipelineSettings settings;
    private final Consumer<ImportProgress> onPhaseChange;
    private volatile boolean stopped;
    private volatile @Nullable ImportProgress running;
    /** Guarded by this. */
    private @Nullable Thread thread;

    /** Whether a scratch file or directory of that name is one of a rehearsal's. */
    public static boolean isScratch(String name) {
        return name.equals(NAME) || name.equals(LOG_NAME);
    }

    /**
     * @param scratch where the log and the databases are written and deleted again; the next start clears away what a
     *     killed process leaves
     * @param loader of the imports to come
     */
    public WarmUp(Path scratch, Loader loader) {
        this(scratch, loader, progress -> {});
    }

    /** @param onPhaseChange called on the warm-up's thread, see {@link ImportProgress} */
    WarmUp(Path scratch, Loader loader, Consumer<ImportProgress> onPhaseChange) {
        // No name service is to be asked for accounts that are made up.
        Path noAccounts = Path.of("/dev/null");
        settings = new PipelineSettings(
                scratch,
                new MemoryBudget(MEMORY),
                new WorkerPermits(WORKERS),
                checkCancelled -> new AccountNames(noAccounts, noAccounts, false, checkCancelled),
                loader,
                log -> new PlainFileSource(log, PIECE),
                ShrinkLimit.NONE,
                NAME,
                Clock.systemUTC());
        this.onPhaseChange = onPhaseChange;
    }

    /** Begins and returns. At most once, and not after {@link #stop}. */
    public synchronized void start() {
        if (thread == null && !stopped) {
            Thread started = new Thread(this::run, NAME);
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    /** Asks it to end, within a fraction of a second, or never to begin; does not wait for that. Idempotent, quick. */
    public void stop() {
        stopped = true;
        ImportProgress present = running;
        if (present != null) {
            present.cancel();
        }
    }

    /** Rehearses to the end. */
    void run() {
        long start = System.nanoTime();
        try {
            rehearseAll();
            LOG.log(
                    Level.INFO,
                    "Import warmed up in {0} ms",
                    String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        } catch (CancellationException e) {
            LOG.log(Level.DEBUG, "warm-up stopped", e);
        } catch (Throwable e) {
            // Errors too: nobody asked for this, so nobody is to suffer from it.
            LOG.log(Level.WARNING, "The import could not be warmed up, so the first job takes longer: " + e, e);
        }
    }

    private void rehearseAll() throws IOException, ImportFailedException {
        // A source must stand at its real path.
        Path scratch = settings.scratch().toRealPath();
        Path log = scratch.resolve(LOG_NAME);
        try {
            WarmUpLog.write(log, this::checkStopped);
            for (int round = 0; round < ROUNDS; round++) {
                rehearse(log, scratch.resolve(NAME));
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private void checkStopped() {
        if (stopped) {
            throw new CancellationException("the warm-up was stopped");
        }
    }

    private void rehearse(Path log, Path directory) throws IOException, ImportFailedException {
        ImportProgress progress =
                new ImportProgress(settings.clock(), () -> onPhaseChange.accept(Objects.requireNonNull(running)));
        running = progress;
        // After it can be cancelled: a stop that came before would be lost.
        checkStopped();
        Files.createDirectory(directory);
        Path database = directory.resolve("rehearsal.db");
        try (MemoryBudget.Share memory = settings.memory().open()) {
            new ImportRun(request(log), progress, settings, directory, memory).rehearse(database);
        } finally {
            running = null;
            ImportPipeline.deleteScratch(directory);
        }
    }

    private static ImportRequest request(Path log) {
        return new ImportRequest(
                NAME,
                new ImportSource.Logs(List.of(log)),
                NAME,
                SCAN_TIME,
                ImportRequest.ScanTimeOrigin.GIVEN,
                ImportOptions.defaults(WORKERS));
    }

    /** Stops it and waits until its files are gone. */
    @Override
    public void close() {
        stop();
        Thread started;
        synchronized (this) {
            started = thread;
        }
        if (started == null) {
            return;
        }
        try {
            started.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (started.isAlive()) {
            LOG.log(Level.WARNING, "The warm-up did not stop in time; the next start deletes its files");
        }
    }
}
