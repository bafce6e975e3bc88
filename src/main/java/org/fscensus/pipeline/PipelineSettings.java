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
import org.fscensus.scanlog.codec.ExpansionLimit;
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
         * Opens a source whose format is not made of lines, from its first byte on. Unless it is told otherwise a file,
         * with as much text as there is in it.
         *
         * @param source as the request has it
         */
        default LogStream stream(Path source) throws IOException {
            return files(ExpansionLimit.NONE).stream(source);
        }

        /**
         * For logs that are files, plain or compressed, decompressed by as many threads as there are processors.
         *
         * @param limit on the text of compressed ones
         */
        static SourceOpener files(ExpansionLimit limit) {
            LogFiles files = new LogFiles(Runtime.getRuntime().availableProcessors(), limit);
            return new SourceOpener() {
                @Override
                public LogSource open(Path source) throws IOException {
                    return files.open(source, PlainFileSource.DEFAULT_PIECE);
                }

                @Override
                public LogStream stream(Path source) throws IOException {
                    return files.stream(source);
                }
            };
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
}
