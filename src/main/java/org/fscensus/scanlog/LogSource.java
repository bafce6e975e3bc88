package org.fscensus.scanlog;

import java.io.Closeable;
import java.io.IOException;

/** A log as a sequence of chunks of whole lines, drawn by many workers at once. Thread-safe but for {@link #close()}. */
public interface LogSource extends Closeable {
    /** A line longer than this is cut off there and cannot be an entry. */
    int LONGEST_LINE = 1 << 20;

    /** In place of a size that only the source's end will tell. */
    long UNKNOWN_SIZE = -1;

    /** Bytes of the source, the unit of progress; or {@link #UNKNOWN_SIZE}. */
    long sizeInBytes();

    /** About how many bytes of text a byte of the source stands for: 1 where it is not compressed. */
    default int expansion() {
        return 1;
    }

    /**
     * Whether its text comes from a single thread, however many workers draw from it, at the cost of little memory: another
     * source is better read beside it then. Known when its head was looked at.
     */
    default boolean isOneStream() {
        return false;
    }

    /**
     * The beginning of this source, to look at: a source of its own whose first chunk holds its first lines. Can be
     * asked for at any time, and takes nothing from the chunks to be drawn here.
     *
     * @return to be closed by the caller, which does not close this source
     * @throws IOException if the source cannot be read
     */
    LogSource head() throws IOException;

    /**
     * Says what ends this source's lines, if it is no newline. Before the first chunk is drawn, and before other threads
     * draw from it.
     */
    void terminatedBy(Terminator terminator);

    /**
     * Draws the next chunk.
     *
     * @param chunk the caller's own, filled anew
     * @return the bytes of the source that this chunk stands for, or -1 where nothing is left
     * @throws IOException if the source cannot be read or is not what it was when it was opened; names the file and the
     *     offset
     */
    int next(Chunk chunk) throws IOException;

    /**
     * Whether the last line has its end, once all chunks are drawn: the last line of a source that was cut off on its way
     * seldom has. An empty source ends well.
     *
     * @throws IOException if the source cannot be read
     */
    boolean endsWithTerminator() throws IOException;

    /**
     * Checks, once all chunks are drawn, that the source is still what was opened.
     *
     * @throws IOException if it changed
     */
    void checkUnchanged() throws IOException;
}
