package org.fscensus.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Forces a growing file to disk while it is written, on a thread of its own, so that the final force finds little left
 * to do. One thread calls it.
 */
final class DiskForcer implements AutoCloseable {
    private static final long STEP_BYTES = 64L << 20;

    private final Path file;
    private final FileChannel channel;
    private final ExecutorService executor;
    private long forcedUpTo;
    private @Nullable Future<@Nullable Void> running;

    DiskForcer(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "force-" + file.getFileName());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a force where the file has grown enough since the last; returns at once. */
    void fileMayHaveGrown() {
        try {
            Future<@Nullable Void> last = running;
            if (last != null && !last.isDone()) {
                return;
            }
            long size = Files.size(file);
            if (size - forcedUpTo >= STEP_BYTES) {
                finish();
                forcedUpTo = size;
                Callable<@Nullable Void> force = () -> {
                    channel.force(false);
                    return null;
                };
                running = executor.submit(force);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish() throws IOException {
        Future<@Nullable Void> last = running;
        running = null;
        if (last == null) {
            return;
        }
        try {
            last.get();
        } catch (ExecutionException e) {
            throw new IOException("cannot force " + file + " to disk: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file + " was forced to disk", e);
        }
    }

    /** Waits for a running force; an error of it is thrown. */
    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            executor.shutdown();
            channel.close();
        }
    }
}
