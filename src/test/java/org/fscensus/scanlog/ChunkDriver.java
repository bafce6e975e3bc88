package org.fscensus.scanlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;

/** Lets sources outside this package fill chunks. */
public final class ChunkDriver {
    private ChunkDriver() {}

    /** Fills a chunk with whole lines, all that is left in a buffer. */
    public static void fill(Chunk chunk, long index, long offset, ByteBuffer lines) {
        int length = lines.remaining();
        lines.get(chunk.ensure(length), 0, length);
        Arrays.fill(chunk.bytes, length, length + EntryBatch.PADDING, (byte) 0);
        chunk.index = index;
        chunk.offset = offset;
        chunk.start = 0;
        chunk.end = length;
    }
}
