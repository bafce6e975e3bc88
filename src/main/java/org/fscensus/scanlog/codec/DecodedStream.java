package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The text of a compressed file. Threads of its own decode ahead of whoever reads: several segments of the file at once
 * where its format allows, handed on in order. What they have ahead is bounded in bytes.
 *
 * <p>To be read by one thread at a time. A reader that waits stops when it is interrupted. Damage is told once all text
 * before it has been read, and again whenever it is read on; so is more text than is allowed. Closing stops the threads and waits for their end; the file
 * stays open.
 */
public final class DecodedStream extends InputStream {
    /** A decoded block of xz -T is 24 MiB by default. */
    private static final long AHEAD_PER_THREAD = 32 << 20;

    /** What all files that are decoded beside each other may have ahead, and again a single one of many segments. */
    private static final long AHEAD_AT_MOST = Runtime.getRuntime().maxMemory() / 16;

    /** What a file may have ahead that is decoded by one thread, which others may be beside, one for each processor. */
    private static final long AHEAD_AS_ONE_STREAM =
            Math.min(8 << 20, AHEAD_AT_MOST / Runtime.getRuntime().availableProcessors());

    private final CompressedBytes file;
    private final Codec codec;
    private final int threadCount;
    private final ExpansionLimit limit;
    private final long mostText;
    private final ExecutorService threads;
    private final SegmentQueue queue;

    /** Threads made so far; guarded by this. */
    private int working;

    private Slot.@Nullable Block current;
    private int used;
    /** Bytes of the blocks so far. */
    private long text;

    private volatile long position;

    /** @param threads that decode, at least 1; changes no byte */
    public DecodedStream(CompressedBytes file, Codec codec, int threads, ExpansionLimit limit) {
        this(file, codec, threads, limit, Math.min(threads * AHEAD_PER_THREAD, AHEAD_AT_MOST), named(codec));
    }

    /**
     * @param ahead bytes of decoded text that may wait for the reader
     * @param maker of the threads
     */
    DecodedStream(
            CompressedBytes file, Codec codec, int threads, ExpansionLimit limit, long ahead, ThreadFactory maker) {
        this.file = file;
        this.codec = codec;
        this.limit = limit;
        mostText = limit.of(file.size());
        threadCount = threads;
        queue = new SegmentQueue(codec.newSplitter(file), ahead, Math.min(ahead, AHEAD_AS_ONE_STREAM));
        // It makes no thread before there is something to do.
        this.threads = Executors.newFixedThreadPool(threads, maker);
    }

    static ThreadFactory named(Codec codec) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "decode-" + codec.id() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * How far into the compressed file the text reaches that has been read, or a little further; at the end its size. Any
     * thread.
     */
    public long compressedPosition() {
        return position;
    }

    /** Whether a single thread decodes it, and takes little memory; known once something was read. Any thread. */
    public boolean isOneStream() {
        return queue.isOneStream();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        Slot.Block block = current;
        if (block == null) {
            block = nextBlock();
            if (block == null) {
                return -1;
            }
            current = block;
            used = 0;
        }
        int n = Math.min(length, block.length - used);
        System.arraycopy(block.bytes, used, into, at, n);
        used += n;
        if (used == block.length) {
            current = null;
            queue.recycle(block);
        }
        return n;
    }

    private Slot.@Nullable Block nextBlock() throws IOException {
        atLeastOneThread();
        try {
            Slot.Block block = queue.next();
            position = block == null ? file.size() : block.position;
            text += block == null ? 0 : block.length;
            if (text > mostText) {
                throw new ExpansionException(file, codec, position, text, limit);
            }
            return block;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the text of " + file.name());
        }
    }

    private synchronized void atLeastOneThread() {
        if (working == 0) {
            oneMoreThread();
        }
    }

    private synchronized void oneMoreThread() {
        if (working < threadCount) {
            threads.execute(this::work);
            working++;
        }
    }

    /** What each thread does. */
    private void work() {
        try (SegmentDecoder decoder = codec.newDecoder(file)) {
            for (Slot slot; (slot = queue.claim()) != null; ) {
                decode(slot, decoder);
            }
        } catch (InterruptedException e) {
            // The stream is being closed: only then are these threads interrupted.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            queue.fail(e);
        }
    }

    private void decode(Slot slot, SegmentDecoder decoder) throws InterruptedException {
        try {
            Segment segment = Objects.requireNonNull(slot.segment);
            if (!segment.barrier()) {
                // Where there can be no more threads, the segment fails: nobody would wait for it otherwise.
                oneMoreThread();
            }
            decoder.begin(segment);
            long to = segment.to();
            while (decodeAll(slot, decoder)) {
                SegmentEnd end = decoder.end();
                if (to == Segment.OPEN || end.at() == to) {
                    queue.end(slot, end);
                    return;
                }
                if (end.at() < to) {
                    throw new IllegalStateException("a segment to " + to + " ends at " + end.at());
                }
                to = queue.absorb(slot);
                decoder.extend(to);
            }
        } catch (IOException | RuntimeException | Error e) {
            queue.fail(slot, e);
        }
    }

    /** Decodes to the segment's end; false if nobody wants it any more. */
    private boolean decodeAll(Slot slot, SegmentDecoder decoder) throws IOException, InterruptedException {
        int n = 0;
        while (n >= 0) {
            byte[] bytes = queue.take(slot);
            if (bytes == null) {
                return false;
            }
            int have = 0;
            try {
                while (have < SegmentQueue.BLOCK && (n = decoder.decode(bytes, have, SegmentQueue.BLOCK - have)) >= 0) {
                    have += n;
                }
            } finally {
                // Where it fails, what came before is text all the same.
                queue.put(slot, new Slot.Block(bytes, have, decoder.position()));
            }
        }
        return true;
    }

    @Override
    public void close() {
        queue.close();
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
