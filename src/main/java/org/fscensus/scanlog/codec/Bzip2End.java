package org.fscensus.scanlog.codec;

import org.jspecify.annotations.Nullable;

/**
 * How a segment of bzip2 ended, with what is needed to go on with the checksum of its stream, which turns by a bit with
 * each block and takes in that block's own.
 *
 * @param at the bit behind it
 * @param turns blocks since the segment's beginning, or since that of the stream which it ended in
 * @param crc the checksum of these blocks
 * @param first the end of the stream that the segment began in; null if it did not end
 */
record Bzip2End(long at, int turns, int crc, @Nullable StreamEnd first) implements SegmentEnd {
    /**
     * The end of a stream that began in another segment.
     *
     * @param turns blocks of the segment until then
     * @param crc the checksum of these blocks
     * @param expected what the stream tells as its checksum
     * @param offset byte of the file behind it
     */
    record StreamEnd(int turns, int crc, int expected, long offset) {
        boolean fits(int before) {
            return follow(before, turns, crc) == expected;
        }
    }

    /** The checksum of the stream that the segment ended in, where that of the one it began in was {@code before}. */
    int after(int before) {
        return first == null ? follow(before, turns, crc) : crc;
    }

    private static int follow(int before, int turns, int crc) {
        return Integer.rotateLeft(before, turns & 31) ^ crc;
    }
}
