package org.fscensus.scanlog.codec;

import java.io.EOFException;
import java.io.IOException;

/** Reads a file bit by bit, the highest of each byte first. */
final class BitFeed {
    private final ByteFeed feed;
    /** The next bits are the lowest {@link #count} ones, the next of all the highest among them. */
    private long bits;

    private int count;

    BitFeed(ByteFeed feed) {
        this.feed = feed;
    }

    /** Goes to a place. */
    void seek(long bit, long limitBytes) throws IOException {
        feed.seek(bit >>> 3, limitBytes);
        bits = 0;
        count = 0;
        if ((bit & 7) != 0) {
            read((int) (bit & 7));
        }
    }

    /** The place of the next bit. */
    long position() {
        return feed.position() * 8 - count;
    }

    /** Goes on to the next byte, if not at its beginning; the bits between are filling. */
    void align() {
        count -= count & 7;
    }

    /** Whether no byte is left, where a byte begins. */
    boolean isAtLimit() {
        return count == 0 && feed.isAtLimit();
    }

    /** The next bits as a number, up to 32. */
    int read(int n) throws IOException {
        int value = peek(n);
        count -= n;
        return value;
    }

    /** The next bits, up to 32, to be looked at; they stay. */
    int peek(int n) throws IOException {
        if (count < n) {
            fill(n);
        }
        return (int) ((bits >>> (count - n)) & ((1L << n) - 1));
    }

    /** Takes bits that have been looked at. */
    void skip(int n) {
        count -= n;
    }

    private void fill(int n) throws IOException {
        while (count <= 56) {
            if (feed.at == feed.end && !feed.fill()) {
                break;
            }
            bits = bits << 8 | (feed.buffer[feed.at++] & 0xff);
            count += 8;
        }
        if (count < n) {
            throw new EOFException();
        }
    }
}
