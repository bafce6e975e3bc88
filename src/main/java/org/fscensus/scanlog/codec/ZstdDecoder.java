package org.fscensus.scanlog.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Decodes zstd frames in a row, or a single one, by libzstd. */
final class ZstdDecoder implements SegmentDecoder {
    /** A block, the most that libzstd takes or gives at a time. */
    private static final int BUFFER = 128 << 10;

    private final CompressedBytes file;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

    private Segment segment = Segment.of(0, 0);
    private long limit;
    /** Offset in the file of the input buffer's first byte. */
    private long base;

    private long frame;
    private boolean inFrame;
    private boolean ended;

    ZstdDecoder(CompressedBytes file) {
        this.file = file;
    }

    @Override
    public void begin(Segment next) {
        context.reset();
        segment = next;
        base = next.from();
        limit = next.isOpen() ? file.size() : next.to();
        in.clear().limit(0);
        inFrame = false;
        ended = false;
    }

    @Override
    public int decode(byte[] into, int at, int length) throws IOException {
        if (!inFrame) {
            if (ended || position() == limit) {
                return -1;
            }
            inFrame = true;
            frame = position();
        }
        boolean more = in.hasRemaining() || refill();
        out.clear().limit(Math.min(length, BUFFER));
        boolean finished = decompress();
        int n = out.flip().remaining();
        out.get(into, at, n);
        if (finished) {
            inFrame = false;
            ended = segment.isOpen();
        } else if (n == 0 && !more) {
            throw CodecException.damaged(
                    file, Codec.ZSTD, position(), "the frame that begins at byte " + frame + " is not whole");
        }
        return n;
    }

    private boolean decompress() throws CodecException {
        try {
            return context.decompressDirectByteBufferStream(out, in);
        } catch (ZstdException e) {
            throw CodecException.damaged(
                    file, Codec.ZSTD, position(), e.getMessage() + " in the frame that begins at byte " + frame);
        }
    }

    private boolean refill() throws IOException {
        base = position();
        in.clear().limit((int) Math.min(BUFFER, limit - base));
        int n = in.hasRemaining() ? file.read(in, base) : -1;
        in.flip();
        return n > 0;
    }

    @Override
    public long position() {
        return base + in.position();
    }

    @Override
    public SegmentEnd end() {
        return new SegmentEnd.Plain(position());
    }

    @Override
    public void close() {
        context.close();
    }
}
