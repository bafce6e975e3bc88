package org.fscensus.scanlog.codec;

/** How a segment ended. */
interface SegmentEnd {
    /** Where the next segment begins, in the codec's own unit. */
    long at();

    /** An end of which there is nothing more to say. */
    record Plain(long at) implements SegmentEnd {}
}
