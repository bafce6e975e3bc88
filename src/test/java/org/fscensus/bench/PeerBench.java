package org.fscensus.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.fscensus.bench.PeerFigures.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * Imports one log with this importer and with its peers, one after the other, tells the seconds of each, and compares
 * the figures of every directory. Ends with exit code 1 where a figure differs that both define alike.
 *
 * <p>docs/BENCHMARKS.md has the command, and what differs by intention.
 */
public final class PeerBench {
    /** In these the predecessor is known to be wrong, see docs/BENCHMARKS.md. */
    private static final Set<String> PREDECESSOR_ERRS = Set.of("max_atime_r", "owner_uid", "owner_gid");

    private final Path log;
    private final int threads;
    private final int runs;
    private final Path data;
    private final @Nullable String predecessor;
    private final List<Row> rows = new ArrayList<>();
    private long lines;
    private boolean equal = true;

    /** One line of the table; {@code cpuSeconds} is NaN where it is not known apart. */
    private record Row(String what, double seconds, double cpuSeconds, long databaseBytes) {}

    private PeerBench(PeerOptions options, Path data, @Nullable String predecessor) throws IOException {
        log = options.log().toRealPath();
        threads = options.threads();
        runs = options.runs();
        this.data = data;
        this.predecessor = predecessor;
    }

    /** See {@link PeerOptions}; {@code FSCENSUS_PREDECESSOR} may name the predecessor's checkout. */
    @SuppressWarnings("SystemOut") // It is what this program is for.
    public static void main(String[] arguments) throws Exception {
        PeerOptions options;
        try {
            options = PeerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + PeerOptions.USAGE);
            System.exit(2);
            return;
        }
        Path parent = Files.createDirectories(options.data());
        Path data = Files.createTempDirectory(parent.toRealPath(), "peers");
        PeerBench bench = new PeerBench(options, data, System.getenv("FSCENSUS_PREDECESSOR"));
        try {
            bench.run();
        } finally {
            bench.delete();
        }
        if (!bench.equal) {
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        try (InputStream stream = Files.newInputStream(log)) {
            stream.transferTo(OutputStream.nullOutputStream()); // From now on it comes from the page cache.
        }
        PeerFigures ours = runOurs();
        runDuckDb(ours);
        if (predecessor != null) {
            runPredecessor(Path.of(predecessor), ours);
        }
        table();
    }

    private PeerFigures runOurs() throws IOException, InterruptedException, SQLException {
        Path json = data.resolve("runs.json");
        Path database = data.resolve("ours.db");
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
        String options = System.getenv("BENCH_JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(List.of(options.trim().split("\\s+", -1)));
        }
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                ImportBench.class.getName()));
        command.addAll(List.of("--log", log.toString(), "--workers", "" + threads, "--runs", "" + runs));
        command.addAll(List.of("--data", data.toString(), "--keep", database.toString(), "--json", json.toString()));
        check(new ProcessBuilder(command).redirectOutput(Redirect.DISCARD), "the import");
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(json)) {
            JsonNode run = mapper.readTree(line);
            lines = run.get("lines").asLong();
            double cpu = 0;
            for (JsonNode phase : run.get("phases")) {
                cpu += phase.get("cpuSeconds").asDouble();
            }
            String what = "fs-census, import " + run.get("run").asInt() + " of its JVM";
            rows.add(new Row(
                    what,
                    run.get("seconds").asDouble(),
                    cpu,
                    run.get("databaseBytes").asLong()));
        }
        return PeerFigures.ofGeneration(database);
    }

    private void runDuckDb(PeerFigures ours) throws SQLException, IOException {
        Path database = data.resolve("peer.duckdb");
        DuckDbPeer peer = new DuckDbPeer(database);
        double[] spent = new double[2];
        double[] cpuBefore = {Machine.cpuSeconds()};
        double cpuAtStart = cpuBefore[0];
        peer.run(log, threads, (step, nanos) -> {
            double cpu = Machine.cpuSeconds();
            spent[0] += nanos / 1e9;
            rows.add(new Row("DuckDB, " + step, nanos / 1e9, cpu - cpuBefore[0], 0));
            cpuBefore[0] = cpu;
        });
        rows.add(new Row("DuckDB, whole", spent[0], Machine.cpuSeconds() - cpuAtStart, Files.size(database)));
        DroppedLines dropped = DroppedLines.of(log);
        PeerFigures.Comparing comparing = ours.comparing(dropped.affected());
        long[] root = new long[PeerFigures.COLUMNS.size()];
        peer.figures((path, figures) -> {
            comparing.directory(path, figures);
            if (path.equals(ours.root())) {
                System.arraycopy(figures, 0, root, 0, root.length);
            }
        });
        tell("DuckDB", comparing.result(), Set.of());
        tellSum("file_count_r", ours, root, dropped.files());
        tellSum("total_size_r", ours, root, dropped.allocatedBytes());
        tellSum("dir_count_r", ours, root, dropped.directories());
    }

    /** The root's figure, which must miss what DuckDB could not read and nothing else. */
    private void tellSum(String column, PeerFigures ours, long[] root, long dropped) {
        long theirs = root[PeerFigures.COLUMNS.indexOf(column)];
        boolean same = theirs + dropped == ours.ofRoot(column);
        equal &= same;
        print(
                "  %s of the root: %,d, and %,d in lines that are no UTF-8: %s",
                column, theirs, dropped, same ? "equal" : "NOT EQUAL to " + ours.ofRoot(column));
    }

    private void runPredecessor(Path checkout, PeerFigures ours)
            throws IOException, InterruptedException, SQLException {
        // Its importer knows a GPFS log, and the day of the scan, by the file's name.
        Path named = Files.createSymbolicLink(data.resolve("20260115_bench_peer.list.list_all.log"), log);
        ProcessBuilder command = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-m",
                        "fs_scans.wrappers.fs_scans_import",
                        named.toString(),
                        "--workers",
                        "" + threads,
                        "--data-dir",
                        data.toString())
                .directory(checkout.toFile())
                .redirectOutput(Redirect.DISCARD);
        double cpu = Machine.childrenCpuSeconds();
        long start = System.nanoTime();
        check(command, "the predecessor's import");
        double seconds = (System.nanoTime() - start) / 1e9;
        Path database = data.resolve("peer.db");
        rows.add(new Row(
                "the predecessor, " + threads + " workers",
                seconds,
                Machine.childrenCpuSeconds() - cpu,
                Files.size(database)));
        PeerFigures.Comparing comparing = ours.comparing(Set.of());
        String root = ours.root();
        PeerFigures.ofPredecessor(database, root.substring(0, root.lastIndexOf('/')), comparing);
        tell("the predecessor", comparing.result(), PREDECESSOR_ERRS);
    }

    private void tell(String peer, Comparison comparison, Set<String> mayDiffer) {
        print(
                "%s: %,d directories equal in all of %d figures, %,d missing, %,d more",
                peer, comparison.equal(), PeerFigures.COLUMNS.size(), comparison.missing(), comparison.more());
        comparison.differences().forEach((column, count) -> print("  %s differs in %,d", column, count));
        equal &= comparison.missing() == 0
                && comparison.more() == 0
                && mayDiffer.containsAll(comparison.differences().keySet());
    }

    private void table() {
        List<Row> ours =
                rows.stream().filter(row -> row.what().startsWith("fs-census")).toList();
        double first = ours.get(0).seconds();
        double last = ours.get(ours.size() - 1).seconds();
        print("%-42s%10s%10s%12s%10s%12s%12s", "", "seconds", "cpu s", "lines/s", "MB", "to our 1st", "to our last");
        for (Row row : rows) {
            print(
                    "%-42s%10.2f%10.2f%,12.0f%10.1f%12.2f%12.2f",
                    row.what(),
                    row.seconds(),
                    row.cpuSeconds(),
                    lines / row.seconds(),
                    row.databaseBytes() / 1e6,
                    row.seconds() / first,
                    row.seconds() / last);
        }
    }

    private static void check(ProcessBuilder command, String what) throws IOException, InterruptedException {
        int code = command.redirectError(Redirect.INHERIT).start().waitFor();
        if (code != 0) {
            throw new IOException(what + " failed with exit code " + code);
        }
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(data)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
