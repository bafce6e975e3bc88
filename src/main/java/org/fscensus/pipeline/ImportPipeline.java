package org.fscensus.pipeline;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.fscensus.census.HashCollisionException;
import org.fscensus.census.MemoryBudget;
import org.fscensus.scanlog.codec.ExpansionException;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.OutdatedScanException;

/**
 * Runs imports from log to published generation. Knows no container: jobs, benchmarks and tests call it alike.
 * Thread-safe: every import has its own state, and they share the settings' memory budget.
 */
public final class ImportPipeline {
    private static final System.Logger LOG = System.getLogger(ImportPipeline.class.getName());

    /** Of a log that is only looked at, what is read at most: some 100,000 lines and more, about a second's work. */
    public static final long BEGINNING_BYTES = 64L << 20;

    private final GenerationStore generations;
    private final PipelineSettings settings;

    public ImportPipeline(GenerationStore generations, PipelineSettings settings) {
        this.generations = generations;
        this.settings = settings;
    }

    /**
     * Runs an import, or the check of a generation, to its end on the calling thread and on {@code workers} threads of its own.
     *
     * @throws ImportFailedException if it could not be finished; nothing was published and nothing is left on disk
     * @throws CancellationException if it was cancelled through {@code progress}; likewise
     */
    public ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException {
        PhaseSnapshot.State outcome = PhaseSnapshot.State.FAILED;
        try {
            ImportResult result = request.source() instanceof ImportSource.Published published
                    ? new GenerationRecheck(generations, request.filesystem(), published.generation()).run(progress)
                    : runInScratch(request, progress);
            outcome = PhaseSnapshot.State.DONE;
            return result;
        } catch (CancellationException e) {
            outcome = PhaseSnapshot.State.CANCELLED;
            throw e;
        } catch (MemoryBudget.ExceededException | HashCollisionException | IOException e) {
            throw failure(request, e);
        } finally {
            progress.abandon(outcome);
        }
    }

    /**
     * Reads the beginning of a source, on the calling thread, and tells what its import would come to. Writes no
     * database.
     */
    public DryRunReport dryRun(ImportRequest request) {
        try {
            Path directory = Files.createDirectory(settings.scratch().resolve(request.jobId()));
            try (MemoryBudget.Share memory = settings.memory().open()) {
                Optional<Generation> previous =
                        ShrinkLimit.previous(generations.generations(request.filesystem()), request);
                return new DryRun(request, settings, previous, directory, memory).run();
            } finally {
                deleteScratch(directory);
            }
        } catch (MemoryBudget.ExceededException | HashCollisionException | IOException e) {
            return DryRunReport.failed(request, failure(request, e));
        }
    }

    private static ImportFailedException failure(ImportRequest request, Exception e) {
        String source = request.source().describe();
        if (e instanceof MemoryBudget.ExceededException) {
            return new ImportFailedException(
                    "Not enough memory for the directories of " + source + ": " + e.getMessage() + ".",
                    "Raise fscensus.import.memory, and the service's heap (-Xmx) above it, or import it when no other"
                            + " import runs.",
                    e);
        }
        if (e instanceof HashCollisionException) {
            return new ImportFailedException(
                    "Two directories could not be told apart: " + e.getMessage() + ".",
                    "Submit the job again: each import uses new hashes.",
                    e);
        }
        if (e instanceof OutdatedScanException) {
            return new ImportFailedException(
                    "The import of " + source + " would be in vain: " + e.getMessage() + ".",
                    "Keep more generations, or give the job its right scanTime; a dry run is always possible.",
                    e);
        }
        if (e instanceof UnsuitableLogException unsuitable) {
            return new ImportFailedException(
                    "The import of " + source + " failed: " + reason(e) + ".", unsuitable.hint(), e);
        }
        return new ImportFailedException(
                "The import of " + source + " failed: " + reason(e) + ".",
                isOfExpansion(e)
                        ? "Look at what is in it; if it is a scan log all the same, raise fscensus.import.max-expansion"
                                + " and submit the job again."
                        : "Mend the cause (unreadable file, changed source, full disk) and submit the job again.",
                e);
    }

    private static boolean isOfExpansion(Throwable e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof ExpansionException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private ImportResult runInScratch(ImportRequest request, ImportProgress progress)
            throws ImportFailedException, IOException {
        Path scratch = Files.createDirectory(settings.scratch().resolve(request.jobId()));
        try (MemoryBudget.Share memory = settings.memory().open()) {
            return new ImportRun(request, progress, settings, scratch, memory).run(generations);
        } finally {
            deleteScratch(scratch);
        }
    }

    /** What cannot be deleted changes nothing about how the import ended; the next start clears it away. */
    static void deleteScratch(Path directory) {
        try {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.WARNING, "Scratch files are left in " + directory + " until the next start", e);
        }
    }

    /** What went wrong, also where the exception's message is nothing but a path. */
    private static String reason(Exception e) {
        if (e instanceof FileSystemException failure && failure.getReason() == null) {
            String kind = e.getClass().getSimpleName().replace("Exception", "");
            return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT) + ": " + e.getMessage();
        }
        return String.valueOf(e.getMessage());
    }
}
