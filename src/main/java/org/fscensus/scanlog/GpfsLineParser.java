package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * Reads the lines of a GPFS policy list:
 *
 * <pre>[&lt;thread&gt;] InodeNumber GenNumber SnapId key=value ... -- FullPath</pre>
 *
 * <p>The line is IBM's "File list format" with a site's own SHOW clause; docs/FORMATS.md has the keys. The first token
 * of a key wins, unknown tokens are skipped, and the path is everything after the first blank-dash-dash-blank.
 *
 * <p>Loops run without a bound where the byte behind the line ({@code \n} or 0) ends them by itself.
 */
final class GpfsLineParser implements LineParser {
    /** Files up to this size whose inode allocates no block have their data in the inode itself. */
    private static final long LARGEST_DATA_IN_INODE = 4096;

    private static final int SEEN_SIZE = 1;
    private static final int SEEN_ALLOCATED = 1 << 1;
    private static final int SEEN_UID = 1 << 2;
    private static final int SEEN_GID = 1 << 3;
    private static final int SEEN_MODE = 1 << 4;
    private static final int SEEN_ACCESS = 1 << 5;
    private static final int SEEN_MODIFY = 1 << 6;
    private static final int SEEN_LINKS = 1 << 7;

    private static final long NO_NUMBER = -1;
    private static final int MOST_DIGITS = 19;
    private static final long LARGEST_ID = 0xffff_ffffL;

    private final LocalTimes times;
    private final PathCanonicalizer paths;
    private final boolean modifyTimes;

    /** Where the last number or token ended. */
    private int at;

    private int seen;
    private long size;
    private long allocatedKib;
    private long uid;
    private long gid;
    private long accessTime;
    private long modifyTime;
    private long links;
    private byte mode;

    GpfsLineParser(ParseOptions options) {
        times = new LocalTimes(options.timeZone());
        paths = new PathCanonicalizer(options.pathEscape());
        modifyTimes = options.modifyTimes();
    }

    @Override
    public LineResult parse(byte[] bytes, int from, int to, EntryBatch batch) {
        int start = skipBlanks(bytes, from);
        if (isBlankLine(bytes, start, to)) {
            return LineResult.NOTICE;
        }
        if (bytes[from] == '[') {
            return notice(bytes, from);
        }
        at = start;
        if (bytes[start] == '<' && !skipThreadTag(bytes, start)) {
            return LineResult.NO_HEAD;
        }
        long inode = headNumber(bytes);
        long generation = headNumber(bytes);
        long snapshot = headNumber(bytes);
        if ((inode | generation | snapshot) < 0) {
            return LineResult.NO_HEAD;
        }
        int path = attributes(bytes, at, to);
        if (path < 0) {
            return LineResult.NO_PATH;
        }
        LineResult complaint = complaint();
        if (complaint != LineResult.ENTRY) {
            return complaint;
        }
        LineResult pathResult = paths.canonicalize(bytes, path, to);
        if (pathResult != LineResult.ENTRY) {
            return pathResult;
        }
        return add(batch, path, inode, generation);
    }

    private static boolean isBlankLine(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && (bytes[p] == '\r' || isBlank(bytes[p]))) {
            p++;
        }
        return p >= to;
    }

    private static LineResult notice(byte[] bytes, int from) {
        byte level = bytes[from + 1];
        boolean letter = (level >= 'A' && level <= 'Z') || (level >= 'a' && level <= 'z');
        if (!letter || bytes[from + 2] != ']') {
            return LineResult.NO_HEAD;
        }
        return level == 'E' ? LineResult.ERROR_NOTICE : LineResult.NOTICE;
    }

    /** Moves {@link #at} behind {@code <digits>}; false if that is not what stands there. */
    private boolean skipThreadTag(byte[] bytes, int from) {
        if (number(bytes, from + 1) == NO_NUMBER || bytes[at] != '>') {
            return false;
        }
        at++;
        return isBlank(bytes[at]);
    }

    /** The next number of the line's head, with a blank behind it. */
    private long headNumber(byte[] bytes) {
        long value = number(bytes, skipBlanks(bytes, at));
        return isBlank(bytes[at]) ? value : NO_NUMBER;
    }

    /** Reads the tokens up to the path; returns where the path begins, or -1 where there is none. */
    private int attributes(byte[] bytes, int from, int to) {
        seen = 0;
        int p = from;
        while (true) {
            p = skipBlanks(bytes, p);
            if (p >= to) {
                return -1;
            }
            byte second = bytes[p + 1];
            if (second == '=') {
                p = shortKey(bytes, p);
            } else if (second == '-' && bytes[p] == '-' && bytes[p - 1] == ' ' && bytes[p + 2] == ' ') {
                return p + 3 <= to ? p + 3 : -1;
            } else if (bytes[p + 2] == '=') {
                p = longKey(bytes, p);
            }
            p = LineEnds.nextBlank(bytes, p, to);
        }
    }

    /** A token {@code x=...} at {@code p}; returns a place in it behind what was read. */
    private int shortKey(byte[] bytes, int p) {
        int value = p + 2;
        switch (bytes[p]) {
            case 's' -> {
                if (first(SEEN_SIZE)) {
                    size = wholeNumber(bytes, value);
                    return at;
                }
            }
            case 'a' -> {
                if (first(SEEN_ALLOCATED)) {
                    allocatedKib = wholeNumber(bytes, value);
                    return at;
                }
            }
            case 'u' -> {
                if (first(SEEN_UID)) {
                    uid = wholeNumber(bytes, value);
                    return at;
                }
            }
            case 'g' -> {
                if (first(SEEN_GID)) {
                    gid = wholeNumber(bytes, value);
                    return at;
                }
            }
            case 'p' -> {
                if (first(SEEN_MODE)) {
                    mode = bytes[value];
                }
            }
            default -> {}
        }
        return value;
    }

    /** A token {@code xy=...} at {@code p}; returns a place in it, or behind its time of day. */
    private int longKey(byte[] bytes, int p) {
        int value = p + 3;
        int key = bytes[p] << 8 | bytes[p + 1];
        if (key == ('a' << 8 | 'c') && first(SEEN_ACCESS)) {
            accessTime = times.parse(bytes, value);
            return LocalTimes.end(bytes, value);
        }
        if (modifyTimes && key == ('m' << 8 | 't') && first(SEEN_MODIFY)) {
            modifyTime = times.parse(bytes, value);
            return LocalTimes.end(bytes, value);
        }
        if (key == ('n' << 8 | 'l') && first(SEEN_LINKS)) {
            links = wholeNumber(bytes, value);
            return at;
        }
        // Most others are times that nobody asked for: two tokens passed over as one.
        return LocalTimes.end(bytes, value);
    }

    private boolean first(int key) {
        if ((seen & key) != 0) {
            return false;
        }
        seen |= key;
        return true;
    }

    /** What is wrong with the attributes, {@link LineResult#ENTRY} if nothing. */
    private LineResult complaint() {
        if ((seen & SEEN_MODE) == 0 || isBlank(mode)) {
            return LineResult.NO_MODE;
        }
        if ((seen & SEEN_SIZE) == 0 || size < 0) {
            return LineResult.BAD_SIZE;
        }
        if ((seen & SEEN_ALLOCATED) != 0 && (allocatedKib < 0 || allocatedKib > Long.MAX_VALUE / 1024)) {
            return LineResult.BAD_ALLOCATED;
        }
        if ((seen & SEEN_UID) == 0 || uid < 0 || uid > LARGEST_ID) {
            return LineResult.BAD_UID;
        }
        if ((seen & SEEN_GID) == 0 || gid < 0 || gid > LARGEST_ID) {
            return LineResult.BAD_GID;
        }
        if ((seen & SEEN_ACCESS) == 0 || accessTime == EntryBatch.NO_TIME) {
            return LineResult.BAD_ACCESS_TIME;
        }
        if ((seen & SEEN_LINKS) != 0 && (links < 0 || links > Integer.MAX_VALUE)) {
            return LineResult.BAD_LINKS;
        }
        return LineResult.ENTRY;
    }

    private LineResult add(EntryBatch batch, int path, long inode, long generation) {
        boolean directory = mode == 'd';
        if (!directory && paths.end() == path) {
            return LineResult.FILE_AT_ROOT;
        }
        int i = batch.size;
        batch.pathStart[i] = path;
        batch.pathEnd[i] = paths.end();
        batch.nameStart[i] = paths.nameStart();
        batch.directory[i] = directory;
        batch.uid[i] = (int) uid;
        batch.gid[i] = (int) gid;
        batch.apparentBytes[i] = size;
        batch.allocatedBytes[i] = allocated();
        batch.accessTime[i] = accessTime;
        batch.modifyTime[i] = (seen & SEEN_MODIFY) == 0 ? EntryBatch.NO_TIME : modifyTime;
        batch.inode[i] = inode;
        batch.inodeGeneration[i] = generation;
        batch.links[i] = (seen & SEEN_LINKS) == 0 ? EntryBatch.NO_LINKS : (int) links;
        batch.size = i + 1;
        return LineResult.ENTRY;
    }

    private long allocated() {
        if ((seen & SEEN_ALLOCATED) == 0) {
            return size;
        }
        return allocatedKib == 0 && size <= LARGEST_DATA_IN_INODE ? size : allocatedKib * 1024;
    }

    /** The decimal number that fills a token's value from {@code from} on, or {@link #NO_NUMBER}. */
    private long wholeNumber(byte[] bytes, int from) {
        long value = number(bytes, from);
        return isBlank(bytes[at]) ? value : NO_NUMBER;
    }

    /** The decimal number at {@code from}, or {@link #NO_NUMBER} if there is none below 2^63; ends at {@link #at}. */
    private long number(byte[] bytes, int from) {
        long word = Digits.word(bytes, from);
        int count = Digits.count(word);
        at = from + count;
        if (count == 0) {
            return NO_NUMBER;
        }
        return count < 8 ? Digits.value(word, count) : longNumber(bytes, from);
    }

    /** As {@link #number}, for eight digits and more. */
    private long longNumber(byte[] bytes, int from) {
        int p = skipZeros(bytes, from);
        int first = p;
        long value = 0;
        int digit;
        while ((digit = bytes[p] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            p++;
        }
        at = p;
        int digits = p - first;
        // Nineteen digits may pass the greatest long, but not twice: then the number is negative.
        boolean fits = digits < MOST_DIGITS || (digits == MOST_DIGITS && value >= 0);
        return fits ? value : NO_NUMBER;
    }

    /** Moves behind leading zeros, but not behind the last digit. */
    private static int skipZeros(byte[] bytes, int from) {
        int p = from;
        while (bytes[p] == '0' && bytes[p + 1] >= '0' && bytes[p + 1] <= '9') {
            p++;
        }
        return p;
    }

    private static int skipBlanks(byte[] bytes, int from) {
        int p = from;
        while (isBlank(bytes[p])) {
            p++;
        }
        return p;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
