package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.fscensus.census.MemoryBudget;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.LogStream;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.store.Loader;

/**
 * What all imports of a service have in common.
 *
 * @param scratch directory for the imports' own scratch directories
 * @param memory what the tables of all running imports may take together
 * @param workers parsing threads of all running imports together
 * @param accounts names of users and groups, for one import whose cancellation is checked by the given call
 * @param loader how databases are written; changes no row
 * @param sources opens the logs that requests name
 * @param maxShrink by how much a scan may fall short of the one before it
 * @param programVersion for the databases' metadata
 */
public record PipelineSettings(
        Path scratch,
        MemoryBudget memory,
        WorkerPermits workers,
        Function<Runnable, AccountNames> accounts,
        Loader loader,
        SourceOpener sources,
        ShrinkLimit maxShrink,
        String programVersion,
        Clock clock) {

    /** Opens the logs of requests. */
    @FunctionalInterface
    public interface SourceOpener {
        /**
         * Opens a log, to be read once.
         *
         * @param source as the request has it
         */
        LogSource open(Path source) throws IOException;

        /**
         * Opens a source whose format is not made of lines, from its first byte on.
         *
         * @param source as the request has it
         */
        default LogStream stream(Path source) throws IOException {
            return LogFiles.stream(source, Runtime.getRuntime().availableProcessors());
        }
    }

    /** Opens files that hold the beginning of a log. */
    static final SourceOpener BEGINNINGS = new SourceOpener() {
        @Override
        public LogSource open(Path source) throws IOException {
            return LogFiles.openBeginning(
                    source, PlainFileSource.DEFAULT_PIECE, Runtime.getRuntime().availableProcessors());
        }

        @Override
        public LogStream stream(Path source) throws IOException {
            return LogFiles.streamBeginning(source, Runtime.getRuntime().availableProcessors());
        }
    };

    /** With logs that are files, plain or compressed, decompressed by as many threads as there are processors. */
    public PipelineSettings(
            Path scratch,
            MemoryBudget memory,
            WorkerPermits workers,
            Function<Runnable, AccountNames> accounts,
            Loader loader,
            ShrinkLimit maxShrink,
            String programVersion,
            Clock clock) {
        this(
                scratch,
                memory,
                workers,
                accounts,
                loader,
                log -> LogFiles.open(
                        log, PlainFileSource.DEFAULT_PIECE, Runtime.getRuntime().availableProcessors()),
                maxShrink,
                programVersion,
                clock);
    }
}
