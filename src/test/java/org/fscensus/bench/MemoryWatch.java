package org.fscensus.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The peaks of memory of one stretch of time after the other. The used heap is looked at before and after each garbage
 * collection and at the end of a stretch: between collections it only grows. The virtual machine tells of a collection a
 * little late, so one at the very end of a stretch may count in the next.
 */
final class MemoryWatch {
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    /** Makes Linux forget the peak resident size. */
    private static final String RESET_PEAK = "5";

    /**
     * Peaks of a stretch, in bytes.
     *
     * @param heapUsed live objects and garbage
     * @param heapAfterCollection what a collection left; 0 where there was none
     * @param resident the whole process; since its start where Linux does not let it be reset
     */
    record Peaks(long heapUsed, long heapAfterCollection, long resident) {
        static final Peaks NONE = new Peaks(0, 0, 0);

        Peaks max(Peaks other) {
            return new Peaks(
                    Math.max(heapUsed, other.heapUsed),
                    Math.max(heapAfterCollection, other.heapAfterCollection),
                    Math.max(resident, other.resident));
        }
    }

    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong afterCollection = new AtomicLong();

    MemoryWatch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((notification, handback) -> collected(notification), null, null);
        }
    }

    private void collected(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var collection = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo();
            used.accumulateAndGet(heap(collection.getMemoryUsageBeforeGc()), Math::max);
            afterCollection.accumulateAndGet(heap(collection.getMemoryUsageAfterGc()), Math::max);
        }
    }

    private long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Begins a stretch. */
    void begin() {
        used.set(0);
        afterCollection.set(0);
        try {
            Files.writeString(RESET, RESET_PEAK);
        } catch (IOException e) {
            // Not allowed here: the peak is that since the start, as Peaks says.
        }
    }

    /** Ends a stretch. */
    Peaks end() throws IOException {
        used.accumulateAndGet(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
        return new Peaks(used.get(), afterCollection.get(), Machine.peakResidentBytes());
    }
}
