package org.fscensus.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** What Linux and the virtual machine tell about this process and where it runs. */
final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Linux counts these in hundredths of a second on every architecture. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of {@code stat} behind the command's name: user and system time of children that were waited for. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Machine() {}

    /** Processor seconds of this process so far, compiler and collector included. */
    static double cpuSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    /** Processor seconds of all child processes that have ended. */
    static double childrenCpuSeconds() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
    }

    static long collections() {
        return sum(GarbageCollectorMXBean::getCollectionCount);
    }

    static double collectionSeconds() {
        return sum(GarbageCollectorMXBean::getCollectionTime) / 1e3;
    }

    private static long sum(ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(figure)
                .sum();
    }

    /** Names of the collectors, which tell which one was chosen. */
    static List<String> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
    }

    /** Peak resident bytes of this process since it began, or was last reset by {@link MemoryWatch#begin}. */
    static long peakResidentBytes() throws IOException {
        return 1024 * Long.parseLong(field(STATUS, "VmHWM").replaceAll("\\D", ""));
    }

    static String cpuModel() throws IOException {
        return field(CPU_INFO, "model name");
    }

    private static String field(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        return "0";
    }
}
