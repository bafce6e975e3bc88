package org.fscensus.pipeline;

import java.io.IOException;
import java.util.List;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationGoneException;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.GenerationWriter;
import org.fscensus.store.VerificationException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the database of a served generation again: a disk may have lost what it was given. It changes nothing, and the
 * generation is served on, whatever is found.
 */
final class GenerationRecheck {
    private final GenerationStore generations;
    private final String filesystem;
    private final String id;

    GenerationRecheck(GenerationStore generations, String filesystem, String id) {
        this.generations = generations;
        this.filesystem = filesystem;
        this.id = id;
    }

    ImportResult run(ImportProgress progress) throws ImportFailedException {
        progress.begin(Phase.VERIFY, GenerationWriter.VERIFY_STEPS);
        try {
            Generation generation = served();
            generations.verify(generation, steps -> progress.advance(Phase.VERIFY, steps));
            progress.end(Phase.VERIFY);
            ImportCounters counters = ImportCounters.of(generation);
            progress.countersFrom(() -> counters);
            return new ImportResult(null, counters, List.of(), generation);
        } catch (GenerationGoneException e) {
            throw gone(e);
        } catch (VerificationException | IOException e) {
            throw new ImportFailedException(
                    "Generation " + id + " of " + filesystem + " is damaged: " + e.getMessage() + ".",
                    "It is served on as it is. Restore its file from a backup, or import its scan again, which takes its"
                            + " place; check the disk.",
                    e);
        }
    }

    private Generation served() throws ImportFailedException, IOException {
        for (Generation generation : generations.generations(filesystem)) {
            if (generation.id().equals(id)) {
                return generation;
            }
        }
        throw gone(null);
    }

    private ImportFailedException gone(@Nullable Exception cause) {
        return new ImportFailedException(
                "Generation " + id + " of " + filesystem + " is served no more.",
                "It was pruned, deleted or replaced while the check waited: there is nothing to be done.",
                cause);
    }
}
