package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/** The headers of gzip members (RFC 1952), with the extra field in which bgzip tells a member's size. */
final class GzipMember {
    static final int MAGIC_1 = 0x1f;
    static final int MAGIC_2 = 0x8b;
    static final int DEFLATE = 8;
    static final int HEADER_CHECK = 2;
    static final int EXTRA = 4;
    static final int NAME = 8;
    static final int COMMENT = 16;
    static final int RESERVED = 0xe0;

    private GzipMember() {}

    /**
     * The size of the member at the feed's position if it tells it, in the subfield BC of the SAM/BAM specification,
     * section 4.1; else 0, also where there is no member.
     */
    static int toldSize(ByteFeed feed) throws IOException {
        if (feed.read() != MAGIC_1 || feed.read() != MAGIC_2 || feed.read() != DEFLATE) {
            return 0;
        }
        int flags = feed.read();
        if (flags < 0 || (flags & EXTRA) == 0) {
            return 0;
        }
        for (int i = 0; i < 6; i++) {
            feed.read();
        }
        int left = twoBytes(feed);
        while (left >= 4) {
            int first = feed.read();
            int second = feed.read();
            int length = twoBytes(feed);
            if (first == 'B' && second == 'C' && length == 2) {
                return Math.max(0, twoBytes(feed) + 1);
            }
            for (int i = 0; i < length; i++) {
                feed.read();
            }
            left -= 4 + Math.max(0, length);
        }
        return 0;
    }

    private static int twoBytes(ByteFeed feed) throws IOException {
        int low = feed.read();
        int high = feed.read();
        return high < 0 ? -1 : low | high << 8;
    }

    /** A header's bytes as they are read, for the sake of its own check. */
    static final class Header {
        private final ByteFeed feed;
        private final CRC32 crc = new CRC32();

        Header(ByteFeed feed) {
            this.feed = feed;
        }

        /**
         * Reads the header up to the compressed data.
         *
         * @return what is wrong with it, or an empty string
         */
        String read() throws IOException {
            if (next() != MAGIC_1 || next() != MAGIC_2) {
                return "no gzip member begins here";
            }
            int method = next();
            if (method != DEFLATE) {
                return "compression method " + method + " is not known";
            }
            int flags = next();
            if ((flags & RESERVED) != 0) {
                return "the member's header has flags that are not known";
            }
            skip(6);
            if ((flags & EXTRA) != 0) {
                skip(next() | next() << 8);
            }
            if ((flags & NAME) != 0) {
                skipText();
            }
            if ((flags & COMMENT) != 0) {
                skipText();
            }
            if ((flags & HEADER_CHECK) != 0) {
                int expected = (int) crc.getValue() & 0xffff;
                if ((next() | next() << 8) != expected) {
                    return "the checksum of the member's header is wrong";
                }
            }
            return "";
        }

        private void skip(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                next();
            }
        }

        private void skipText() throws IOException {
            while (next() != 0) {
                // Name or comment.
            }
        }

        private int next() throws IOException {
            int b = feed.read();
            if (b < 0) {
                throw new EOFException();
            }
            crc.update(b);
            return b;
        }
    }
}
