package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableXZInputStream;

/** Decodes runs of xz blocks, each checked against its stream's index and by its own checksum. */
final class XzDecoder implements SegmentDecoder {
    private final XzFile file;
    private @Nullable SeekableXZInputStream blocks;
    private int to;
    private long left;

    XzDecoder(CompressedBytes file) {
        this.file = new XzFile(file, 64 << 10);
    }

    @Override
    public void begin(Segment segment) throws IOException {
        SeekableXZInputStream xz = blocks;
        if (xz == null) {
            xz = file.open();
            blocks = xz;
        }
        int from = (int) segment.from();
        to = (int) segment.to();
        xz.seekToBlock(from);
        left = xz.getBlockPos(to - 1) + xz.getBlockSize(to - 1) - xz.getBlockPos(from);
    }

    @Override
    public int decode(byte[] into, int at, int length) throws IOException {
        SeekableXZInputStream xz = blocks;
        if (xz == null || left == 0) {
            return -1;
        }
        try {
            // The last bytes of a block come only once its checksum is found to be right.
            int n = xz.read(into, at, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("its blocks end too soon");
            }
            left -= n;
            return n;
        } catch (IOException e) {
            int block = xz.getBlockNumber(Math.min(xz.position(), xz.length() - 1));
            throw file.failure(e, position(), "its block " + block + " from byte " + xz.getBlockCompPos(block) + " on");
        }
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public SegmentEnd end() {
        return new SegmentEnd.Plain(to);
    }

    @Override
    public void close() {
        // There is nothing but memory.
    }
}
