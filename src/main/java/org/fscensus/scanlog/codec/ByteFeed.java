package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a part of a file byte by byte or in runs, through a buffer. */
final class ByteFeed {
    final byte[] buffer;
    /** The next byte in the buffer. */
    int at;
    /** One past the last byte in the buffer. */
    int end;

    private final CompressedBytes file;
    private long base;
    private long limit;

    ByteFeed(CompressedBytes file, int bufferBytes) {
        this.file = file;
        buffer = new byte[bufferBytes];
        limit = file.size();
    }

    /** Goes to a place, from where bytes are given up to a limit. */
    void seek(long position, long newLimit) {
        limit = newLimit;
        if (position >= base && position <= base + end) {
            at = (int) (position - base);
            end = (int) Math.min(end, newLimit - base);
        } else {
            base = position;
            at = 0;
            end = 0;
        }
    }

    long position() {
        return base + at;
    }

    boolean isAtLimit() {
        return position() >= limit;
    }

    /** Fills the buffer, of which all has been taken; false at the limit. */
    boolean fill() throws IOException {
        long position = base + end;
        if (position >= limit) {
            return false;
        }
        int length = (int) Math.min(buffer.length, limit - position);
        int n = file.read(ByteBuffer.wrap(buffer, 0, length), position);
        base = position;
        at = 0;
        end = Math.max(0, n);
        return n > 0;
    }

    /** The next byte, or -1 at the limit. */
    int read() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] into, int from, int length) throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, into, from, n);
        at += n;
        return n;
    }
}
