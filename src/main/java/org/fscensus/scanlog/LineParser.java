package org.fscensus.scanlog;

import java.util.Objects;
import org.fscensus.entry.EntryBatch;

/** Reads the lines of one format. Not thread-safe: each worker has its own. */
public interface LineParser {
    /**
     * Reads the line that begins at {@code from} and adds its entry, if it is one, to the batch. Afterwards
     * {@link #lineEnd()} tells where the line ended: a parser that has seen the whole line need not look for it twice.
     *
     * @param bytes the batch's bytes. The line's path may be changed in place (unescaped, made canonical) where the
     *     line becomes an entry; a line that is not taken is left as it was
     * @param from the line's first byte
     * @param limit one past the last line's last byte; {@code bytes[limit]} is 0, and at least
     *     {@link EntryBatch#PADDING} bytes follow
     * @param batch not full
     */
    LineResult parse(byte[] bytes, int from, int limit, EntryBatch batch);

    /**
     * Why a line is rejected, for people; a format has its own words where its own keys are concerned.
     *
     * @param rejected of lines that are
     */
    default String reason(LineResult rejected) {
        return Objects.requireNonNull(rejected.reason());
    }

    /**
     * One past the last byte of the line read last, its line end not counted; the limit where it has none. The next line
     * begins behind the byte there.
     */
    int lineEnd();
}
