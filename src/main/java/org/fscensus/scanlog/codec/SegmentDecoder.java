package org.fscensus.scanlog.codec;

import java.io.Closeable;
import java.io.IOException;

/** Decodes segments one after the other. Each thread has its own. */
interface SegmentDecoder extends Closeable {
    void begin(Segment segment) throws IOException;

    /**
     * Decodes on.
     *
     * @param length at least 1
     * @return how many bytes were decoded, perhaps 0; -1 at the segment's end, once all of it has been checked
     * @throws CodecException if it is damaged
     */
    int decode(byte[] into, int at, int length) throws IOException;

    /** Byte offset in the file of what is to be decoded next, or a little ahead of it. */
    long position();

    /** How the segment ended, once it has been decoded. */
    SegmentEnd end();

    /**
     * Goes on to another end, where the segment was found to end behind its own: what was taken for the beginning of the
     * next one was none.
     */
    default void extend(long to) {
        throw new IllegalStateException("segments of this codec end where they were said to");
    }

    @Override
    void close();
}
