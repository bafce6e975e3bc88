package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a file in order, between the threads that decode them and the one that reads their text. What is
 * decoded and not yet read is bounded, and decoders wait; only that of the segment being read may always go on.
 */
final class SegmentQueue {
    static final int BLOCK = 256 << 10;

    private final Splitter splitter;
    private final int mostBlocksOfOneStream;
    private int mostBlocks;
    private boolean first = true;
    private boolean oneStream;

    /** Segments that are decoded or have been, in order; the first is the one that is being read. */
    private final Queue<Slot> slots = new ArrayDeque<>();

    /** Those of them that no thread has begun with. */
    private final Queue<Slot> unclaimed = new ArrayDeque<>();

    private final Queue<byte[]> free = new ArrayDeque<>();
    private int blocks;

    /** A thread looks for the next segment, or that must not be looked for yet. */
    private boolean splitting;

    private boolean allSplit;
    /** A segment has failed, so that those behind it are of no use. */
    private boolean failed;

    private boolean closed;
    private @Nullable Throwable broken;

    /**
     * @param ahead bytes of decoded text that may wait for the reader
     * @param aheadOfOneStream likewise, where the file is {@linkplain #isOneStream() one stream}
     */
    SegmentQueue(Splitter splitter, long ahead, long aheadOfOneStream) {
        this.splitter = splitter;
        mostBlocks = (int) Math.max(2, ahead / BLOCK);
        mostBlocksOfOneStream = (int) Math.max(2, aheadOfOneStream / BLOCK);
    }

    /** As its splitter tells of the first segment; false before that is found. */
    synchronized boolean isOneStream() {
        return oneStream;
    }

    /** A segment to be decoded by the caller; null where there is none. */
    @Nullable Slot claim() throws InterruptedException {
        synchronized (this) {
            while (splitting && unclaimed.isEmpty() && !closed) {
                wait();
            }
            if (closed || !unclaimed.isEmpty()) {
                return closed ? null : unclaimed.remove();
            }
            if (allSplit || failed) {
                return null;
            }
            splitting = true;
        }
        // Not under the lock, since it reads the file.
        Slot slot = split();
        Segment segment = slot.segment;
        synchronized (this) {
            splitting = segment != null && segment.barrier();
            allSplit = segment == null;
            if (first && segment != null && splitter.isOneStream(segment)) {
                oneStream = true;
                mostBlocks = mostBlocksOfOneStream;
            }
            first = false;
            failed |= slot.failure != null;
            if (segment != null || slot.failure != null) {
                slots.add(slot);
            }
            notifyAll();
        }
        return segment == null ? null : slot;
    }

    private Slot split() {
        try {
            return new Slot(splitter.next(), null);
        } catch (IOException | RuntimeException | Error e) {
            return new Slot(null, e);
        }
    }

    /** A buffer to decode into, once there may be one more; null where nobody wants the segment's text any more. */
    synchronized byte @Nullable [] take(Slot slot) throws InterruptedException {
        while (!closed && !slot.dropped && blocks >= mostBlocks && !(slots.peek() == slot && slot.decoded.size() < 2)) {
            wait();
        }
        if (closed || slot.dropped) {
            return null;
        }
        blocks++;
        byte[] bytes = free.poll();
        return bytes == null ? new byte[BLOCK] : bytes;
    }

    /** Hands on a buffer that was taken. */
    synchronized void put(Slot slot, Slot.Block block) {
        if (block.length == 0 || slot.dropped) {
            giveBack(block);
        } else {
            slot.decoded.add(block);
        }
        notifyAll();
    }

    /** Notes that all of a segment is decoded. */
    synchronized void end(Slot slot, SegmentEnd end) {
        slot.end = end;
        Segment segment = slot.segment;
        if (segment != null && segment.barrier()) {
            splitter.resume(end.at());
            splitting = false;
        }
        notifyAll();
    }

    /** Notes that a segment cannot be decoded any further. */
    synchronized void fail(Slot slot, Throwable failure) {
        slot.failure = failure;
        failed |= !slot.dropped;
        Segment segment = slot.segment;
        if (segment != null && segment.barrier()) {
            splitting = false;
        }
        notifyAll();
    }

    /** Notes that a thread that decodes has come to its end before its time. */
    synchronized void fail(Throwable failure) {
        broken = failure;
        notifyAll();
    }

    /**
     * Takes the segment behind one that reaches beyond its own end out of the order, as its beginning was none.
     *
     * @return where that segment ends
     */
    long absorb(Slot slot) throws IOException, InterruptedException {
        while (true) {
            synchronized (this) {
                Slot next = behind(slot);
                if (next != null) {
                    return drop(next);
                }
            }
            Slot more = claim();
            if (more == null) {
                throw new IllegalStateException("the last segment reaches beyond its end");
            }
            synchronized (this) {
                unclaimed.add(more);
            }
        }
    }

    private @Nullable Slot behind(Slot slot) {
        Iterator<Slot> all = slots.iterator();
        while (all.hasNext()) {
            if (all.next() == slot) {
                return all.hasNext() ? all.next() : null;
            }
        }
        return null;
    }

    private long drop(Slot slot) throws IOException {
        Segment segment = slot.segment;
        if (segment == null) {
            throw new IOException("the next segment cannot be found", slot.failure);
        }
        slots.remove(slot);
        unclaimed.remove(slot);
        slot.dropped = true;
        slot.decoded.forEach(this::giveBack);
        // What it failed by was that it was none.
        failed &= slot.failure == null;
        notifyAll();
        return segment.to();
    }

    /**
     * The next text in order, once it is decoded; null at the end of the file.
     *
     * @throws IOException what a segment failed by, once all text before it has been read
     */
    synchronized Slot.@Nullable Block next() throws IOException, InterruptedException {
        while (true) {
            if (closed) {
                throw new IOException("closed while it was read");
            }
            Slot slot = slots.peek();
            Slot.Block block = slot == null ? null : slot.decoded.poll();
            if (block != null) {
                notifyAll();
                return block;
            }
            Throwable failure = slot == null ? broken : slot.failure;
            if (failure != null) {
                throw failure instanceof IOException e ? e : new IOException("decoding failed: " + failure, failure);
            }
            if (slot != null && slot.end != null) {
                splitter.check(slot.end);
                slots.remove();
                notifyAll();
            } else if (slot == null && allSplit) {
                return null;
            } else {
                wait();
            }
        }
    }

    /** Gives a block back that has been read. */
    synchronized void recycle(Slot.Block block) {
        giveBack(block);
        notifyAll();
    }

    private void giveBack(Slot.Block block) {
        free.add(block.bytes);
        blocks--;
    }

    /** Lets nobody wait any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
