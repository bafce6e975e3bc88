package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/** Reads the lines of one format. Not thread-safe: each worker has its own. */
public interface LineParser {
    /**
     * Reads one line and adds its entry, if it is one, to the batch.
     *
     * @param bytes the batch's bytes. The line's path may be changed in place (unescaped, made canonical) where the
     *     line becomes an entry; a line that is not taken is left as it was
     * @param from the line's first byte
     * @param to one past its last, the line end not counted; {@code bytes[to]} is the line end or 0, and at least
     *     {@link EntryBatch#PADDING} bytes follow
     * @param batch not full
     */
    LineResult parse(byte[] bytes, int from, int to, EntryBatch batch);
}
