package org.fscensus.scanlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns a log's path, in place, into the form that {@link org.fscensus.entry.EntryBatch} asks for: unescaped, repeated
 * and trailing slashes gone. Paths that need nothing, nearly all, are recognised eight bytes at a time.
 *
 * <p>Not thread-safe. After {@link #canonicalize} said {@link LineResult#ENTRY}, {@link #end()} and {@link #nameStart()}
 * describe the result; after any other answer the bytes are as they were.
 */
final class PathCanonicalizer {
    static final int LONGEST_PATH = 65535;
    static final int LONGEST_NAME = 4095;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SLASHES = ONES * '/';

    private final PathEscape escape;
    private byte[] original = new byte[512];
    private int end;
    private int nameStart;

    PathCanonicalizer(PathEscape escape) {
        this.escape = escape;
    }

    /** One past the canonical path's last byte; equal to its start for the root. */
    int end() {
        return end;
    }

    /** Where the last component begins; equal to {@link #end()} for the root. */
    int nameStart() {
        return nameStart;
    }

    /** Works on {@code bytes[from..to)}. At least eight bytes behind {@code to} can be read. */
    LineResult canonicalize(byte[] bytes, int from, int to) {
        boolean escaped = escape != PathEscape.NONE && contains(bytes, from, to, escapeByte());
        if (!escaped && isPlain(bytes, from, to)) {
            end = to;
            return LineResult.ENTRY;
        }
        return rewrite(bytes, from, to, escaped);
    }

    private byte escapeByte() {
        return (byte) (escape == PathEscape.PERCENT ? '%' : '\\');
    }

    /**
     * Whether the path is canonical at first sight; sets {@link #nameStart} on the way. False only means that it takes a
     * closer look.
     */
    private boolean isPlain(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 2 || length > LONGEST_NAME || bytes[from] != '/' || bytes[to - 1] == '/') {
            return false;
        }
        int lastSlash = from;
        long carry = 0; // Whether the byte before this word is a slash, in bit 7.
        for (int at = from; at < to; at += 8) {
            long word = (long) LONG.get(bytes, at);
            int left = to - at;
            if (left < 8) {
                // What lies behind the path must look like an ordinary letter.
                long inside = -1L >>> (64 - 8 * left);
                word = (word & inside) | (ONES * 'a' & ~inside);
            }
            long slashes = equalBytes(word, SLASHES);
            long afterSlash = slashes << 8 | carry;
            long suspects = ((slashes | equalBytes(word, ONES * '.')) & afterSlash) | equalBytes(word, 0);
            if (suspects != 0) {
                return false;
            }
            if (slashes != 0) {
                lastSlash = at + (7 - Long.numberOfLeadingZeros(slashes) / 8);
            }
            carry = slashes >>> 56;
        }
        nameStart = lastSlash + 1;
        return true;
    }

    /** Bit 7 of every byte of {@code word} that equals the byte of {@code pattern} there; exact, no false positives. */
    private static long equalBytes(long word, long pattern) {
        long x = word ^ pattern;
        return ~(((x & ~HIGHS) + ~HIGHS) | x | ~HIGHS);
    }

    private static boolean contains(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The closer look: copies the path aside, writes it anew, and puts it back where it can't be taken. */
    private LineResult rewrite(byte[] bytes, int from, int to, boolean escaped) {
        int length = to - from;
        if (length > original.length) {
            original = new byte[length * 2];
        }
        System.arraycopy(bytes, from, original, 0, length);
        int unescapedEnd = escaped ? unescape(bytes, from, to) : to;
        LineResult result = normalize(bytes, from, unescapedEnd);
        if (result != LineResult.ENTRY) {
            System.arraycopy(original, 0, bytes, from, length);
        }
        return result;
    }

    private int unescape(byte[] bytes, int from, int to) {
        int out = from;
        for (int in = from; in < to; in++) {
            byte b = bytes[in];
            if (escape == PathEscape.PERCENT && b == '%' && in + 2 < to) {
                int high = Character.digit(bytes[in + 1], 16);
                int low = Character.digit(bytes[in + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    in += 2;
                }
            } else if (escape == PathEscape.BACKSLASH && b == '\\' && in + 1 < to) {
                if (bytes[in + 1] == 'n') {
                    b = '\n';
                    in++;
                } else if (bytes[in + 1] == '\\') {
                    in++;
                }
            }
            bytes[out++] = b;
        }
        return out;
    }

    private LineResult normalize(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != '/') {
            return LineResult.RELATIVE_PATH;
        }
        if (contains(bytes, from, to, (byte) 0)) {
            return LineResult.NUL_IN_PATH;
        }
        int out = from;
        int lastSlash = from;
        int in = from;
        while (in < to) {
            while (in < to && bytes[in] == '/') {
                in++;
            }
            int nameFrom = in;
            while (in < to && bytes[in] != '/') {
                in++;
            }
            int length = in - nameFrom;
            if (length == 0) {
                break;
            }
            if (length <= 2 && bytes[nameFrom] == '.' && bytes[in - 1] == '.') {
                return LineResult.DOTS_IN_PATH;
            }
            if (length > LONGEST_NAME) {
                return LineResult.PATH_TOO_LONG;
            }
            lastSlash = out;
            bytes[out++] = '/';
            System.arraycopy(bytes, nameFrom, bytes, out, length);
            out += length;
        }
        if (out - from > LONGEST_PATH) {
            return LineResult.PATH_TOO_LONG;
        }
        end = out;
        nameStart = out == from ? out : lastSlash + 1;
        return LineResult.ENTRY;
    }
}
