package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks of bzip2 streams by their magic, which stands at any bit. Where that is found within a block, which
 * happens by chance or on purpose, the decoder of the segment before passes over it.
 */
final class Bzip2Splitter implements Splitter {
    private static final int MAGIC_BITS = 48;
    private static final long MASK = (1L << MAGIC_BITS) - 1;

    /** So much compressed text at least is worth handing to a thread. */
    private static final long GROUP_BITS = 8L * (64 << 10);

    private final CompressedBytes file;
    private final ByteFeed feed;
    private long from;
    private boolean ended;
    /** The last bytes that were looked at, the latest lowest. */
    private long seen;

    /** The checksum of the present stream's blocks up to the last segment that was checked. */
    private int streamCrc;

    Bzip2Splitter(CompressedBytes file) {
        this.file = file;
        feed = new ByteFeed(file, 64 << 10);
        // Of the stream's first block nothing is to be found.
        feed.seek(4 + MAGIC_BITS / 8, file.size());
    }

    @Override
    public @Nullable Segment next() throws IOException {
        if (ended) {
            return null;
        }
        long begin = from;
        long next = nextBlock(begin + GROUP_BITS);
        ended = next < 0;
        from = next;
        return ended ? new Segment(begin, Segment.OPEN, false) : Segment.of(begin, next);
    }

    @Override
    public boolean isOneStream(Segment first) {
        return ended;
    }

    /** The bit at which the next magic begins that is not before {@code least}, or -1. */
    private long nextBlock(long least) throws IOException {
        long last = seen;
        while (feed.at < feed.end || feed.fill()) {
            last = last << 8 | (feed.buffer[feed.at++] & 0xff);
            for (int shift = 7; shift >= 0; shift--) {
                if ((last >>> shift & MASK) == Bzip2Decoder.BLOCK) {
                    long bit = feed.position() * 8 - shift - MAGIC_BITS;
                    if (bit >= least) {
                        seen = last;
                        return bit;
                    }
                }
            }
        }
        return -1;
    }

    @Override
    public void check(SegmentEnd end) throws CodecException {
        if (end instanceof Bzip2End blocks) {
            Bzip2End.StreamEnd first = blocks.first();
            if (first != null && !first.fits(streamCrc)) {
                throw CodecException.damaged(
                        file, Codec.BZIP2, first.offset(), "the checksum of the stream that ends here is wrong");
            }
            streamCrc = blocks.after(streamCrc);
        }
    }
}
