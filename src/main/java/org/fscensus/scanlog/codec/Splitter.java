package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the segments of a file in order, at little cost and ahead of their decoding. Called by one thread at a time. */
interface Splitter {
    /** The next segment, or null at the end. */
    @Nullable Segment next() throws IOException;

    /**
     * Whether the file most likely is decoded by a single thread, which takes little memory, so that other files are better
     * decoded beside it: the first segment is all there is, or it is not known where it ends. Asked once, right after the
     * first segment was found.
     */
    boolean isOneStream(Segment first);

    /** Goes on behind a segment that was a barrier, once it has been decoded. */
    default void resume(long end) {}

    /**
     * Called for each segment in order, once it has been decoded, perhaps while another thread looks for the next one:
     * to check what only segments together tell.
     *
     * @throws CodecException if they do not fit together
     */
    default void check(SegmentEnd end) throws CodecException {}
}
