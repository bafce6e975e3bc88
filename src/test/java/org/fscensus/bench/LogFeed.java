package org.fscensus.bench;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogSections;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.scanlog.StreamSource;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.jspecify.annotations.Nullable;

/** Where the log of a run comes from. */
interface LogFeed {
    /** The log once more, for one run. */
    LogSource open() throws IOException;

    /**
     * To be called after a run.
     *
     * @return processor seconds that the log cost while it was read, 0 where it had been there before
     * @throws IOException if the log was not whole
     */
    default double finish() throws IOException, InterruptedException {
        return 0;
    }

    /** A regular file. */
    static LogFeed file(Path log) throws IOException {
        Path real = log.toRealPath();
        LogFiles files = new LogFiles(Runtime.getRuntime().availableProcessors(), ExpansionLimit.NONE);
        return () -> files.open(real, PlainFileSource.DEFAULT_PIECE);
    }

    /** A named pipe, or the standard input where it is {@code -}; good for one run. */
    static LogFeed stream(String log) {
        return () -> new StreamSource(
                log.equals("-") ? System.in : Files.newInputStream(Path.of(log)), log, PlainFileSource.DEFAULT_PIECE);
    }

    /** Made by the workers themselves. */
    static LogFeed memory(Supplier<LogSections> log) {
        return new LogFeed() {
            private @Nullable GeneratedSource last;

            @Override
            public LogSource open() {
                last = new GeneratedSource(log);
                return last;
            }

            @Override
            public double finish() {
                return last == null ? 0 : last.cpuSeconds();
            }
        };
    }

    /** Made by a process of its own, and read from a pipe. */
    static LogFeed pipe(List<String> shape) {
        return new LogFeed() {
            private @Nullable Process generator;
            private double before;

            @Override
            public LogSource open() throws IOException {
                before = Machine.childrenCpuSeconds();
                Process process = generator(shape).start();
                generator = process;
                return new StreamSource(process.getInputStream(), "the generator", PlainFileSource.DEFAULT_PIECE);
            }

            @Override
            public double finish() throws IOException, InterruptedException {
                check(generator);
                return Machine.childrenCpuSeconds() - before;
            }
        };
    }

    /** Made by a process of its own into that file, before anything is measured; it comes from the page cache then. */
    static LogFeed generatedFile(List<String> shape, Path log) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(shape);
        options.addAll(List.of("--output", log.toString()));
        check(generator(options).start());
        return file(log);
    }

    private static ProcessBuilder generator(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LogGenerator.class.getName()));
        command.addAll(options);
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    private static void check(@Nullable Process generator) throws IOException, InterruptedException {
        if (generator != null && generator.waitFor() != 0) {
            throw new IOException("the generator failed with exit code " + generator.exitValue());
        }
    }
}
