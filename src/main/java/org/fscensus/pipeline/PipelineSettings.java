package org.fscensus.pipeline;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.fscensus.census.MemoryBudget;
import org.fscensus.scanlog.PlainFileSource;

/**
 * What all imports of a service have in common.
 *
 * @param scratch directory for the imports' own scratch directories
 * @param memory what the tables of all running imports may take together
 * @param workers parsing threads of all running imports together
 * @param accounts names of users and groups, for one import whose cancellation is checked by the given call
 * @param pieceBytes how much of a source a worker draws at a time; changes no figure
 * @param programVersion for the databases' metadata
 */
public record PipelineSettings(
        Path scratch,
        MemoryBudget memory,
        WorkerPermits workers,
        Function<Runnable, AccountNames> accounts,
        int pieceBytes,
        String programVersion,
        Clock clock) {

    /** With pieces of the usual size. */
    public PipelineSettings(
            Path scratch,
            MemoryBudget memory,
            WorkerPermits workers,
            Function<Runnable, AccountNames> accounts,
            String programVersion,
            Clock clock) {
        this(scratch, memory, workers, accounts, PlainFileSource.DEFAULT_PIECE, programVersion, clock);
    }
}
