package org.fscensus.pipeline;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workers of a scan to their end, on threads that live no longer than the scan. When one fails, or the import
 * is cancelled, the others are stopped, and none is left running.
 */
final class ScanPhase {
    private static final long POLL_MILLIS = 100;
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
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(workers.size(), task -> {
            Thread thread = new Thread(task, "scan-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        long start = System.nanoTime();
        try {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(threads);
            List<Future<Void>> all = new ArrayList<>();
            for (Callable<Void> worker : workers) {
                all.add(running.submit(() -> timed(worker)));
            }
            for (int ended = 0; ended < all.size(); ended++) {
                awaitOne(running);
            }
        } finally {
            // Interrupts workers that wait for a slow disk, so that a cancel need not.
            threads.shutdownNow();
            awaitEnd(threads);
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

    private void awaitOne(ExecutorCompletionService<Void> running) throws IOException {
        try {
            Future<Void> ended;
            while ((ended = running.poll(POLL_MILLIS, TimeUnit.MILLISECONDS)) == null) {
                progress.checkCancelled();
            }
            ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the import was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** Throws what ended a thread's work; where that was none of what work may throw, to be thrown. */
    static IllegalStateException rethrown(@Nullable Throwable cause) throws IOException {
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(cause);
    }

    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
