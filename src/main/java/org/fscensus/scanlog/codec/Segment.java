package org.fscensus.scanlog.codec;

/**
 * A part of a compressed file that can be decoded by itself. Segments in order are the file.
 *
 * @param from where it begins, in the codec's own unit
 * @param to where it ends, in that unit; {@link #OPEN} where only its decoder will tell
 * @param barrier whether the next one is not to be looked for before this one is decoded
 */
record Segment(long from, long to, boolean barrier) {
    static final long OPEN = Long.MAX_VALUE;

    /** One whose end only its decoder will tell. */
    static Segment open(long from) {
        return new Segment(from, OPEN, true);
    }

    static Segment of(long from, long to) {
        return new Segment(from, to, false);
    }

    boolean isOpen() {
        return to == OPEN;
    }
}
