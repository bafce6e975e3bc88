package org.fscensus.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.Phase;
import org.fscensus.pipeline.PhaseSnapshot;

/**
 * The figures of one run, as text and for JSON.
 *
 * @param number of the run in its JVM, from 1, warm-up included; the first is cold
 * @param seconds from the call to its return
 * @param generatorCpuSeconds spent on making the log while it was read
 * @param collections garbage collections, {@code collectionSeconds} what they took
 */
record RunReport(
        int number,
        double seconds,
        BenchOptions options,
        ImportResult result,
        PhaseWatch watch,
        double generatorCpuSeconds,
        long collections,
        double collectionSeconds) {
    private static final double MB = 1e6;

    private ImportCounters counters() {
        return result.counters();
    }

    private long directories() {
        // The root's ancestors are left out.
        return Math.max(1, counters().directories() + counters().unlistedDirectories());
    }

    private long databaseBytes() {
        return Objects.requireNonNull(result.generation()).databaseBytes();
    }

    private String feed() {
        return options.log() == null ? options.feed().name().toLowerCase(Locale.ROOT) : options.log();
    }

    /** Where workers make the log themselves: the scan's seconds without the share of their work that it took. */
    private double scanSecondsWithoutGenerator(PhaseSnapshot scan) {
        boolean byWorkers = options.log() == null && options.feed() == BenchOptions.Feed.MEMORY;
        double work = watch.progress().workerUse() * options.workers() * scan.seconds();
        double share = byWorkers && work > 0 ? Math.min(1, generatorCpuSeconds / work) : 0;
        return scan.seconds() * (1 - share);
    }

    /** Several lines, with a line end each. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "run %d%s: %.2f s, %,d lines, %,.0f MB, %,d directories, feed %s, %d workers (%.0f %% busy)",
                number,
                number == 1 ? " (cold)" : "",
                seconds,
                counters().lines(),
                counters().bytes() / MB,
                directories(),
                feed(),
                options.workers(),
                100 * watch.progress().workerUse());
        line(text, "  %-8s%10s%10s%14s%12s%12s", "phase", "seconds", "cpu s", "M rows/s", "heap MB", "resident MB");
        for (PhaseSnapshot phase : watch.progress().phases()) {
            PhaseWatch.Usage usage = watch.usage(phase.phase());
            line(
                    text,
                    "  %-8s%10.3f%10.2f%14s%12.0f%12.0f%s",
                    phase.phase().id(),
                    phase.seconds(),
                    usage.cpuSeconds(),
                    rate(phase),
                    usage.memory().heapUsed() / MB,
                    usage.memory().resident() / MB,
                    phase.phase() == Phase.SCAN ? scanRates(phase) : "");
        }
        MemoryWatch.Peaks peaks = watch.peaks();
        line(
                text,
                "  table %d bytes per directory, database %d bytes per directory (%,.0f MB)",
                watch.progress().tableBytes() / directories(),
                databaseBytes() / directories(),
                databaseBytes() / MB);
        line(
                text,
                "  peaks: heap %,.0f MB used, %,.0f MB after a collection; resident %,.0f MB; %d collections, %.2f s",
                peaks.heapUsed() / MB,
                peaks.heapAfterCollection() / MB,
                peaks.resident() / MB,
                collections,
                collectionSeconds);
        return text.toString();
    }

    /** Rows a second where a phase counts rows or directories. */
    private static String rate(PhaseSnapshot phase) {
        boolean rows =
                phase.phase().unit().equals("rows") || phase.phase().unit().equals("directories");
        return rows ? String.format(Locale.ROOT, "%.2f", perSecond(phase.done(), phase.seconds()) / 1e6) : "";
    }

    private String scanRates(PhaseSnapshot scan) {
        String rates = rates(scan.seconds());
        return generatorCpuSeconds == 0
                ? rates
                : rates
                        + String.format(Locale.ROOT, "; generator %.1f cpu s", generatorCpuSeconds)
                        + (scanSecondsWithoutGenerator(scan) < scan.seconds()
                                ? ", without it about" + rates(scanSecondsWithoutGenerator(scan))
                                : "");
    }

    private String rates(double inSeconds) {
        return String.format(
                Locale.ROOT,
                "  %.2f M lines/s, %.0f MB/s",
                perSecond(counters().lines(), inSeconds) / 1e6,
                perSecond(counters().bytes(), inSeconds) / MB);
    }

    /** For one line of JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", number);
        json.put("feed", feed());
        json.put("generator", String.join(" ", options.shape()));
        json.put("workers", options.workers());
        json.put("seconds", round(seconds));
        json.put("lines", counters().lines());
        json.put("bytes", counters().bytes());
        json.put("files", counters().files());
        json.put("directories", directories());
        json.put("workersBusy", round(watch.progress().workerUse()));
        json.put("generatorCpuSeconds", round(generatorCpuSeconds));
        json.put("phases", watch.progress().phases().stream().map(this::json).toList());
        json.put("tableBytes", watch.progress().tableBytes());
        json.put("tableBytesPerDirectory", watch.progress().tableBytes() / directories());
        json.put("databaseBytes", databaseBytes());
        json.put("databaseBytesPerDirectory", databaseBytes() / directories());
        put(json, watch.peaks());
        json.put("collections", collections);
        json.put("collectionSeconds", round(collectionSeconds));
        return json;
    }

    private Map<String, Object> json(PhaseSnapshot phase) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", phase.phase().id());
        json.put("seconds", round(phase.seconds()));
        json.put("cpuSeconds", round(watch.usage(phase.phase()).cpuSeconds()));
        json.put("unit", phase.phase().unit());
        json.put("done", phase.done());
        json.put("perSecond", Math.round(perSecond(phase.done(), phase.seconds())));
        if (phase.phase() == Phase.SCAN) {
            json.put("linesPerSecond", Math.round(perSecond(counters().lines(), phase.seconds())));
            json.put("secondsWithoutGenerator", round(scanSecondsWithoutGenerator(phase)));
        }
        put(json, watch.usage(phase.phase()).memory());
        return json;
    }

    private static void put(Map<String, Object> json, MemoryWatch.Peaks peaks) {
        json.put("peakHeapBytes", peaks.heapUsed());
        json.put("peakHeapAfterCollectionBytes", peaks.heapAfterCollection());
        json.put("peakResidentBytes", peaks.resident());
    }

    private static double perSecond(long units, double seconds) {
        return (double) units / Math.max(1e-9, seconds);
    }

    private static double round(double figure) {
        return Math.round(figure * 1e4) / 1e4;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
