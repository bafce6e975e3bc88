package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decodes gzip members in a row by the JDK's zlib. Zeros behind the last one are padding, as for gzip itself. */
final class GzipDecoder implements SegmentDecoder {
    private final CompressedBytes file;
    private final ByteFeed feed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    private Segment segment = Segment.of(0, 0);
    private long member;
    private boolean inMember;
    /** Input that the inflater has and has not used. */
    private int handed;

    GzipDecoder(CompressedBytes file) {
        this.file = file;
        feed = new ByteFeed(file, 64 << 10);
    }

    @Override
    public void begin(Segment next) {
        segment = next;
        inMember = false;
        handed = 0;
        feed.seek(next.from(), next.isOpen() ? file.size() : next.to());
    }

    @Override
    public int decode(byte[] into, int at, int length) throws IOException {
        if (!inMember && !openMember()) {
            return -1;
        }
        if (handed == 0) {
            if (feed.at == feed.end && !feed.fill()) {
                throw cutOff();
            }
            handed = feed.end - feed.at;
            inflater.setInput(feed.buffer, feed.at, handed);
        }
        int n;
        try {
            n = inflater.inflate(into, at, length);
        } catch (DataFormatException e) {
            feed.at += handed - inflater.getRemaining();
            throw damaged(feed.position(), e.getMessage() + " in the member that begins at byte " + member);
        }
        int left = inflater.getRemaining();
        feed.at += handed - left;
        handed = left;
        crc.update(into, at, n);
        if (inflater.finished()) {
            closeMember();
        } else if (n == 0 && inflater.needsDictionary()) {
            throw damaged(feed.position(), "a dictionary is asked for");
        }
        return n;
    }

    /** Begins the next member; false at the segment's end. */
    private boolean openMember() throws IOException {
        member = feed.position();
        if (feed.isAtLimit()) {
            return false;
        }
        if (segment.isOpen() && member > segment.from() && GzipMember.toldSize(feed) > 0) {
            // From here on the splitter knows better.
            feed.seek(member, file.size());
            return false;
        }
        feed.seek(member, segment.isOpen() ? file.size() : segment.to());
        if (member > 0 && isPadding()) {
            return false;
        }
        String wrong;
        try {
            wrong = new GzipMember.Header(feed).read();
        } catch (EOFException e) {
            throw cutOff();
        }
        if (!wrong.isEmpty()) {
            throw damaged(member, wrong);
        }
        inflater.reset();
        crc.reset();
        handed = 0;
        inMember = true;
        return true;
    }

    /** Whether there are nothing but zeros from here on. */
    private boolean isPadding() throws IOException {
        int b = feed.read();
        if (b != 0) {
            feed.seek(member, segment.isOpen() ? file.size() : segment.to());
            return false;
        }
        while (b == 0) {
            b = feed.read();
        }
        if (b > 0) {
            throw damaged(feed.position() - 1, "behind the padding at byte " + member + " there is more");
        }
        return true;
    }

    /** Checks a member's text by its trailer. */
    private void closeMember() throws IOException {
        handed = 0;
        inMember = false;
        long trailer = feed.position();
        long expectedCrc = fourBytes();
        long expectedSize = fourBytes();
        if (expectedCrc != crc.getValue()) {
            throw damaged(trailer, "the checksum of the member that begins at byte " + member + " is wrong");
        }
        if (expectedSize != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw damaged(trailer + 4, "the length of the member that begins at byte " + member + " is wrong");
        }
    }

    private long fourBytes() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int b = feed.read();
            if (b < 0) {
                throw cutOff();
            }
            value |= (long) b << shift;
        }
        return value;
    }

    private CodecException cutOff() {
        String why = segment.isOpen() ? "not whole" : "not as long as it says";
        return damaged(feed.position(), "the member that begins at byte " + member + " is " + why);
    }

    private CodecException damaged(long offset, String why) {
        return CodecException.damaged(file, Codec.GZIP, offset, why);
    }

    @Override
    public long position() {
        return feed.position();
    }

    @Override
    public SegmentEnd end() {
        return new SegmentEnd.Plain(feed.position());
    }

    @Override
    public void close() {
        inflater.end();
    }
}
