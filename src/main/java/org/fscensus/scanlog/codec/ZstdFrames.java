package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.Locale;

/** The headers of zstd frames and of their blocks (RFC 8878), by which a frame's end is found without decoding it. */
final class ZstdFrames {
    /** The same limit as that of zstd itself. */
    private static final long MOST_WINDOW = 1L << 27;

    private static final long MAGIC = 0xfd2fb528L;
    private static final long SKIPPABLE = 0x184d2a50L;

    private static final int RLE = 1;
    private static final int RESERVED = 3;

    private final CompressedBytes file;
    private final ByteFeed feed;
    private long window;

    ZstdFrames(CompressedBytes file) {
        this.file = file;
        // Headers are all that is looked at, and blocks are of some 20 KB.
        feed = new ByteFeed(file, 512);
    }

    /**
     * Looks at the frame that begins at a byte.
     *
     * @param most how far the end is looked for
     * @return where it ends; {@link Segment#OPEN} where that is farther away, or where decoding will tell what is wrong
     * @throws CodecException if there is no frame, or none that can be decoded
     */
    long end(long from, long most) throws IOException {
        long size = file.size();
        feed.seek(from, size);
        long magic = number(4, from);
        if ((magic & 0xffff_fff0L) == SKIPPABLE) {
            long end = from + 8 + number(4, from);
            if (end > size) {
                throw CodecException.damaged(
                        file, Codec.ZSTD, size, "the skippable frame that begins at byte " + from + " is not whole");
            }
            return end;
        }
        if (magic != MAGIC) {
            throw CodecException.damaged(file, Codec.ZSTD, from, "no zstd frame begins here");
        }
        boolean checked = readHeader(from);
        long at = feed.position();
        while (at + 3 <= size && at - from <= most) {
            feed.seek(at, size);
            int header = (int) number(3, from);
            int type = header >>> 1 & 3;
            if (type == RESERVED) {
                return Segment.OPEN;
            }
            at += 3 + (type == RLE ? 1 : header >>> 3);
            if ((header & 1) != 0) {
                at += checked ? 4 : 0;
                return at <= size ? at : Segment.OPEN;
            }
        }
        return Segment.OPEN;
    }

    /** Bytes that the frame looked at last is decoded in. */
    long window() {
        return window;
    }

    /** Reads the rest of a frame's header; whether the frame ends with a checksum. */
    private boolean readHeader(long from) throws IOException {
        int descriptor = (int) number(1, from);
        boolean single = (descriptor & 0x20) != 0;
        if (!single) {
            int code = (int) number(1, from);
            long base = 1L << (10 + (code >>> 3));
            window = base + (base >>> 3) * (code & 7);
        }
        int dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
        long dictionary = number(dictionaryBytes, from);
        int sizeBytes = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >>> 6];
        long content = number(sizeBytes, from);
        if (single) {
            window = content;
        }
        if (window < 0 || window > MOST_WINDOW) {
            throw CodecException.refused(
                    file,
                    Codec.ZSTD,
                    from,
                    String.format(
                            Locale.ROOT,
                            "the frame there needs a window of %,d bytes, and at most %,d are allowed; compress it again"
                                    + " with --long=27 or less",
                            window,
                            MOST_WINDOW));
        }
        if (dictionary != 0) {
            throw CodecException.refused(
                    file,
                    Codec.ZSTD,
                    from,
                    "the frame there needs the dictionary " + dictionary + "; compress it again without a dictionary");
        }
        return (descriptor & 4) != 0;
    }

    private long number(int bytes, long from) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int b = feed.read();
            if (b < 0) {
                throw CodecException.damaged(
                        file, Codec.ZSTD, file.size(), "the frame that begins at byte " + from + " is not whole");
            }
            value |= (long) b << (8 * i);
        }
        return value;
    }
}
