package org.fscensus.store;

import java.io.Closeable;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Forces a growing file to disk while it is written, on a thread of its own, so that the final force finds little left
 * to do. One thread calls it.
 */
final class DiskForcer implements AutoCloseable {
    private static final long REPORT_MILLIS = 100;
    private static final long STEP_BYTES = 64L << 20;

    /** The file on its disk. */
    interface Disk extends Closeable {
        /** Returns when all that was written before is on disk. */
        void force() throws IOException;
    }

    private final Path file;
    private final Disk disk;
    private final long stepBytes;
    private final ExecutorService executor;
    private long forcedUpTo;
    private @Nullable Future<@Nullable Void> running;

    DiskForcer(Path file) throws IOException {
        this(file, open(file), STEP_BYTES);
    }

    /** @param stepBytes a force begins when the file has grown by so much since the last */
    DiskForcer(Path file, Disk disk, long stepBytes) {
        this.file = file;
        this.disk = disk;
        this.stepBytes = stepBytes;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "force-" + file.getFileName());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Disk open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Disk() {
            @Override
            public void force() throws IOException {
                channel.force(true);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /**
     * Starts a force where the file has grown enough since the last; returns at once.
     *
     * @throws UncheckedIOException with the error of the last force; unchecked, since SQLite calls back here
     */
    void fileMayHaveGrown() {
        try {
            Future<@Nullable Void> last = running;
            if (last != null && !last.isDone()) {
                return;
            }
            long size = size();
            if (size - forcedUpTo >= stepBytes) {
                finish();
                forcedUpTo = size;
                start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Forces a file to disk, telling how far it probably is.
     *
     * @param bytesForced told increments, the file's size in all; an exception from it is thrown on, with the force
     *     going on in the background
     */
    static void forceWhole(Path file, LongConsumer bytesForced) throws IOException {
        long size = Files.size(file);
        long rest;
        try (DiskForcer forcer = new DiskForcer(file)) {
            forcer.start();
            // How far the disk is nobody knows; creep on, so that a slow one is not taken for a hanging one.
            AtomicLong left = new AtomicLong(size);
            forcer.finish(() -> {
                long step = left.get() / 20;
                left.addAndGet(-step);
                bytesForced.accept(step);
            });
            rest = left.get();
        }
        bytesForced.accept(rest);
    }

    private long size() throws IOException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IOException("cannot read the size of " + file + ": " + e, e);
        }
    }

    private void start() {
        Callable<@Nullable Void> force = () -> {
            disk.force();
            return null;
        };
        running = executor.submit(force);
    }

    private boolean waitFor(long millis) throws IOException {
        Future<@Nullable Void> last = running;
        try {
            if (last != null) {
                last.get(millis, TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            // finish() tells it.
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file + " was forced to disk", e);
        }
    }

    /**
     * Waits for a running force; an error of it is thrown.
     *
     * @param waiting called several times a second; an exception from it is thrown on, with the force going on in the
     *     background
     */
    void finish(Runnable waiting) throws IOException {
        while (!waitFor(REPORT_MILLIS)) {
            waiting.run();
        }
        finish();
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

    /** Does not wait for a running force, whose error only {@link #finish} tells. */
    @Override
    public void close() {
        executor.execute(() -> {
            try {
                disk.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + file, e);
            }
        });
        executor.shutdown();
    }
}
