package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * The attributes of a line of a GPFS list: {@code key=value} tokens in any order, of which the first of a key wins and
 * unknown ones are skipped. docs/FORMATS.md has the keys.
 *
 * <p>The usual order, {@code s a u g m p ac mt cr nl}, is tried first, key by key, each at a place of its own in the
 * code: there the processor foresees each step, while in a loop over any tokens it could not. Whatever is unusual is left
 * to that loop.
 *
 * <p>Not thread-safe. The fields hold what {@link #read} found.
 */
final class GpfsAttributes {
    /** In place of a number that is none, or not below 2^63. */
    private static final long NO_NUMBER = -1;

    private static final long LARGEST_ID = 0xffff_ffffL;
    private static final int DASHES_AND_BLANK = '-' | '-' << 8 | ' ' << 16;

    // What a token's key stands for, as bits.
    private static final int SIZE = 1;
    private static final int ALLOCATED = 1 << 1;
    private static final int UID = 1 << 2;
    private static final int GID = 1 << 3;
    private static final int LINKS = 1 << 4;
    private static final int MODE = 1 << 5;
    private static final int ACCESS = 1 << 6;
    private static final int MODIFY = 1 << 7;
    private static final int OTHER = 1 << 8;

    /** Bytes of a blank, two letters, a sign, and a time. */
    private static final int TIME_TOKEN = 4 + LocalTimes.USUAL_LENGTH;

    private static final int REQUIRED = SIZE | UID | GID | MODE | ACCESS;

    private final LocalTimes times;
    private final Decimal number = new Decimal();

    /** Keys that nobody asks for: as if they had been seen. */
    private final int ignored;

    /** The keys that this line has had so far, and the ignored ones. */
    private int seen;

    /** Bytes. */
    long size;

    /** KiB. */
    long allocated;

    long uid;
    long gid;

    /** {@link EntryBatch#NO_LINKS} where there are none. */
    long links;

    /** The mode's first letter. */
    byte mode;

    /** Epoch seconds, as all times. */
    long access;

    /** {@link EntryBatch#NO_TIME} where there is none, or nobody asks. */
    long modify;

    GpfsAttributes(LocalTimes times, boolean modifyTimes) {
        this.times = times;
        ignored = OTHER | (modifyTimes ? 0 : MODIFY);
    }

    /**
     * Reads the tokens up to the path.
     *
     * @param from the blank in front of the first token
     * @param limit where the line ends without a newline
     * @return where the path begins, or -1 where there is none
     */
    int read(byte[] bytes, int from, int limit) {
        seen = ignored;
        allocated = 0;
        links = EntryBatch.NO_LINKS;
        modify = EntryBatch.NO_TIME;
        int p = usual(bytes, from, limit);
        while (true) {
            p = LineEnds.skipBlanks(bytes, p);
            int head = (int) Digits.word(bytes, p);
            int first = head & 0xff;
            int second = head >>> 8 & 0xff;
            if (first == '\n' || second == '\n' || p >= limit) {
                return -1;
            }
            if ((head & 0xff_ffff) == DASHES_AND_BLANK && bytes[p - 1] == ' ') {
                return p + 3;
            }
            if (second == '=') {
                p = value(bytes, shortKey(first), p + 2, limit);
            } else if ((head >>> 16 & 0xff) == '=') {
                p = value(bytes, longKey(head & 0xffff), p + 3, limit);
            } else {
                p = LineEnds.nextBlank(bytes, p, limit);
            }
        }
    }

    /** Reads tokens as long as they are those that are usual, in their order; returns where the others begin. */
    private int usual(byte[] bytes, int from, int limit) {
        int p = bytes[from + 1] == ' ' ? from + 1 : from;
        if (startsWith(bytes, p, 's') && isNumber(bytes, p + 3)) {
            size = number.value;
            seen |= SIZE;
            p = number.end;
        }
        if (startsWith(bytes, p, 'a') && isNumber(bytes, p + 3)) {
            allocated = number.value;
            seen |= ALLOCATED;
            p = number.end;
        }
        if (startsWith(bytes, p, 'u') && isNumber(bytes, p + 3)) {
            uid = number.value;
            seen |= UID;
            p = number.end;
        }
        if (startsWith(bytes, p, 'g') && isNumber(bytes, p + 3)) {
            gid = number.value;
            seen |= GID;
            p = number.end;
        }
        if (startsWith(bytes, p, 'm')) {
            p = LineEnds.nextBlank(bytes, p + 3, limit);
        }
        if (startsWith(bytes, p, 'p')) {
            mode = bytes[p + 3];
            seen |= MODE;
            p = LineEnds.nextBlank(bytes, p + 3, limit);
        }
        return usualTimes(bytes, p);
    }

    private int usualTimes(byte[] bytes, int from) {
        int p = from;
        if (startsWith(bytes, p, 'a', 'c')) {
            access = times.parse(bytes, p + 4);
            if (access == EntryBatch.NO_TIME || bytes[p + TIME_TOKEN] != ' ') {
                return p;
            }
            seen |= ACCESS;
            p += TIME_TOKEN;
        }
        if ((ignored & MODIFY) == 0 && startsWith(bytes, p, 'm', 't')) {
            modify = times.parse(bytes, p + 4);
            if (modify == EntryBatch.NO_TIME || bytes[p + TIME_TOKEN] != ' ') {
                return p;
            }
            seen |= MODIFY;
            p += TIME_TOKEN;
        }
        while ((startsWith(bytes, p, 'c', 'r') || (has(MODIFY) && startsWith(bytes, p, 'm', 't')))
                && LocalTimes.end(bytes, p + 4) == p + TIME_TOKEN
                && bytes[p + TIME_TOKEN] == ' ') {
            p += TIME_TOKEN;
        }
        if (startsWith(bytes, p, 'n', 'l') && isNumber(bytes, p + 4)) {
            links = number.value;
            seen |= LINKS;
            p = number.end;
        }
        return p;
    }

    private static boolean startsWith(byte[] bytes, int p, int letter) {
        return bytes[p] == ' ' && bytes[p + 1] == letter && bytes[p + 2] == '=';
    }

    private static boolean startsWith(byte[] bytes, int p, int letter, int second) {
        return bytes[p] == ' ' && bytes[p + 1] == letter && bytes[p + 2] == second && bytes[p + 3] == '=';
    }

    /** Whether the value at {@code p} is a number with a blank behind it. */
    private boolean isNumber(byte[] bytes, int p) {
        return number.read(bytes, p) && LineEnds.isBlank(bytes[number.end]);
    }

    private static int shortKey(int key) {
        return switch (key) {
            case 's' -> SIZE;
            case 'a' -> ALLOCATED;
            case 'u' -> UID;
            case 'g' -> GID;
            case 'p' -> MODE;
            default -> OTHER;
        };
    }

    private static int longKey(int key) {
        return switch (key) {
            case 'a' | 'c' << 8 -> ACCESS;
            case 'm' | 't' << 8 -> MODIFY;
            case 'n' | 'l' << 8 -> LINKS;
            default -> OTHER;
        };
    }

    /** Reads a key's value at {@code p} if it is the first; returns where to go on, behind the value. */
    private int value(byte[] bytes, int key, int p, int limit) {
        if ((seen & key) != 0) {
            return endOfToken(bytes, LocalTimes.end(bytes, p), limit);
        }
        seen |= key;
        switch (key) {
            case SIZE -> size = numberAt(bytes, p);
            case ALLOCATED -> allocated = numberAt(bytes, p);
            case UID -> uid = numberAt(bytes, p);
            case GID -> gid = numberAt(bytes, p);
            case LINKS -> links = numberAt(bytes, p);
            case MODE -> mode = bytes[p];
            case ACCESS -> access = times.parse(bytes, p);
            default -> modify = times.parse(bytes, p);
        }
        boolean time = (key & (ACCESS | MODIFY)) != 0;
        return endOfToken(bytes, time ? LocalTimes.end(bytes, p) : p, limit);
    }

    private long numberAt(byte[] bytes, int p) {
        return isNumber(bytes, p) ? number.value : NO_NUMBER;
    }

    /** The blank or line end at or behind {@code p}. */
    private static int endOfToken(byte[] bytes, int p, int limit) {
        return LineEnds.isBlank(bytes[p]) ? p : LineEnds.nextBlank(bytes, p, limit);
    }

    private boolean has(int key) {
        return (seen & key) != 0;
    }

    boolean hasAllocated() {
        return has(ALLOCATED);
    }

    /** What is wrong with the attributes, {@link LineResult#ENTRY} if nothing. */
    LineResult complaint() {
        boolean whole = (seen & REQUIRED) == REQUIRED
                && (size | allocated) >= 0
                && allocated <= Long.MAX_VALUE / 1024
                && (uid | gid) >>> 32 == 0
                && links >>> 31 == 0
                && !LineEnds.isBlank(mode)
                && access != EntryBatch.NO_TIME;
        return whole ? LineResult.ENTRY : firstComplaint();
    }

    private LineResult firstComplaint() {
        if (!has(MODE) || LineEnds.isBlank(mode)) {
            return LineResult.NO_MODE;
        }
        if (!has(SIZE) || size < 0) {
            return LineResult.BAD_SIZE;
        }
        if (allocated < 0 || allocated > Long.MAX_VALUE / 1024) {
            return LineResult.BAD_ALLOCATED;
        }
        if (!has(UID) || uid < 0 || uid > LARGEST_ID) {
            return LineResult.BAD_UID;
        }
        if (!has(GID) || gid < 0 || gid > LARGEST_ID) {
            return LineResult.BAD_GID;
        }
        if (!has(ACCESS) || access == EntryBatch.NO_TIME) {
            return LineResult.BAD_ACCESS_TIME;
        }
        return LineResult.BAD_LINKS;
    }
}
