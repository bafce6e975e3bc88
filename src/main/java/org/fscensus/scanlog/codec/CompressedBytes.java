package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A compressed file, to be read at any place. Thread-safe. */
public interface CompressedBytes {
    /** What messages call it. */
    String name();

    /** Bytes in it; never changes. */
    long size();

    /**
     * Reads what is there, at least one byte.
     *
     * @return how many bytes were read, or -1 at the end
     * @throws IOException if the file cannot be read, or ends before its {@link #size()}; names it and the offset
     */
    int read(ByteBuffer into, long position) throws IOException;
}
