package org.fscensus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.LogStream;
import org.fscensus.scanlog.codec.Codec;
import org.fscensus.scanlog.codec.ExpansionLimit;

/**
 * Decompresses log files as an import does, and tells what that took beside the command-line tools that decompress the
 * same file to nowhere. MB are 10^6 bytes of decompressed text.
 */
public final class CodecBench {
    private static final int RUNS = 3;

    private CodecBench() {}

    /** Arguments: the number of threads that decompress, and files. */
    @SuppressWarnings("SystemOut") // It is what this program is for.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            System.err.println("usage: THREADS FILE...");
            System.exit(2);
        }
        int threads = Integer.parseInt(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]).toRealPath();
            long bytes = 0;
            // The tools' runs stand between ours, so that a noisy machine is noisy for both.
            for (int run = 0; run < RUNS; run++) {
                bytes = ours(file, threads);
                for (List<String> tool : tools(file)) {
                    theirs(tool, bytes);
                }
            }
        }
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private static void tell(String what, long bytes, long wallNanos, double cpuSeconds) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %6.2f s %6.0f MB/s, processor %6.2f s %6.0f MB/s%n",
                what,
                wallNanos / 1e9,
                bytes * 1e3 / wallNanos,
                cpuSeconds,
                bytes / cpuSeconds / 1e6);
    }

    private static long ours(Path file, int threads) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        long bytes = 0;
        byte[] buffer = new byte[1 << 20];
        try (LogStream text = new LogFiles(threads, ExpansionLimit.NONE).stream(file)) {
            for (int n; (n = text.read(buffer)) >= 0; ) {
                bytes += n;
            }
        }
        String what = "fs-census, " + threads + " threads, " + file.getFileName();
        tell(what, bytes, System.nanoTime() - start, (system.getProcessCpuTime() - cpu) / 1e9);
        return bytes;
    }

    private static void theirs(List<String> tool, long bytes) throws IOException, InterruptedException {
        double cpu = Machine.childrenCpuSeconds();
        long start = System.nanoTime();
        int status = new ProcessBuilder(tool)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(tool + " ended with " + status);
        }
        String what = String.join(" ", tool.subList(0, tool.size() - 1));
        tell(what, bytes, System.nanoTime() - start, Machine.childrenCpuSeconds() - cpu);
    }

    /** The tool of a file's codec, with threads too where it has them. */
    private static List<List<String>> tools(Path file) throws IOException {
        List<List<String>> tools = new ArrayList<>();
        try (LogStream text = new LogFiles(1, ExpansionLimit.NONE).stream(file)) {
            Codec codec = text.codec();
            if (codec != null) {
                tools.add(List.of(codec.id(), "-dc", file.toString()));
            }
            if (codec == Codec.XZ) {
                tools.add(List.of("xz", "-dc", "-T0", file.toString()));
            }
        }
        return tools;
    }
}
