package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How a file is compressed: told by its first bytes, never by its name. */
public enum Codec {
    GZIP("gzip"),
    XZ("xz"),
    ZSTD("zstd"),
    BZIP2("bzip2");

    /** As many of a file's first bytes are looked at. */
    private static final int MAGIC_BYTES = 10;

    private final String id;

    Codec(String id) {
        this.id = id;
    }

    /** What its command-line tool is called. */
    public String id() {
        return id;
    }

    /** The codec of a file, or null where it is none of these: then the file is taken as it is. */
    public static @Nullable Codec of(CompressedBytes file) throws IOException {
        ByteBuffer begin = ByteBuffer.allocate(MAGIC_BYTES);
        while (begin.hasRemaining() && file.read(begin, begin.position()) > 0) {
            // Reading on.
        }
        return of(begin.array(), begin.position());
    }

    private static @Nullable Codec of(byte[] bytes, int length) {
        if (begins(bytes, length, 0, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (begins(bytes, length, 0, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        if (begins(bytes, length, 0, 0x28, 0xb5, 0x2f, 0xfd)
                || (length >= 4 && (bytes[0] & 0xf0) == 0x50 && begins(bytes, length, 1, 0x2a, 0x4d, 0x18))) {
            return ZSTD;
        }
        return isBzip2(bytes, length) ? BZIP2 : null;
    }

    /** A text might well begin as bzip2 does, so the magic of a block or of a stream's end is asked for too. */
    private static boolean isBzip2(byte[] bytes, int length) {
        return begins(bytes, length, 0, 'B', 'Z', 'h')
                && (length == 3 || (bytes[3] >= '1' && bytes[3] <= '9'))
                && (beginsAsFar(bytes, length, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                        || beginsAsFar(bytes, length, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
    }

    /** As far as the bytes go: a file that is cut off there is a damaged one. */
    private static boolean beginsAsFar(byte[] bytes, int length, int... magic) {
        for (int i = 0; i < magic.length && 4 + i < length; i++) {
            if ((bytes[4 + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(byte[] bytes, int length, int from, int... magic) {
        if (length < from + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[from + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    Splitter newSplitter(CompressedBytes file) {
        return switch (this) {
            case GZIP -> new GzipSplitter(file);
            case XZ -> new XzSplitter(file);
            case ZSTD -> new ZstdSplitter(file);
            case BZIP2 -> new Bzip2Splitter(file);
        };
    }

    SegmentDecoder newDecoder(CompressedBytes file) {
        return switch (this) {
            case GZIP -> new GzipDecoder(file);
            case XZ -> new XzDecoder(file);
            case ZSTD -> new ZstdDecoder(file);
            case BZIP2 -> new Bzip2Decoder(file);
        };
    }
}
