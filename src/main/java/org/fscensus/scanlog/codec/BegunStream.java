package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The text of a compressed file of which only the beginning is there: it ends where that does, and there is no error in
 * it. What is damaged before is one, as in {@link DecodedStream}. To be read by one thread at a time.
 */
public final class BegunStream extends InputStream {
    private final InputStream text;
    private final LongSupplier position;

    private BegunStream(InputStream text, LongSupplier position) {
        this.text = text;
        this.position = position;
    }

    /**
     * Opens the beginning of a file; the file stays open when the stream is closed.
     *
     * @param threads that decode where the format allows it, at least 1; changes no byte
     */
    public static BegunStream open(CompressedBytes file, Codec codec, int threads) {
        if (codec == Codec.XZ) {
            Xz xz = new Xz(file);
            return new BegunStream(xz, xz::position);
        }
        DecodedStream decoded = new DecodedStream(file, codec, threads, ExpansionLimit.NONE);
        return new BegunStream(decoded, decoded::compressedPosition);
    }

    /** How far into the compressed file the text reaches that has been read, or a little further. Any thread. */
    public long compressedPosition() {
        return position.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        try {
            return text.read(into, at, length);
        } catch (CodecException e) {
            if (e.isCutOff()) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Without the index, which stands at the end. */
    private static final class Xz extends InputStream {
        private final CompressedBytes bytes;
        private final XzFile file;
        private @Nullable XZInputStream text;

        /** That of the file after the last read: the file's own is for the thread that reads. */
        private volatile long position;

        Xz(CompressedBytes bytes) {
            this.bytes = bytes;
            file = new XzFile(bytes, 64 << 10);
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
            try {
                XZInputStream present = text;
                if (present == null) {
                    present = file.openBeginning();
                    text = present;
                }
                return present.read(into, at, length);
            } catch (EOFException e) {
                throw CodecException.damaged(bytes, Codec.XZ, bytes.size(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw file.failure(e, file.position(), "its data");
            } finally {
                position = file.position();
            }
        }
    }
}
