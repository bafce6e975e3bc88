package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * The attributes of a line of a Lustre or POSIX log: {@code key=value} tokens in any order, of which the first of a key
 * wins and unknown ones are skipped. docs/FORMATS.md has the keys.
 *
 * <p>As in {@link GpfsAttributes} the usual order is tried first, key by key: {@code s b u g}, then {@code n} (POSIX) or
 * {@code p} (Lustre), then {@code type perm a m c}.
 *
 * <p>Not thread-safe. The fields hold what {@link #read} found.
 */
final class KeyValueAttributes {
    /** In place of a number that is none, or not below 2^63. */
    private static final long NO_NUMBER = -1;

    private static final long LARGEST_ID = 0xffff_ffffL;
    private static final long BLOCK = 512;
    private static final int DASHES_AND_BLANK = '-' | '-' << 8 | ' ' << 16;
    private static final long FIVE_BYTES = 0xff_ffff_ffffL;
    private static final long TYPE_TOKEN = token("type=");
    private static final long PERM_TOKEN = token("perm=");

    // The years 0 to 9999, which all that shows or stores times can bear; ages are the same beyond.
    private static final long FIRST_TIME = -62_167_219_200L;
    private static final long LAST_TIME = 253_402_300_799L;

    // What a token's key stands for, as bits.
    private static final int SIZE = 1;
    private static final int BLOCKS = 1 << 1;
    private static final int UID = 1 << 2;
    private static final int GID = 1 << 3;
    private static final int LINKS = 1 << 4;
    private static final int TYPE = 1 << 5;
    private static final int PERM = 1 << 6;
    private static final int ACCESS = 1 << 7;
    private static final int MODIFY = 1 << 8;
    private static final int OTHER = 1 << 9;

    private static final int REQUIRED = SIZE | UID | GID | ACCESS;

    private final Decimal number = new Decimal();
    private final byte terminator;

    /** Keys that nobody asks for: as if they had been seen. */
    private final int ignored;

    /** The keys that this line has had so far, and the ignored ones. */
    private int seen;

    private long blocks;
    private byte type;
    private byte perm;

    /** The time read last, and where it ended. */
    private long time;

    private int timeEnd;

    /** Bytes. */
    long size;

    long uid;
    long gid;

    /** {@link EntryBatch#NO_LINKS} where there are none. */
    long links;

    /** Epoch seconds, as all times; fractions are cut off. */
    long access;

    /** {@link EntryBatch#NO_TIME} where there is none, or nobody asks. */
    long modify;

    /** @param links whether the format has link counts; where not, their key is an unknown one */
    KeyValueAttributes(boolean links, boolean modifyTimes, Terminator terminator) {
        this.terminator = terminator.value();
        ignored = OTHER | (links ? 0 : LINKS) | (modifyTimes ? 0 : MODIFY);
    }

    private static long token(String ascii) {
        long word = 0;
        for (int i = ascii.length() - 1; i >= 0; i--) {
            word = word << 8 | ascii.charAt(i);
        }
        return word;
    }

    /**
     * Reads the tokens up to the path.
     *
     * @param from the blank in front of the first token
     * @param limit where the line ends without a terminator
     * @return where the path begins, or -1 where there is none
     */
    int read(byte[] bytes, int from, int limit) {
        seen = ignored;
        blocks = 0;
        links = EntryBatch.NO_LINKS;
        modify = EntryBatch.NO_TIME;
        int p = usual(bytes, from, limit);
        while (true) {
            p = LineEnds.skipBlanks(bytes, p);
            long head = Digits.word(bytes, p);
            byte first = (byte) head;
            if (first == terminator || p >= limit) {
                return -1;
            }
            if ((head & 0xff_ffff) == DASHES_AND_BLANK && bytes[p - 1] == ' ') {
                return p + 3;
            }
            if ((head >>> 8 & 0xff) == '=') {
                p = value(bytes, shortKey(first), p + 2, limit);
            } else if ((head & FIVE_BYTES) == TYPE_TOKEN) {
                p = value(bytes, TYPE, p + 5, limit);
            } else if ((head & FIVE_BYTES) == PERM_TOKEN) {
                p = value(bytes, PERM, p + 5, limit);
            } else {
                p = endOfToken(bytes, p, limit);
            }
        }
    }

    /** Reads tokens as long as they are those that are usual, in their order; returns where the others begin. */
    private int usual(byte[] bytes, int from, int limit) {
        int p = from;
        if (startsWith(bytes, p, 's') && isNumber(bytes, p + 3)) {
            size = number.value;
            seen |= SIZE;
            p = number.end;
        }
        if (startsWith(bytes, p, 'b') && isNumber(bytes, p + 3)) {
            blocks = number.value;
            seen |= BLOCKS;
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
        if ((ignored & LINKS) == 0) {
            if (startsWith(bytes, p, 'n') && isNumber(bytes, p + 3)) {
                links = number.value;
                seen |= LINKS;
                p = number.end;
            }
        } else if (startsWith(bytes, p, 'p')) {
            p = endOfToken(bytes, p + 3, limit);
        }
        if (startsWith(bytes, p, TYPE_TOKEN)) {
            type = bytes[p + 6];
            seen |= TYPE;
            p = endOfToken(bytes, p + 6, limit);
            if (startsWith(bytes, p, PERM_TOKEN)) {
                p = endOfToken(bytes, p + 6, limit);
            }
        }
        return usualTimes(bytes, p, limit);
    }

    private int usualTimes(byte[] bytes, int from, int limit) {
        int p = from;
        if (startsWith(bytes, p, 'a') && isTime(bytes, p + 3)) {
            access = time;
            seen |= ACCESS;
            p = timeEnd;
        }
        if (startsWith(bytes, p, 'm')) {
            if ((seen & MODIFY) == 0) {
                modify = timeAt(bytes, p + 3);
                seen |= MODIFY;
            }
            p = endOfToken(bytes, p + 3, limit);
        }
        return startsWith(bytes, p, 'c') ? endOfToken(bytes, p + 3, limit) : p;
    }

    private static boolean startsWith(byte[] bytes, int p, int letter) {
        return bytes[p] == ' ' && bytes[p + 1] == letter && bytes[p + 2] == '=';
    }

    private static boolean startsWith(byte[] bytes, int p, long token) {
        return bytes[p] == ' ' && (Digits.word(bytes, p + 1) & FIVE_BYTES) == token;
    }

    /** Whether the value at {@code p} is a number with a blank behind it. */
    private boolean isNumber(byte[] bytes, int p) {
        return number.read(bytes, p) && LineEnds.isBlank(bytes[number.end]);
    }

    /** Whether the value at {@code p} is seconds, perhaps before the epoch, perhaps with a fraction; and a blank. */
    private boolean isTime(byte[] bytes, int p) {
        boolean negative = bytes[p] == '-';
        if (!number.read(bytes, negative ? p + 1 : p)) {
            return false;
        }
        // GNU find writes what the inode has, whole seconds and a fraction to be added, also below zero.
        time = bounded(negative ? -number.value : number.value);
        int at = number.end;
        if (bytes[at] == '.') {
            int fraction = at + 1;
            at = fraction;
            int digits;
            do {
                digits = Digits.count(Digits.word(bytes, at));
                at += digits;
            } while (digits == Long.BYTES);
            if (at == fraction) {
                return false;
            }
        }
        timeEnd = at;
        return LineEnds.isBlank(bytes[at]);
    }

    /** A time as near as possible to that many seconds since 1970. */
    static long bounded(long seconds) {
        return Math.max(FIRST_TIME, Math.min(LAST_TIME, seconds));
    }

    private static int shortKey(byte key) {
        return switch (key) {
            case 's' -> SIZE;
            case 'b' -> BLOCKS;
            case 'u' -> UID;
            case 'g' -> GID;
            case 'n' -> LINKS;
            case 'a' -> ACCESS;
            case 'm' -> MODIFY;
            default -> OTHER;
        };
    }

    /** Reads a key's value at {@code p} if it is the first; returns where to go on, behind the value. */
    private int value(byte[] bytes, int key, int p, int limit) {
        if ((seen & key) == 0) {
            seen |= key;
            switch (key) {
                case SIZE -> size = numberAt(bytes, p);
                case BLOCKS -> blocks = numberAt(bytes, p);
                case UID -> uid = numberAt(bytes, p);
                case GID -> gid = numberAt(bytes, p);
                case LINKS -> links = numberAt(bytes, p);
                case TYPE -> type = bytes[p];
                case PERM -> perm = bytes[p];
                case ACCESS -> access = timeAt(bytes, p);
                default -> modify = timeAt(bytes, p);
            }
        }
        return endOfToken(bytes, p, limit);
    }

    private long numberAt(byte[] bytes, int p) {
        return isNumber(bytes, p) ? number.value : NO_NUMBER;
    }

    private long timeAt(byte[] bytes, int p) {
        return isTime(bytes, p) ? time : EntryBatch.NO_TIME;
    }

    /** The blank or line end at or behind {@code p}. */
    private int endOfToken(byte[] bytes, int p, int limit) {
        return LineEnds.isBlank(bytes[p]) ? p : LineEnds.nextBlank(bytes, p, limit, terminator);
    }

    private boolean has(int key) {
        return (seen & key) != 0;
    }

    boolean isDirectory() {
        return (has(TYPE) ? type : perm) == 'd';
    }

    /** Bytes on disk; where the line has no blocks, as many as the file is long. */
    long allocatedBytes() {
        return has(BLOCKS) ? blocks * BLOCK : size;
    }

    /** The letter of {@code type}, or for want of it of a mode string in {@code perm}, which may be octal digits too. */
    private boolean hasType() {
        return has(TYPE) ? !LineEnds.isBlank(type) : has(PERM) && !LineEnds.isBlank(perm) && (perm < '0' || perm > '9');
    }

    /** What is wrong with the attributes, {@link LineResult#ENTRY} if nothing. */
    LineResult complaint() {
        boolean whole = (seen & REQUIRED) == REQUIRED
                && (size | blocks) >= 0
                && blocks <= Long.MAX_VALUE / BLOCK
                && (uid | gid) >>> 32 == 0
                && links >>> 31 == 0
                && hasType()
                && access != EntryBatch.NO_TIME;
        return whole ? LineResult.ENTRY : firstComplaint();
    }

    private LineResult firstComplaint() {
        if (!hasType()) {
            return LineResult.NO_MODE;
        }
        if (!has(SIZE) || size < 0) {
            return LineResult.BAD_SIZE;
        }
        if (blocks < 0 || blocks > Long.MAX_VALUE / BLOCK) {
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
