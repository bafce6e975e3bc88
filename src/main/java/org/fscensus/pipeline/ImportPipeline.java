package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.fscensus.census.HashCollisionException;
import org.fscensus.census.MemoryBudget;
import org.fscensus.store.GenerationStore;

/**
 * Runs imports from log to published generation. Knows no container: jobs, benchmarks and tests call it alike.
 * Thread-safe: every import has its own state, and they share the settings' memory budget.
 */
public final class ImportPipeline {
    private final GenerationStore generations;
    private final PipelineSettings settings;

    public ImportPipeline(GenerationStore generations, PipelineSettings settings) {
        this.generations = generations;
        this.settings = settings;
    }

    /**
     * Runs an import to its end on the calling thread and on {@code workers} threads of its own.
     *
     * @throws ImportFailedException if it could not be finished; nothing was published and nothing is left on disk
     * @throws CancellationException if it was cancelled through {@code progress}; likewise
     */
    public ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException {
        PhaseSnapshot.State outcome = PhaseSnapshot.State.FAILED;
        try {
            ImportResult result = runInScratch(request, progress);
            outcome = PhaseSnapshot.State.DONE;
            return result;
        } catch (CancellationException e) {
            outcome = PhaseSnapshot.State.CANCELLED;
            throw e;
        } catch (MemoryBudget.ExceededException e) {
            throw new ImportFailedException(
                    "Not enough memory for the directories of " + request.source() + ": " + e.getMessage() + ".",
                    "Give the service more heap (-Xmx) or raise fscensus.import.memory; about 150 bytes per directory"
                            + " are needed.",
                    e);
        } catch (HashCollisionException e) {
            throw new ImportFailedException(
                    "Two directories could not be told apart: " + e.getMessage() + ".",
                    "Submit the job again: each import uses new hashes.",
                    e);
        } catch (IOException e) {
            throw new ImportFailedException(
                    "The import of " + request.source() + " failed: " + e.getMessage() + ".",
                    "Mend the cause (unreadable file, changed source, full disk) and submit the job again.",
                    e);
        } finally {
            progress.abandon(outcome);
        }
    }

    private ImportResult runInScratch(ImportRequest request, ImportProgress progress)
            throws ImportFailedException, IOException {
        Path scratch = Files.createDirectory(settings.scratch().resolve(request.jobId()));
        try (MemoryBudget.Share memory = settings.memory().open()) {
            return new ImportRun(request, progress, generations, settings, scratch, memory).run();
        } finally {
            deleteFlat(scratch);
        }
    }

    private static void deleteFlat(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
