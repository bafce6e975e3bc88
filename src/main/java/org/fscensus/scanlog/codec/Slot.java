package org.fscensus.scanlog.codec;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A segment's place in the order, and its text as far as it is decoded and not yet read. Guarded by its queue. */
final class Slot {
    /** Text. */
    static final class Block {
        final byte[] bytes;
        final int length;
        /** About how far into the file it reaches. */
        final long position;

        Block(byte[] bytes, int length, long position) {
            this.bytes = bytes;
            this.length = length;
            this.position = position;
        }
    }

    /** Null where it could not be found. */
    final @Nullable Segment segment;

    final Queue<Block> decoded = new ArrayDeque<>();

    @Nullable SegmentEnd end;

    @Nullable Throwable failure;
    /** There was no segment after all: it is part of the one before. */
    boolean dropped;

    Slot(@Nullable Segment segment, @Nullable Throwable failure) {
        this.segment = segment;
        this.failure = failure;
    }
}
