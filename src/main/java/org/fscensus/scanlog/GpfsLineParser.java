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
 * <p>Loops run without a bound where the line end ({@code \n}, or the 0 behind the last line) ends them by itself.
 */
final class GpfsLineParser implements LineParser {
    /** Files up to this size whose inode allocates no block have their data in the inode itself. */
    private static final long LARGEST_DATA_IN_INODE = 4096;

    private final GpfsAttributes attributes;
    private final PathCanonicalizer paths;
    private final Decimal number = new Decimal();

    private long inode;
    private long generation;
    private int lineEnd;

    GpfsLineParser(ParseOptions options) {
        attributes = new GpfsAttributes(new LocalTimes(options.timeZone()), options.modifyTimes());
        paths = new PathCanonicalizer(options.pathEscape(), Terminator.NEWLINE);
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

    @Override
    public String reason(LineResult rejected) {
        return switch (rejected) {
            case NO_HEAD -> "does not begin with inode, generation and snapshot numbers";
            case NO_MODE -> "has no mode (p=)";
            case BAD_SIZE -> "the file size (s=) is missing or not a number from 0 to 9223372036854775807";
            case BAD_ALLOCATED -> "the allocated size (a=) is not a number of KiB";
            case BAD_UID -> "the user id (u=) is missing or not a number from 0 to 4294967295";
            case BAD_GID -> "the group id (g=) is missing or not a number from 0 to 4294967295";
            case BAD_ACCESS_TIME -> "the access time (ac=) is missing or not a date and time YYYY-MM-DD HH:MM:SS";
            case BAD_LINKS -> "the link count (nl=) is not a number";
            default -> LineParser.super.reason(rejected);
        };
    }

    /** A line that begins neither with a digit nor with a thread tag; blanks may still stand before them. */
    private LineResult other(byte[] bytes, int from, int limit, EntryBatch batch) {
        if (bytes[from] == '[') {
            return notice(bytes, from);
        }
        int start = LineEnds.skipBlanks(bytes, from);
        if (bytes[start] == '<' || isDigit(bytes[start])) {
            return entry(bytes, from, start, limit, batch);
        }
        return isBlankLine(bytes, start, limit) ? LineResult.NOTICE : LineResult.NO_HEAD;
    }

    private static boolean isBlankLine(byte[] bytes, int from, int limit) {
        int p = from;
        while (p < limit && (bytes[p] == '\r' || LineEnds.isBlank(bytes[p]))) {
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
        int head = head(bytes, start);
        if (head < 0) {
            return LineResult.NO_HEAD;
        }
        int path = attributes.read(bytes, head, limit);
        if (path < 0) {
            return LineResult.NO_PATH;
        }
        LineResult complaint = attributes.complaint();
        if (complaint != LineResult.ENTRY) {
            return complaint;
        }
        int known = paths.known(bytes, path, limit, batch);
        boolean directory = attributes.mode == 'd';
        LineResult pathResult = paths.canonicalize(bytes, from, path, known, limit, directory);
        lineEnd = paths.lineEnd();
        if (pathResult == LineResult.ENTRY) {
            add(batch, path, known, directory);
        }
        return pathResult;
    }

    /** Reads thread tag, inode, generation and snapshot; returns the blank behind them, or -1 if they are not there. */
    private int head(byte[] bytes, int from) {
        int p = bytes[from] == '<' ? afterThreadTag(bytes, from) : from;
        if (p < 0 || !headNumber(bytes, p)) {
            return -1;
        }
        inode = number.value;
        if (!headNumber(bytes, number.end)) {
            return -1;
        }
        generation = number.value;
        return headNumber(bytes, number.end) ? number.end : -1;
    }

    /** The blank behind {@code <digits>}, or -1 if that is not what stands there. */
    private static int afterThreadTag(byte[] bytes, int from) {
        int p = from + 1;
        while (isDigit(bytes[p])) {
            p++;
        }
        return p > from + 1 && bytes[p] == '>' && LineEnds.isBlank(bytes[p + 1]) ? p + 1 : -1;
    }

    /** Reads the next number of the line's head, with a blank behind it. */
    private boolean headNumber(byte[] bytes, int from) {
        int p = bytes[from] == ' ' && isDigit(bytes[from + 1]) ? from + 1 : LineEnds.skipBlanks(bytes, from);
        return number.read(bytes, p) && LineEnds.isBlank(bytes[number.end]);
    }

    private void add(EntryBatch batch, int path, int known, boolean directory) {
        int i = batch.size;
        batch.pathStart[i] = path;
        batch.pathEnd[i] = paths.end();
        batch.nameStart[i] = paths.nameStart();
        batch.sameParent[i] = known > 0 && paths.nameStart() == path + known;
        batch.directory[i] = directory;
        batch.uid[i] = (int) attributes.uid;
        batch.gid[i] = (int) attributes.gid;
        batch.apparentBytes[i] = attributes.size;
        batch.allocatedBytes[i] = allocatedBytes();
        batch.accessTime[i] = attributes.access;
        batch.modifyTime[i] = attributes.modify;
        batch.inode[i] = inode;
        batch.inodeGeneration[i] = generation;
        batch.links[i] = (int) attributes.links;
        batch.size = i + 1;
    }

    private long allocatedBytes() {
        long size = attributes.size;
        if (!attributes.hasAllocated()) {
            return size;
        }
        long kib = attributes.allocated;
        return kib == 0 && size <= LARGEST_DATA_IN_INODE ? size : kib * 1024;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
