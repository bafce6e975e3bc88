package org.fscensus.scanlog.codec;

import java.nio.ByteBuffer;

/** Bytes that are read as a file is. */
final class MemoryFile implements CompressedBytes {
    private final byte[] bytes;

    MemoryFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "the.log";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer into, long position) {
        if (position >= bytes.length) {
            return -1;
        }
        int n = Math.min(into.remaining(), bytes.length - (int) position);
        into.put(bytes, (int) position, n);
        return n;
    }
}
