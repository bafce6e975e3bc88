package org.fscensus.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What Linux tells of a process.
 *
 * @param descriptors open files and connections
 * @param cpuSeconds of all its threads, ended ones included
 */
record ProcessFigures(int threads, int descriptors, double cpuSeconds) {
    /** Linux counts processor time in hundredths of a second on every architecture. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of {@code stat} behind the command's name. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    static ProcessFigures of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(fields[USER]) + Double.parseDouble(fields[SYSTEM]);
        return new ProcessFigures(
                count(process.resolve("task")), count(process.resolve("fd")), ticks / TICKS_PER_SECOND);
    }

    private static int count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return Math.toIntExact(entries.count());
        }
    }
}
