package org.fscensus.census;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that work for one that waits, and that are gone when that closes the crew. To be used by one thread. */
public final class Crew implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final ExecutorService threads;

    /** @param name of the threads, with a number behind */
    public Crew(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(size, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has a task done by one of the threads. */
    public <T> Future<T> submit(Callable<T> task) {
        return threads.submit(task);
    }

    /**
     * Waits for the end of all tasks, or of the first that fails.
     *
     * @param checkpoint called several times a second; throws to stop
     * @throws IOException what a task threw, if it was that
     */
    public <T> void awaitAll(List<Future<T>> tasks, Runnable checkpoint) throws IOException {
        List<Future<T>> running = new ArrayList<>(tasks);
        while (!running.isEmpty()) {
            checkpoint.run();
            for (Future<T> task : running) {
                if (task.isDone()) {
                    await(task, checkpoint);
                }
            }
            running.removeIf(Future::isDone);
            if (!running.isEmpty()) {
                waitFor(running.get(0));
            }
        }
    }

    /** Waits for the end of one task, and returns what came of it; otherwise as {@link #awaitAll}. */
    public <T> T await(Future<T> task, Runnable checkpoint) throws IOException {
        while (!waitFor(task)) {
            checkpoint.run();
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** Waits a little; whether the task has ended. */
    private static boolean waitFor(Future<?> task) {
        try {
            task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            // It is told by whoever asks for the result.
            return true;
        }
    }

    private static CancellationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (CancellationException) new CancellationException("the import was interrupted").initCause(e);
    }

    /** Throws what ended a thread's work; where that was none of what work may throw, to be thrown. */
    public static IllegalStateException rethrown(@Nullable Throwable cause) throws IOException {
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

    /** Interrupts what is still at work, and waits for its end. */
    @Override
    public void close() {
        threads.shutdownNow();
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
