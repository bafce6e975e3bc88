package org.fscensus.scanlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.fscensus.scanlog.codec.BegunStream;
import org.fscensus.scanlog.codec.Codec;
import org.fscensus.scanlog.codec.DecodedStream;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.jspecify.annotations.Nullable;

/**
 * The text of a log file as one stream, decompressed where the file is compressed. Progress is told in bytes of the file.
 * To be read by one thread at a time; a reader that waits for decompression stops when it is interrupted.
 */
public final class LogStream extends InputStream {
    private final OpenedFile file;
    private final @Nullable Codec codec;
    private final boolean beginning;
    private final InputStream text;
    private final LongSupplier position;
    private final BooleanSupplier oneStream;

    /**
     * The text of a file, which it owns.
     *
     * @param beginning whether the log goes on behind the file's end, which is no error then wherever it is
     */
    LogStream(OpenedFile file, @Nullable Codec codec, int decoderThreads, ExpansionLimit limit, boolean beginning) {
        this.file = file;
        this.codec = codec;
        this.beginning = beginning;
        if (codec == null) {
            Plain plain = new Plain(file);
            text = plain;
            position = plain::position;
            oneStream = () -> false;
        } else if (beginning) {
            BegunStream begun = BegunStream.open(file, codec, decoderThreads);
            text = begun;
            position = begun::compressedPosition;
            oneStream = () -> false;
        } else {
            DecodedStream decoded = new DecodedStream(file, codec, decoderThreads, limit);
            text = decoded;
            position = decoded::compressedPosition;
            oneStream = decoded::isOneStream;
        }
    }

    /** What messages call the file. */
    public String name() {
        return file.name();
    }

    /** How the file is compressed; null if it is not. */
    public @Nullable Codec codec() {
        return codec;
    }

    /** Whether the log goes on behind the end of the file. */
    public boolean isBeginning() {
        return beginning;
    }

    /**
     * Whether the file is decompressed by a single thread that takes little memory; known once something was read. Any
     * thread.
     */
    public boolean isOneStream() {
        return oneStream.getAsBoolean();
    }

    /** Bytes of the file as it lies on disk. */
    public long sourceBytes() {
        return file.size();
    }

    /** How many of these the text stands for that has been read, or a little more; all of them at the end. Any thread. */
    public long sourcePosition() {
        return position.getAsLong();
    }

    /**
     * Checks, once all is read, that the file is still what was opened.
     *
     * @throws IOException if it changed
     */
    public void checkUnchanged() throws IOException {
        file.checkUnchanged();
    }

    @Override
    public int read() throws IOException {
        return text.read();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException if the file cannot be read, was truncated meanwhile, is damaged, or holds more text than is
     *     allowed; names it, its codec and the offset in it
     */
    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return text.read(into, at, length);
    }

    /** Stops the threads that decompress, and closes the file. */
    @Override
    public void close() throws IOException {
        try {
            text.close();
        } finally {
            file.close();
        }
    }

    /** A file's bytes as they are. */
    private static final class Plain extends InputStream {
        private final OpenedFile file;
        private volatile long position;

        Plain(OpenedFile file) {
            this.file = file;
        }

        long position() {
            return position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            long from = position;
            int n = file.read(ByteBuffer.wrap(into, at, length), from);
            position = from + Math.max(0, n);
            return n;
        }
    }
}
