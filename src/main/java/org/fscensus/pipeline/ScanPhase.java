package org.fscensus.pipeline;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.fscensus.census.Crew;

/**
 * Runs the workers of a scan to their end, on threads that live no longer than the scan. When one fails, or the import
 * is cancelled, the others are stopped, and none is left running.
 */
final class ScanPhase {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String name;
    private final ImportProgress progress;
    private final LongAdder busyNanos = new LongAdder();

    ScanPhase(String name, ImportProgress progress) {
        this.name = name;
        this.progress = progress;
    }

    /**
     * Runs all workers.
     *
     * @throws IOException if one of them could not read the source
     */
    void run(List<? extends Callable<Void>> workers) throws IOException {
        long start = System.nanoTime();
        // Closing it interrupts workers that wait for a slow disk, so that a cancel need not.
        try (Crew crew = new Crew("scan-" + name, workers.size())) {
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> worker : workers) {
                running.add(crew.submit(() -> timed(worker)));
            }
            crew.awaitAll(running, progress::checkCancelled);
        }
        long elapsed = Math.max(1, System.nanoTime() - start);
        progress.workerUse(Math.min(1, busyNanos.sum() / ((double) elapsed * workers.size())));
    }

    /** Runs a worker and notes for how long it had a processor. */
    private Void timed(Callable<Void> worker) throws Exception {
        try {
            return worker.call();
        } finally {
            busyNanos.add(Math.max(0, THREADS.getCurrentThreadCpuTime()));
        }
    }
}
