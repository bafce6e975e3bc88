package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the members of gzip files that tell their size, as bgzip writes them, and puts some of them together. */
final class GzipSplitter implements Splitter {
    /** So much compressed text is worth handing to a thread: some MB when decompressed. */
    private static final int GROUP = 256 << 10;

    private final CompressedBytes file;
    private final ByteFeed feed;
    private long at;

    GzipSplitter(CompressedBytes file) {
        this.file = file;
        // A header is all that is looked at.
        feed = new ByteFeed(file, 512);
    }

    @Override
    public @Nullable Segment next() throws IOException {
        long from = at;
        long size = file.size();
        while (at < size && at - from < GROUP) {
            feed.seek(at, size);
            int member = GzipMember.toldSize(feed);
            if (member == 0 || at + member > size) {
                break;
            }
            at += member;
        }
        if (at > from) {
            return Segment.of(from, at);
        }
        // Members whose end only decompressing them will tell; what is no member is told of then.
        return at < size ? Segment.open(at) : null;
    }

    @Override
    public boolean isOneStream(Segment first) {
        return first.isOpen() || at >= file.size();
    }

    @Override
    public void resume(long end) {
        at = end;
    }
}
