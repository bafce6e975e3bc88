package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decodes bzip2 streams in a row. Segments are counted in bits. */
final class Bzip2Decoder implements SegmentDecoder {
    static final long BLOCK = 0x314159265359L;
    static final long STREAM_END = 0x177245385090L;

    private static final int STREAM = 'B' << 16 | 'Z' << 8 | 'h';

    private final CompressedBytes file;
    private final ByteFeed bytes;
    private final BitFeed bits;
    private final Bzip2Block block = new Bzip2Block();

    private long to;
    private boolean inBlock;
    private boolean inStream;
    /** Where the present block or stream began. */
    private long begin;

    /** Of the blocks since the segment's beginning or the present stream's: how many, and their checksum. */
    private int turns;

    private int crc;
    private Bzip2End.@Nullable StreamEnd first;
    /** The present stream began before the segment. */
    private boolean continued;

    Bzip2Decoder(CompressedBytes file) {
        this.file = file;
        bytes = new ByteFeed(file, 64 << 10);
        bits = new BitFeed(bytes);
    }

    @Override
    public void begin(Segment segment) throws IOException {
        bits.seek(segment.from(), file.size());
        to = segment.to();
        inBlock = false;
        // All segments but the first begin with a block.
        continued = segment.from() > 0;
        inStream = continued;
        turns = 0;
        crc = 0;
        first = null;
    }

    @Override
    public int decode(byte[] into, int at, int length) throws IOException {
        if (!inBlock && !openBlock()) {
            return -1;
        }
        int n = block.take(into, at, length);
        if (n < length) {
            closeBlock();
        }
        return n;
    }

    /** Begins the next block, perhaps of another stream; false at the segment's end. */
    private boolean openBlock() throws IOException {
        try {
            while (true) {
                begin = bits.position();
                if (!inStream) {
                    if (bits.isAtLimit()) {
                        return false;
                    }
                    openStream();
                    begin = bits.position();
                }
                if (begin >= to) {
                    return false;
                }
                long magic = (long) bits.read(24) << 24 | bits.read(24);
                if (magic == BLOCK) {
                    String wrong = block.read(bits);
                    if (!wrong.isEmpty()) {
                        throw damaged(position(), "in the block that begins at byte " + begin / 8 + ", " + wrong);
                    }
                    inBlock = true;
                    return true;
                }
                if (magic != STREAM_END) {
                    throw damaged(begin / 8, "neither a block begins here nor does the stream end");
                }
                closeStream();
            }
        } catch (EOFException e) {
            throw damaged(file.size(), "the stream is not whole, nor what begins at byte " + begin / 8);
        }
    }

    private void openStream() throws IOException {
        int magic = bits.read(24);
        int level = bits.read(8);
        if (magic != STREAM || level < '1' || level > '9') {
            throw damaged(begin / 8, "no bzip2 stream begins here");
        }
        inStream = true;
        turns = 0;
        crc = 0;
    }

    private void closeBlock() throws CodecException {
        if (!block.isRight()) {
            throw damaged(position(), "the checksum of the block that begins at byte " + begin / 8 + " is wrong");
        }
        crc = Integer.rotateLeft(crc, 1) ^ block.crc();
        turns++;
        inBlock = false;
    }

    private void closeStream() throws IOException {
        int expected = bits.read(32);
        if (continued) {
            // Whether it is right will be known once all segments before are decoded.
            first = new Bzip2End.StreamEnd(turns, crc, expected, position());
            continued = false;
        } else if (expected != crc) {
            throw damaged(position(), "the checksum of the stream that ends here is wrong");
        }
        bits.align();
        inStream = false;
    }

    private CodecException damaged(long offset, String why) {
        return CodecException.damaged(file, Codec.BZIP2, offset, why);
    }

    @Override
    public long position() {
        return bits.position() / 8;
    }

    @Override
    public SegmentEnd end() {
        return new Bzip2End(begin, turns, crc, first);
    }

    @Override
    public void extend(long newTo) {
        to = newTo;
    }

    @Override
    public void close() {
        // There is nothing but memory.
    }
}
