package org.fscensus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.fscensus.census.MemoryBudget;
import org.fscensus.generator.ExtremeLog;
import org.fscensus.generator.LogGenerator;
import org.fscensus.pipeline.AccountNames;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportPipeline;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.pipeline.PipelineSettings;
import org.fscensus.pipeline.ShrinkLimit;
import org.fscensus.pipeline.WorkerPermits;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;
import org.sqlite.SQLiteDataSource;

/**
 * Imports a log again and again through the whole pipeline, without a container, and tells what each run took. The JVM
 * is the importer's alone: what its memory peaks at is what an import needs, and all JVM options can be tried on it.
 *
 * <p>docs/BENCHMARKS.md has the command.
 */
public final class ImportBench {
    /** The day of the generated logs, see docs/GENERATOR.md; each run is a second later than the one before. */
    private static final Instant SCAN_TIME = Instant.parse("2026-01-15T00:00:00Z");

    private final BenchOptions options;
    private final LogFeed feed;
    private final Path data;
    private final ImportPipeline pipeline;
    private final MemoryWatch memory = new MemoryWatch();

    private ImportBench(BenchOptions options, LogFeed feed, Path data, GenerationStore store) {
        this.options = options;
        this.feed = feed;
        this.data = data;
        Clock clock = Clock.systemUTC();
        pipeline = new ImportPipeline(
                store,
                new PipelineSettings(
                        data.resolve("scratch"),
                        new MemoryBudget(options.memory()),
                        new WorkerPermits(options.workers()),
                        cancel -> new AccountNames(Path.of("/etc/passwd"), Path.of("/etc/group"), true, cancel),
                        options.loader(),
                        log -> feed.open(),
                        ShrinkLimit.NONE,
                        "bench",
                        clock));
    }

    /** See {@link BenchOptions}. */
    @SuppressWarnings("SystemOut") // It is what this program is for.
    public static void main(String[] arguments) throws Exception {
        BenchOptions options;
        try {
            options = BenchOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + BenchOptions.USAGE);
            System.exit(2);
            return;
        }
        Files.createDirectories(options.data());
        Path data = Files.createTempDirectory(options.data().toRealPath(), "run");
        try {
            Files.createDirectory(data.resolve("scratch"));
            SQLiteDataSource control = new SQLiteDataSource();
            control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
            Flyway.configure().dataSource(control).load().migrate();
            try (GenerationStore store = new GenerationStore(data, control, Clock.systemUTC(), new Retention(1, 0))) {
                new ImportBench(options, feed(options, data), data, store).runAll();
            }
        } finally {
            delete(data);
        }
    }

    private static LogFeed feed(BenchOptions options, Path data) throws IOException, InterruptedException {
        String log = options.log();
        if (log != null) {
            return Files.isRegularFile(Path.of(log)) ? LogFeed.file(Path.of(log)) : LogFeed.stream(log);
        }
        ExtremeLog extreme = options.extreme();
        if (extreme != null) {
            return LogFeed.memory(() -> extreme);
        }
        return switch (options.feed()) {
            case MEMORY -> LogFeed.memory(new LogGenerator(options.logShape())::sections);
            case PIPE -> LogFeed.pipe(options.shape());
            case FILE -> LogFeed.generatedFile(options.shape(), data.resolve("generated.log"));
        };
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private void runAll() throws ImportFailedException, IOException, InterruptedException {
        for (int number = 1; number <= options.warmup() + options.runs(); number++) {
            RunReport report = run(number);
            if (number > options.warmup()) {
                System.out.print(report.text());
                append(report);
            }
            keep(number, report);
        }
    }

    private void keep(int number, RunReport report) throws IOException {
        Path file = options.keep();
        if (file != null && number == options.warmup() + options.runs()) {
            Path database = data.resolve(
                    Objects.requireNonNull(report.result().generation()).database());
            Files.copy(database, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private RunReport run(int number) throws ImportFailedException, IOException, InterruptedException {
        PhaseWatch watch = new PhaseWatch(memory);
        long collections = Machine.collections();
        double collectionSeconds = Machine.collectionSeconds();
        long start = System.nanoTime();
        ImportResult result = pipeline.run(request(number), watch.progress());
        double seconds = (System.nanoTime() - start) / 1e9;
        return new RunReport(
                number,
                seconds,
                options,
                result,
                watch,
                feed.finish(),
                Machine.collections() - collections,
                Machine.collectionSeconds() - collectionSeconds);
    }

    private ImportRequest request(int number) {
        String log = options.log();
        return new ImportRequest(
                "bench" + number,
                new ImportSource.Logs(List.of(Path.of(log == null ? "generated" : log))),
                "bench",
                SCAN_TIME.plusSeconds(number),
                ImportRequest.ScanTimeOrigin.GIVEN,
                ImportOptions.defaults(options.workers()));
    }

    private void append(RunReport report) throws IOException {
        Path file = options.json();
        if (file == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("commit", System.getProperty("fscensus.bench.commit", "unknown"));
        line.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        line.put("cpu", Machine.cpuModel());
        line.put("cores", Runtime.getRuntime().availableProcessors());
        line.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        line.put("collectors", Machine.collectors());
        line.put("jvmOptions", jvmOptions());
        line.putAll(report.json());
        Files.writeString(
                file,
                new ObjectMapper().writeValueAsString(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static List<String> jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Dfscensus.bench.") && !option.startsWith("-Djava.util.logging."))
                .toList();
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
