package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * Whole lines of a source, in a buffer that one worker owns and fills again and again. After {@link #end} come at least
 * {@link EntryBatch#PADDING} bytes that may be read.
 */
public final class Chunk {
    byte[] bytes = new byte[0];
    int start;
    int end;
    long index;
    long offset;

    /** The buffer; the lines stand in {@code [start, end)}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the first line begins. */
    public int start() {
        return start;
    }

    /** One past the last line's end; equal to {@link #start()} where no line begins in this part of the source. */
    public int end() {
        return end;
    }

    /** The chunk's place in the source, from 0 without gaps: chunks in order of their index are the source. */
    public long index() {
        return index;
    }

    /** Byte offset in the source of the buffer's first byte. */
    public long offset() {
        return offset;
    }

    /** A buffer for at least {@code length} bytes and the padding, with the present content kept. */
    byte[] ensure(int length) {
        if (bytes.length < length + EntryBatch.PADDING) {
            bytes = java.util.Arrays.copyOf(bytes, Math.max(length, bytes.length / 2 * 3) + EntryBatch.PADDING);
        }
        return bytes;
    }
}
