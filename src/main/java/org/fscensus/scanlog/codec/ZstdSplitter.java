package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds frames, and puts small ones together. A large one is decoded before the next is looked for. */
final class ZstdSplitter implements Splitter {
    /** So much compressed text is worth handing to a thread: some MB when decompressed. */
    private static final int GROUP = 256 << 10;

    /** A frame whose end is not found so far ahead is no longer walked through, as it would be read twice from disk. */
    private static final long MOST = 32 << 20;

    /** That of zstd -19; --long asks for more, which only one file at a time shall take. */
    private static final long SMALL_WINDOW = 8 << 20;

    private final CompressedBytes file;
    private final ZstdFrames frames;
    private long at;

    ZstdSplitter(CompressedBytes file) {
        this.file = file;
        frames = new ZstdFrames(file);
    }

    @Override
    public @Nullable Segment next() throws IOException {
        long from = at;
        try {
            while (at < file.size() && at - from < GROUP) {
                long end = frames.end(at, MOST);
                if (end == Segment.OPEN) {
                    return at > from ? Segment.of(from, at) : Segment.open(at);
                }
                at = end;
            }
        } catch (CodecException e) {
            // Found again by the next call: the frames before it are whole, and their text comes first.
            if (at == from) {
                throw e;
            }
        }
        return at > from ? Segment.of(from, at) : null;
    }

    @Override
    public boolean isOneStream(Segment first) {
        return (first.isOpen() || at >= file.size()) && frames.window() <= SMALL_WINDOW;
    }

    @Override
    public void resume(long end) {
        at = end;
    }
}
