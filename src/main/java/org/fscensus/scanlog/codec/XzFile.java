package org.fscensus.scanlog.codec;

import java.io.IOException;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SeekableInputStream;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** A file as the xz library reads it. */
final class XzFile extends SeekableInputStream {
    /**
     * What decoders may take for dictionaries: those of xz -9, of 64 MiB, at least. No more than one at a time decodes
     * where they take more together.
     */
    static final long MEMORY = Math.max(66L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** Bytes of the magic at the beginning. */
    private static final int MAGIC = 6;

    private final CompressedBytes file;
    private final ByteFeed feed;

    XzFile(CompressedBytes file, int bufferBytes) {
        this.file = file;
        feed = new ByteFeed(file, bufferBytes);
    }

    /** The blocks of this file, by the indexes at the end of its streams, which are checked. */
    SeekableXZInputStream open() throws IOException {
        try {
            return new SeekableXZInputStream(this, memoryLimit(), true, new BasicArrayCache());
        } catch (IOException e) {
            // It begins at the end, where nothing can be read if the size is wrong.
            long offset = position() <= MAGIC ? file.size() : position();
            throw failure(e, offset, "its index, which stands at the end, cannot be read");
        }
    }

    /** The text from the beginning on, block by block: where the index at the end is not there. */
    XZInputStream openBeginning() throws IOException {
        return new XZInputStream(this, memoryLimit(), true, new BasicArrayCache());
    }

    private static int memoryLimit() {
        return (int) Math.min(Integer.MAX_VALUE, MEMORY >> 10);
    }

    /** What the library found, told as ours. */
    IOException failure(IOException e, long offset, String where) {
        if (e instanceof MemoryLimitException limit) {
            return CodecException.refused(
                    file,
                    Codec.XZ,
                    offset,
                    where + ": it takes " + limit.getMemoryNeeded() + " KiB of memory, and at most "
                            + limit.getMemoryLimit()
                            + " are allowed; compress it again with a smaller dictionary, or raise the service's heap"
                            + " (-Xmx)");
        }
        if (e instanceof UnsupportedOptionsException) {
            return CodecException.refused(
                    file, Codec.XZ, offset, where + ": " + e.getMessage() + "; compress it again with other options");
        }
        boolean theirs = e instanceof XZIOException || e instanceof java.io.EOFException;
        return theirs ? CodecException.damaged(file, Codec.XZ, offset, where + " (" + e.getMessage() + ")") : e;
    }

    @Override
    public long length() {
        return file.size();
    }

    @Override
    public long position() {
        return feed.position();
    }

    @Override
    public void seek(long position) {
        feed.seek(Math.min(position, file.size()), file.size());
    }

    @Override
    public int read() throws IOException {
        return feed.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return length == 0 ? 0 : feed.read(into, at, length);
    }
}
