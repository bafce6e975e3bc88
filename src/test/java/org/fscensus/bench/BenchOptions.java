package org.fscensus.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fscensus.generator.ExtremeLog;
import org.fscensus.generator.LogShape;
import org.fscensus.store.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The options of the end-to-end bench.
 *
 * @param log a file, a named pipe or {@code -}; null to generate one
 * @param feed how a generated log is fed
 * @param shape options of the generator, as on its command line
 * @param extreme in place of the generator's log
 * @param warmup runs that are not told
 * @param loader how databases are written
 * @param memory bytes that the tables may take
 * @param data where database and scratch files are written
 * @param keep file that the database of the last run is left as
 * @param json file to which a line for each run is appended
 */
record BenchOptions(
        @Nullable String log,
        Feed feed,
        List<String> shape,
        @Nullable ExtremeLog extreme,
        int workers,
        int runs,
        int warmup,
        Loader loader,
        long memory,
        Path data,
        @Nullable Path keep,
        @Nullable Path json) {

    /** How a generated log reaches the workers. */
    enum Feed {
        /** Each worker makes what it parses. */
        MEMORY,
        /** Another process writes it to a pipe. */
        PIPE,
        /** Written to a file before. */
        FILE
    }

    static final String USAGE = """
            options:
              --log FILE            a log, a named pipe, or - for the standard input; else one is generated:
              --directories N --files M --seed S (and the other options of docs/GENERATOR.md)
              --feed memory|pipe|file  how the generated log is fed (memory)
              --shape files|siblings|deep --size N  or one of an extreme shape, from memory (full size)
              --workers N           parsing threads (processors)
              --runs N              measured runs, one after the other in one JVM (3)
              --warmup N            runs before them that are not told (0)
              --loader pages|jdbc   how databases are written (pages)
              --memory BYTES        fscensus.import.memory, such as 2400M (80 % of the heap)
              --data DIR            for database and scratch files (target/bench)
              --keep FILE           leave the last run's database as that file
              --json FILE           append one line for each run""";

    /** @throws IllegalArgumentException with a sentence for the user */
    static BenchOptions parse(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0 || given.keySet().stream().anyMatch(name -> !name.startsWith("--"))) {
            throw new IllegalArgumentException("every option needs a value");
        }
        String log = given.remove("--log");
        String feed = given.remove("--feed");
        String json = given.remove("--json");
        String keep = given.remove("--keep");
        int workers = count(given, "--workers", Runtime.getRuntime().availableProcessors(), 1);
        int runs = count(given, "--runs", 3, 1);
        int warmup = count(given, "--warmup", 0, 0);
        Loader loader = Loader.valueOf(given.getOrDefault("--loader", "pages").toUpperCase(Locale.ROOT));
        given.remove("--loader");
        long heap = Runtime.getRuntime().maxMemory();
        long memory = LogShape.number(given, "--memory", "" + heap * 8 / 10, heap);
        given.remove("--memory");
        String data = given.getOrDefault("--data", "target/bench");
        given.remove("--data");
        if (log != null && (feed != null || !given.isEmpty())) {
            throw new IllegalArgumentException("--log stands without --feed and the generator's options");
        }
        List<String> shape = new ArrayList<>();
        given.forEach((name, value) -> shape.addAll(List.of(name, value)));
        ExtremeLog extreme = extreme(given);
        if (extreme != null && (feed(feed) != Feed.MEMORY || !given.isEmpty())) {
            throw new IllegalArgumentException(
                    "--shape is fed from memory, and stands without the generator's options");
        }
        LogShape.from(given);
        return new BenchOptions(
                log,
                feed(feed),
                List.copyOf(shape),
                extreme,
                workers,
                runs,
                warmup,
                loader,
                memory,
                Path.of(data),
                keep == null ? null : Path.of(keep),
                json == null ? null : Path.of(json));
    }

    /** The generated log's shape. */
    LogShape logShape() {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < shape.size(); i += 2) {
            options.put(shape.get(i), shape.get(i + 1));
        }
        return LogShape.from(options);
    }

    private static Feed feed(@Nullable String feed) {
        for (Feed each : Feed.values()) {
            if (feed == null || each.name().equalsIgnoreCase(feed)) {
                return each;
            }
        }
        throw new IllegalArgumentException("--feed must be memory, pipe or file");
    }

    private static @Nullable ExtremeLog extreme(Map<String, String> given) {
        String shape = given.remove("--shape");
        if (shape == null) {
            return null;
        }
        for (ExtremeLog.Kind kind : ExtremeLog.Kind.values()) {
            if (kind.name().equalsIgnoreCase(shape)) {
                return new ExtremeLog(kind, count(given, "--size", kind.fullSize, 1));
            }
        }
        throw new IllegalArgumentException("--shape must be files, siblings or deep");
    }

    private static int count(Map<String, String> given, String option, int otherwise, int least) {
        String value = given.remove(option);
        try {
            int count = value == null ? otherwise : Integer.parseInt(value);
            if (count >= least) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(option + " must be a number from " + least + ", not " + value);
    }
}
