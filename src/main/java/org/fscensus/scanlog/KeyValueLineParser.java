package org.fscensus.scanlog;

import org.fscensus.entry.EntryBatch;

/**
 * Reads the lines of those formats that are one thing to say which inode it is, {@code key=value} tokens, and the path:
 *
 * <pre>Inode key=value ... -- FullPath</pre>
 *
 * <p>The path is everything after the first blank-dash-dash-blank. Blank lines are notices.
 *
 * <p>Loops run without a bound where the terminator, or the 0 behind the last line, ends them by itself.
 */
abstract class KeyValueLineParser implements LineParser {
    private final KeyValueAttributes attributes;
    private final PathCanonicalizer paths;
    private final byte terminator;
    private int lineEnd;

    /** Of the head read last; together they identify an inode. */
    long inode;

    long generation;

    KeyValueLineParser(boolean links, ParseOptions options, Terminator terminator) {
        attributes = new KeyValueAttributes(links, options.modifyTimes(), terminator);
        paths = new PathCanonicalizer(options.pathEscape(), terminator);
        this.terminator = terminator.value();
    }

    /**
     * Reads {@link #inode} and {@link #generation} at {@code from}.
     *
     * @return the blank behind them, or -1 if they are not there
     */
    abstract int head(byte[] bytes, int from);

    /** Whether a line that begins so, with no head, is not meant to be an entry. */
    abstract boolean isComment(byte first);

    /** What a line without a head lacks, for people. */
    abstract String noHead();

    @Override
    public final LineResult parse(byte[] bytes, int from, int limit, EntryBatch batch) {
        lineEnd = -1;
        int head = head(bytes, from);
        LineResult result = head >= 0 ? entry(bytes, from, head, limit, batch) : other(bytes, from, limit, batch);
        if (lineEnd < 0) {
            lineEnd = LineEnds.next(bytes, from, limit, terminator);
        }
        return lineEnd - from > LogSource.LONGEST_LINE && result != LineResult.NOTICE
                ? LineResult.LINE_TOO_LONG
                : result;
    }

    @Override
    public final int lineEnd() {
        return lineEnd;
    }

    @Override
    public final String reason(LineResult rejected) {
        return switch (rejected) {
            case NO_HEAD -> noHead();
            case NO_MODE -> "has no type (type=), nor a mode string (perm=) in its place";
            case BAD_SIZE -> "the file size (s=) is missing or not a number from 0 to 9223372036854775807";
            case BAD_ALLOCATED -> "the allocated size (b=) is not a number of 512-byte blocks";
            case BAD_UID -> "the user id (u=) is missing or not a number from 0 to 4294967295";
            case BAD_GID -> "the group id (g=) is missing or not a number from 0 to 4294967295";
            case BAD_ACCESS_TIME -> "the access time (a=) is missing or not a number of seconds since 1970";
            case BAD_LINKS -> "the link count (n=) is not a number";
            default -> LineParser.super.reason(rejected);
        };
    }

    /** A line that does not begin with its head; blanks may still stand before it. */
    private LineResult other(byte[] bytes, int from, int limit, EntryBatch batch) {
        int start = LineEnds.skipBlanks(bytes, from);
        int head = start > from && start < limit ? head(bytes, start) : -1;
        if (head >= 0) {
            return entry(bytes, from, head, limit, batch);
        }
        if (isComment(bytes[from])) {
            lineEnd = commentEnd(bytes, from, limit);
            return LineResult.NOTICE;
        }
        return isBlankLine(bytes, start, limit) ? LineResult.NOTICE : LineResult.NO_HEAD;
    }

    /** Also where records end with NUL a comment ends with its line: the record behind it is read by itself. */
    private int commentEnd(byte[] bytes, int from, int limit) {
        int p = from;
        while (p < limit && bytes[p] != terminator && bytes[p] != '\n') {
            p++;
        }
        return p;
    }

    private boolean isBlankLine(byte[] bytes, int from, int limit) {
        int p = from;
        while (p < limit && bytes[p] != terminator && (LineEnds.isBlank(bytes[p]) || isLineBreak(bytes[p]))) {
            p++;
        }
        return p >= limit || bytes[p] == terminator;
    }

    private static boolean isLineBreak(byte b) {
        return b == '\r' || b == '\n';
    }

    private LineResult entry(byte[] bytes, int from, int head, int limit, EntryBatch batch) {
        int path = attributes.read(bytes, head, limit);
        if (path < 0) {
            return LineResult.NO_PATH;
        }
        LineResult complaint = attributes.complaint();
        if (complaint != LineResult.ENTRY) {
            return complaint;
        }
        int known = paths.known(bytes, path, limit, batch);
        boolean directory = attributes.isDirectory();
        LineResult pathResult = paths.canonicalize(bytes, from, path, known, limit, directory);
        lineEnd = paths.lineEnd();
        if (pathResult == LineResult.ENTRY) {
            add(batch, path, known, directory);
        }
        return pathResult;
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
        batch.allocatedBytes[i] = attributes.allocatedBytes();
        batch.accessTime[i] = attributes.access;
        batch.modifyTime[i] = attributes.modify;
        batch.inode[i] = inode;
        batch.inodeGeneration[i] = generation;
        batch.links[i] = (int) attributes.links;
        batch.size = i + 1;
    }
}
