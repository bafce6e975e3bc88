package org.fscensus.scanlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;

/**
 * Turns a log's path, in place, into the form that {@link EntryBatch} asks for: unescaped, repeated
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
    /** Newline, NUL and some control bytes lie below it. */
    private static final int FIRST_ORDINARY = '\n' + 1;

    private final PathEscape escape;
    private final byte terminator;
    private byte[] original = new byte[512];
    private int end;
    private int nameStart;
    private int lineEnd;

    PathCanonicalizer(PathEscape escape, Terminator terminator) {
        this.escape = escape;
        this.terminator = terminator.value();
    }

    /** One past the canonical path's last byte; equal to its start for the root. */
    int end() {
        return end;
    }

    /** Where the last component begins; equal to {@link #end()} for the root. */
    int nameStart() {
        return nameStart;
    }

    /** Where the line ends, whatever became of its path: at its terminator, or at the limit. */
    int lineEnd() {
        return lineEnd;
    }

    /**
     * How many of the first bytes of a path are those of the directory in which the batch's last entry lies, slash
     * included; 0 where it is another. Most lines follow one of the same directory, and need not be looked through again.
     */
    int known(byte[] bytes, int from, int limit, EntryBatch batch) {
        int last = batch.size - 1;
        // Where paths are escaped the canonical one in the batch is not what its line had.
        if (last < 0 || escape != PathEscape.NONE) {
            return 0;
        }
        int start = batch.pathStart[last];
        int length = batch.nameStart[last] - start;
        // Where it is another the names differ at the end, behind a long way that both have: that is looked at first.
        boolean same = from + length <= limit
                && (length < Long.BYTES
                        || (long) LONG.get(bytes, start + length - Long.BYTES)
                                == (long) LONG.get(bytes, from + length - Long.BYTES))
                && Arrays.equals(bytes, start, start + length, bytes, from, from + length);
        return same ? length : 0;
    }

    /**
     * Works on the path that begins at {@code from} and goes on to the end of the line.
     *
     * @param lineStart where the line began, which may be too long
     * @param known how many of the path's bytes are known to be canonical as they are, ending with a slash; may be 0
     * @param limit where the line ends without a terminator. {@link EntryBatch#PADDING} bytes behind it
     *     can be read, the first of them is 0
     * @param directory whether the entry is one; nothing else can be the root
     */
    LineResult canonicalize(byte[] bytes, int lineStart, int from, int known, int limit, boolean directory) {
        boolean plain = isPlain(bytes, from, known, limit);
        if (!plain) {
            lineEnd = LineEnds.next(bytes, from, limit, terminator);
        }
        if (lineEnd - lineStart > LogSource.LONGEST_LINE) {
            return LineResult.LINE_TOO_LONG;
        }
        boolean escaped = escape != PathEscape.NONE && contains(bytes, from, lineEnd, escapeByte());
        if (plain && !escaped) {
            end = lineEnd;
            return LineResult.ENTRY;
        }
        return rewrite(bytes, from, lineEnd, escaped, directory);
    }

    private byte escapeByte() {
        return (byte) (escape == PathEscape.PERCENT ? '%' : '\\');
    }

    /**
     * Whether the path is canonical at first sight; then {@link #lineEnd} is set. False only means that it takes a closer
     * look.
     */
    private boolean isPlain(byte[] bytes, int from, int known, int limit) {
        if (bytes[from] != '/') {
            return false;
        }
        int at = from + known;
        long carry = known > 0 ? 1L << 7 : 0; // Whether the byte before this word is a slash, in bit 7.
        long lastSlashes = Long.MIN_VALUE; // Those of the last word that has any, and where it stands.
        int lastWord = at - Long.BYTES;
        while (true) {
            long word = (long) LONG.get(bytes, at);
            long dotsAndSlashes = dotsAndSlashes(word);
            long slashes = dotsAndSlashes & word << 7;
            long suspects = dotsAndSlashes & (slashes << 8 | carry);
            long low = (word - ONES * FIRST_ORDINARY) & ~word & HIGHS;
            if ((suspects | low) != 0) {
                int inLine = Long.numberOfTrailingZeros(low) >>> 3;
                long before = inLine == 8 ? -1L : (1L << (8 * inLine)) - 1;
                if ((suspects & before) != 0 && !areHiddenNames(bytes, at, suspects & before)) {
                    return false;
                }
                if (low != 0) {
                    slashes &= before;
                    lastWord = slashes != 0 ? at : lastWord;
                    lastSlashes = slashes != 0 ? slashes : lastSlashes;
                    nameStart = lastWord + Long.BYTES - (Long.numberOfLeadingZeros(lastSlashes) >>> 3);
                    return endsAt(bytes, from, at + inLine, limit);
                }
            }
            lastWord = slashes != 0 ? at : lastWord;
            lastSlashes = slashes != 0 ? slashes : lastSlashes;
            carry = slashes >>> 56;
            at += 8;
        }
    }

    /** Whether what follows slashes are dots that begin a longer name, neither slashes nor {@code .} nor {@code ..}. */
    private static boolean areHiddenNames(byte[] bytes, int at, long suspects) {
        for (long left = suspects; left != 0; left &= left - 1) {
            int suspect = at + (Long.numberOfTrailingZeros(left) >>> 3);
            int next = bytes[suspect + 1] == '.' ? suspect + 2 : suspect + 1;
            if (bytes[suspect] == '/' || bytes[next] == '/' || (bytes[next] >= 0 && bytes[next] < FIRST_ORDINARY)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first unusual byte of a path, at {@code at}, is the end of the line and all is well up to there. */
    private boolean endsAt(byte[] bytes, int from, int at, int limit) {
        lineEnd = at;
        int length = at - from;
        return (bytes[at] == terminator || at == limit)
                && length >= 2
                && length <= LONGEST_NAME
                && bytes[at - 1] != '/';
    }

    /** Bit 7 of every byte of {@code word} that is a dot or a slash: these two differ in their lowest bit. */
    private static long dotsAndSlashes(long word) {
        long x = (word | ONES) ^ SLASHES;
        // Exact: a borrow could only be mistaken at a byte of 1, and the lowest bits are all 0.
        return (x - ONES) & ~x & HIGHS;
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
    private LineResult rewrite(byte[] bytes, int from, int to, boolean escaped, boolean directory) {
        int length = to - from;
        if (length > original.length) {
            original = new byte[length * 2];
        }
        System.arraycopy(bytes, from, original, 0, length);
        int unescapedEnd = escaped ? unescape(bytes, from, to) : to;
        LineResult result = normalize(bytes, from, unescapedEnd);
        if (result == LineResult.ENTRY && end == from && !directory) {
            result = LineResult.FILE_AT_ROOT;
        }
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
