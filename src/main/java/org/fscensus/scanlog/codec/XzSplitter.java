package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableXZInputStream;

/** Finds the blocks of all streams of an xz file by their indexes. Segments are counted in blocks. */
final class XzSplitter implements Splitter {
    /** So much text is worth handing to a thread. */
    private static final int GROUP = 2 << 20;

    private final XzFile file;
    private @Nullable SeekableXZInputStream blocks;
    private int at;

    XzSplitter(CompressedBytes file) {
        this.file = new XzFile(file, 512);
    }

    @Override
    public @Nullable Segment next() throws IOException {
        SeekableXZInputStream index = blocks;
        if (index == null) {
            index = file.open();
            blocks = index;
        }
        int from = at;
        long bytes = 0;
        boolean large = false;
        while (at < index.getBlockCount() && bytes < GROUP) {
            large |= dictionaryBytes(index.getBlockCompPos(at))
                    > XzFile.MEMORY / Runtime.getRuntime().availableProcessors();
            bytes += index.getBlockSize(at);
            at++;
        }
        return at > from ? new Segment(from, at, large) : null;
    }

    @Override
    public boolean isOneStream(Segment first) {
        return blocks != null && at == blocks.getBlockCount() && !first.barrier();
    }

    /** The dictionary of the block that begins there, by its header; 0 where only decoding will tell. */
    private long dictionaryBytes(long position) throws IOException {
        file.seek(position);
        int headerSize = file.read();
        int flags = file.read();
        for (int sizes = Integer.bitCount(flags & 0xc0); sizes > 0; sizes--) {
            skipNumber();
        }
        for (int filters = (flags & 3) + 1; filters > 0 && headerSize > 0; filters--) {
            int id = file.read();
            int length = file.read();
            int property = length > 0 ? file.read() : 0;
            if (id == 0x21 && length == 1) {
                int bits = property & 0x3f;
                return bits > 40 ? 0 : (2L | (bits & 1)) << (bits / 2 + 11);
            }
            for (int i = 1; i < length; i++) {
                file.read();
            }
        }
        return 0;
    }

    private void skipNumber() throws IOException {
        int b;
        do {
            b = file.read();
        } while (b >= 0x80);
    }
}
