package org.fscensus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.fscensus.census.MemoryBudget;
import org.fscensus.pipeline.AccountNames;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportPipeline;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.pipeline.PipelineSettings;
import org.fscensus.pipeline.RejectLimit;
import org.fscensus.pipeline.WorkerPermits;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.sqlite.SQLiteDataSource;

/**
 * Imports one log again and again through the whole pipeline, without a container, and prints what each phase took. The
 * first run is cold: it holds the compiler's warm-up.
 *
 * <p>docs/BENCHMARKS.md has the command.
 */
public final class ImportBench {
    private final Path log;
    private final int workers;
    private final ImportPipeline pipeline;

    private ImportBench(Path log, int workers, Path data) {
        this.log = log;
        this.workers = workers;
        SQLiteDataSource control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
        Flyway.configure().dataSource(control).load().migrate();
        Clock clock = Clock.systemUTC();
        pipeline = new ImportPipeline(
                new GenerationStore(data, control, clock, new Retention(1, 0)),
                new PipelineSettings(
                        data.resolve("scratch"),
                        new MemoryBudget(Runtime.getRuntime().maxMemory() * 7 / 10),
                        new WorkerPermits(workers),
                        cancel -> new AccountNames(Path.of("/etc/passwd"), Path.of("/etc/group"), true, cancel),
                        "bench",
                        clock));
    }

    /** Arguments: the log, the number of workers, the number of runs. */
    public static void main(String[] args) throws Exception {
        Path log = Path.of(args[0]).toRealPath();
        int workers = Integer.parseInt(args[1]);
        int runs = Integer.parseInt(args[2]);
        Path data = Files.createTempDirectory("fscensus-bench");
        try {
            Files.createDirectory(data.resolve("scratch"));
            ImportBench bench = new ImportBench(log, workers, data);
            for (int run = 1; run <= runs; run++) {
                bench.run(run);
            }
        } finally {
            delete(data);
        }
    }

    private void run(int run) throws ImportFailedException, IOException {
        ImportProgress progress = new ImportProgress(Clock.systemUTC(), () -> {});
        long start = System.nanoTime();
        ImportResult result = pipeline.run(request(run), progress);
        double seconds = (System.nanoTime() - start) / 1e9;
        long lines = result.counters().lines();
        long bytes = result.counters().bytes();
        long database = Objects.requireNonNull(result.generation()).databaseBytes();
        long directories = result.counters().directories() + result.counters().unlistedDirectories();
        print(
                "run %d: %.2f s, %,d lines, %,d directories, %d workers (%.0f %% busy), database %,d bytes (%d per directory)",
                run,
                seconds,
                lines,
                directories,
                workers,
                100 * progress.workerUse(),
                database,
                database / directories);
        for (PhaseSnapshot phase : progress.phases()) {
            print(
                    "  %-8s %8.3f s  %,.0f %s/s%s",
                    phase.phase().id(),
                    phase.seconds(),
                    phase.done() / Math.max(1e-9, phase.seconds()),
                    phase.phase().unit(),
                    phase.phase().id().equals("scan")
                            ? String.format(
                                    Locale.ROOT,
                                    "  %.2f M lines/s, %.0f MB/s",
                                    lines / phase.seconds() / 1e6,
                                    bytes / phase.seconds() / 1e6)
                            : "");
        }
    }

    private ImportRequest request(int run) {
        return new ImportRequest(
                "bench" + run,
                log,
                "bench",
                null,
                Instant.parse("2026-01-15T00:00:00Z").plusSeconds(run),
                ImportRequest.ScanTimeOrigin.GIVEN,
                ZoneOffset.UTC,
                PathEscape.NONE,
                ImportRequest.AgeFrom.ACCESS,
                ImportRequest.HardLinks.EACH,
                RejectLimit.DEFAULT,
                workers,
                false);
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
