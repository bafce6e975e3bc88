package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * Reads the lines of a GPFS policy list:
 *
 * <pre>[&lt;thread&gt;] InodeNumber GenNumber SnapId key=value ... -- FullPath</pre>
 *
 * <p>The line is IBM's "File list format" with a site's own SHOW clause; the README has the keys. The first token
 * of a key wins, unknown tokens are skipped, and the path is everything after the first blank-dash-dash-blank.
 *
 * <p>Loops run without a bound where the line end ({@code \n}, or the 0 behind the last line) ends them by itself.
 */
final class GpfsLineParser implements LineParser {
    /** Files up to this size whose inode allocates no block have their data in the inode itself. */
    private static final long LARGEST_DATA_IN_INODE = 4096;

    private static final long NO_NUMBER = -1;
    private static final long LARGEST_ID = 0xffff_ffffL;
    private static final int DASHES_AND_BLANK = '-' | '-' << 8 | ' ' << 16;

    // What a token's key stands for, those with a number as value first; a line's values stand at these places.
    private static final int SIZE = 0;
    private static final int ALLOCATED = 1;
    private static final int UID = 2;
    private static final int GID = 3;
    private static final int LINKS = 4;
    private static final int MODE = 5;
    private static final int ACCESS = 6;
    private static final int MODIFY = 7;
    private static final int OTHER = 8;

    private final LocalTimes times;
    private final PathCanonicalizer paths;

    /** Keys that nobody asks for, as bits: as if they had been seen. */
    private final int ignored;

    private final long[] values = new long[OTHER];

    /** The keys that this line has had so far, and the ignored ones, as bits. */
    private int seen;

    private long inode;
    private long generation;

    /** Where the last number ended. */
    private int at;

    private int lineEnd;

    GpfsLineParser(ParseOptions options) {
        times = new LocalTimes(options.timeZone());
        paths = new PathCanonicalizer(options.pathEscape());
        ignored = 1 << OTHER | (options.modifyTimes() ? 0 : 1 << MODIFY);
    }

    @Override
    public LineResult parse(byte[] bytes, int from, int limit, EntryBatch batch) {
        lineEnd = -1;
        byte first = bytes[from];
        LineResult result = first == '<' || isDigit(first)
                ? entry(bytes, from, from, limit, batch)
                : other(bytes, from, limit, batch);
        if (lineEnd < 0) {
            lineEnd = LineEnds.next(bytes, from, limit);
        }
        boolean notice = result == LineResult.NOTICE || result == LineResult.ERROR_NOTICE;
        return lineEnd - from > LogSource.LONGEST_LINE && !notice ? LineResult.LINE_TOO_LONG : result;
    }

    @Override
    public int lineEnd() {
        return lineEnd;
    }

    /** A line that begins neither with a digit nor with a thread tag; blanks may still stand before them. */
    private LineResult other(byte[] bytes, int from, int limit, EntryBatch batch) {
        if (bytes[from] == '[') {
            return notice(bytes, from);
        }
        int start = skipBlanks(bytes, from);
        if (bytes[start] == '<' || isDigit(bytes[start])) {
            return entry(bytes, from, start, limit, batch);
        }
        return isBlankLine(bytes, start, limit) ? LineResult.NOTICE : LineResult.NO_HEAD;
    }

    private static boolean isBlankLine(byte[] bytes, int from, int limit) {
        int p = from;
        while (p < limit && (bytes[p] == '\r' || isBlank(bytes[p]))) {
            p++;
        }
        return p >= limit || bytes[p] == '\n';
    }

    private static LineResult notice(byte[] bytes, int from) {
        byte level = bytes[from + 1];
        boolean letter = (level >= 'A' && level <= 'Z') || (level >= 'a' && level <= 'z');
        if (!letter || bytes[from + 2] != ']') {
            return LineResult.NO_HEAD;
        }
        return level == 'E' ? LineResult.ERROR_NOTICE : LineResult.NOTICE;
    }

    private LineResult entry(byte[] bytes, int from, int start, int limit, EntryBatch batch) {
        at = start;
        if (bytes[start] == '<' && !skipThreadTag(bytes, start)) {
            return LineResult.NO_HEAD;
        }
        inode = headNumber(bytes);
        generation = headNumber(bytes);
        long snapshot = headNumber(bytes);
        if ((inode | generation | snapshot) < 0) {
            return LineResult.NO_HEAD;
        }
        int path = attributes(bytes, at, limit);
        if (path < 0) {
            return LineResult.NO_PATH;
        }
        LineResult complaint = complaint();
        if (complaint != LineResult.ENTRY) {
            return complaint;
        }
        LineResult pathResult = paths.canonicalize(bytes, from, path, limit);
        lineEnd = paths.lineEnd();
        return pathResult == LineResult.ENTRY ? add(batch, path) : pathResult;
    }

    /** Moves {@link #at} behind {@code <digits>}; false if that is not what stands there. */
    private boolean skipThreadTag(byte[] bytes, int from) {
        int p = from + 1;
        while (isDigit(bytes[p])) {
            p++;
        }
        at = p + 1;
        return p > from + 1 && bytes[p] == '>' && isBlank(bytes[p + 1]);
    }

    /** The next number of the line's head, with a blank behind it. */
    private long headNumber(byte[] bytes) {
        return wholeNumber(bytes, skipBlanks(bytes, at));
    }

    /** Reads the tokens up to the path; returns where the path begins, or -1 where there is none. */
    private int attributes(byte[] bytes, int from, int limit) {
        seen = ignored;
        int p = from;
        while (true) {
            p = skipBlanks(bytes, p);
            int head = (int) Digits.word(bytes, p);
            int first = head & 0xff;
            int second = head >>> 8 & 0xff;
            if (first == '\n' || second == '\n' || p >= limit) {
                return -1;
            }
            if (second == '=') {
                p = value(bytes, shortKey(first), p + 2, limit);
            } else if ((head >>> 16 & 0xff) == '=') {
                p = value(bytes, longKey(head & 0xffff), p + 3, limit);
            } else if ((head & 0xff_ffff) == DASHES_AND_BLANK && bytes[p - 1] == ' ') {
                return p + 3;
            } else {
                p = LineEnds.nextBlank(bytes, p, limit);
            }
        }
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
        int bit = 1 << key;
        if ((seen & bit) != 0) {
            // Mostly a time that nobody asked for: two tokens passed over as one.
            return endOfToken(bytes, LocalTimes.end(bytes, p), limit);
        }
        seen |= bit;
        if (key <= LINKS) {
            values[key] = wholeNumber(bytes, p);
            return endOfToken(bytes, at, limit);
        }
        if (key == MODE) {
            values[MODE] = bytes[p];
            return LineEnds.nextBlank(bytes, p, limit);
        }
        long time = times.parse(bytes, p);
        values[key] = time;
        return endOfToken(bytes, time == EntryBatch.NO_TIME ? p : p + LocalTimes.USUAL_LENGTH, limit);
    }

    /** The blank or line end at or behind {@code p}, where it mostly stands already. */
    private static int endOfToken(byte[] bytes, int p, int limit) {
        return isBlank(bytes[p]) ? p : LineEnds.nextBlank(bytes, p, limit);
    }

    private boolean has(int key) {
        return (seen & 1 << key) != 0;
    }

    /** What is wrong with the attributes, {@link LineResult#ENTRY} if nothing. */
    private LineResult complaint() {
        if (!has(MODE) || isBlank((byte) values[MODE])) {
            return LineResult.NO_MODE;
        }
        if (!has(SIZE) || values[SIZE] < 0) {
            return LineResult.BAD_SIZE;
        }
        if (has(ALLOCATED) && (values[ALLOCATED] < 0 || values[ALLOCATED] > Long.MAX_VALUE / 1024)) {
            return LineResult.BAD_ALLOCATED;
        }
        if (!has(UID) || values[UID] < 0 || values[UID] > LARGEST_ID) {
            return LineResult.BAD_UID;
        }
        if (!has(GID) || values[GID] < 0 || values[GID] > LARGEST_ID) {
            return LineResult.BAD_GID;
        }
        if (!has(ACCESS) || values[ACCESS] == EntryBatch.NO_TIME) {
            return LineResult.BAD_ACCESS_TIME;
        }
        if (has(LINKS) && (values[LINKS] < 0 || values[LINKS] > Integer.MAX_VALUE)) {
            return LineResult.BAD_LINKS;
        }
        return LineResult.ENTRY;
    }

    private LineResult add(EntryBatch batch, int path) {
        boolean directory = values[MODE] == 'd';
        if (!directory && paths.end() == path) {
            return LineResult.FILE_AT_ROOT;
        }
        int i = batch.size;
        batch.pathStart[i] = path;
        batch.pathEnd[i] = paths.end();
        batch.nameStart[i] = paths.nameStart();
        batch.directory[i] = directory;
        batch.uid[i] = (int) values[UID];
        batch.gid[i] = (int) values[GID];
        batch.apparentBytes[i] = values[SIZE];
        batch.allocatedBytes[i] = allocated();
        batch.accessTime[i] = values[ACCESS];
        batch.modifyTime[i] = (seen & ~ignored & 1 << MODIFY) == 0 ? EntryBatch.NO_TIME : values[MODIFY];
        batch.inode[i] = inode;
        batch.inodeGeneration[i] = generation;
        batch.links[i] = has(LINKS) ? (int) values[LINKS] : EntryBatch.NO_LINKS;
        batch.size = i + 1;
        return LineResult.ENTRY;
    }

    private long allocated() {
        long size = values[SIZE];
        if (!has(ALLOCATED)) {
            return size;
        }
        long kib = values[ALLOCATED];
        return kib == 0 && size <= LARGEST_DATA_IN_INODE ? size : kib * 1024;
    }

    /**
     * The decimal number that fills a token's value from {@code from} on, or {@link #NO_NUMBER} if that is none or not
     * below 2^63. The number ends at {@link #at}.
     */
    private long wholeNumber(byte[] bytes, int from) {
        long word = Digits.word(bytes, from);
        int count = Digits.count(word);
        at = from + count;
        if (count == 8) {
            long second = Digits.word(bytes, from + 8);
            int more = Digits.count(second);
            at += more;
            if (more == 8) {
                return longNumber(bytes, from);
            }
            return isBlank(bytes[at]) ? Digits.value(word, second, more) : NO_NUMBER;
        }
        return count > 0 && isBlank(bytes[at]) ? Digits.value(word, count) : NO_NUMBER;
    }

    /** As {@link #wholeNumber}, for sixteen digits and more. */
    private long longNumber(byte[] bytes, int from) {
        int p = from;
        long value = 0;
        boolean fits = true;
        while (isDigit(bytes[p])) {
            int digit = bytes[p] - '0';
            fits &= value <= (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
            p++;
        }
        at = p;
        return fits && isBlank(bytes[p]) ? value : NO_NUMBER;
    }

    private static int skipBlanks(byte[] bytes, int from) {
        int p = from;
        while (isBlank(bytes[p])) {
            p++;
        }
        return p;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
