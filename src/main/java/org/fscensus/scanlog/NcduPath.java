package org.fscensus.scanlog;

import java.util.Arrays;
import org.fscensus.entry.EntryBatch;

/** Where in the tree the reader of an ncdu export is: the path of the entry read last, and its directories. */
final class NcduPath {
    private static final int NONE = -1;

    /** The entry's path, canonical; its directory's is the first part of it. */
    private byte[] bytes = new byte[512];

    private int length;
    private int nameStart;
    private boolean directory;
    private long parent;
    private LineResult complaint = LineResult.ENTRY;

    // Of the directories on the path, from the root down: where their paths end, their devices and numbers.
    private int[] ends = new int[64];
    private long[] devices = new long[64];
    private long[] numbers = new long[64];
    private int depth;

    /** The depth of the first directory whose path is none; what lies below has none either. */
    private int lost = NONE;

    private LineResult lostFor = LineResult.ENTRY;

    /** Enters the root of the export. */
    LineResult root(NcduInfo info) {
        int to = info.nameLength;
        bytes = Arrays.copyOf(info.name, to + EntryBatch.PADDING);
        Arrays.fill(bytes, to, bytes.length, (byte) 0);
        PathCanonicalizer canonicalizer = new PathCanonicalizer(PathEscape.NONE, Terminator.NUL);
        LineResult result = canonicalizer.canonicalize(bytes, 0, 0, 0, to, true);
        if (result == LineResult.ENTRY && canonicalizer.lineEnd() == to) {
            length = canonicalizer.end();
            nameStart = canonicalizer.nameStart();
            directory = true;
            parent = NONE;
            enter(info.dev, 0);
            return LineResult.ENTRY;
        }
        return LineResult.RELATIVE_PATH;
    }

    /** Takes an entry of the present directory; where it is a directory, it is the present one from now on. */
    void name(NcduInfo info, boolean isDirectory, long number) {
        int end = ends[depth - 1];
        parent = numbers[depth - 1];
        directory = isDirectory;
        complaint = lost == NONE ? info.nameComplaint() : lostFor;
        int count = complaint == LineResult.ENTRY ? info.nameLength : 0;
        if (end + 1 + count > PathCanonicalizer.LONGEST_PATH) {
            complaint = LineResult.PATH_TOO_LONG;
            count = 0;
        }
        if (complaint == LineResult.ENTRY) {
            ensure(end + 1 + count);
            bytes[end] = '/';
            System.arraycopy(info.name, 0, bytes, end + 1, count);
            nameStart = end + 1;
            length = end + 1 + count;
        } else {
            // What it is called does not fit a path: the directory's is shown.
            length = end;
        }
        if (directory) {
            if (complaint != LineResult.ENTRY && lost == NONE) {
                lost = depth;
                lostFor = complaint;
            }
            enter(info.dev, number);
        }
    }

    private void ensure(int size) {
        if (bytes.length < size) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
    }

    private void enter(long dev, long number) {
        if (depth == ends.length) {
            ends = Arrays.copyOf(ends, 2 * depth);
            devices = Arrays.copyOf(devices, 2 * depth);
            numbers = Arrays.copyOf(numbers, 2 * depth);
        }
        ends[depth] = length;
        devices[depth] = dev;
        numbers[depth] = number;
        depth++;
    }

    /** Leaves the present directory. */
    void leave() {
        depth--;
        if (lost == depth) {
            lost = NONE;
        }
    }

    /** How many directories are open. */
    int depth() {
        return depth;
    }

    /** The device of the present directory. */
    long dev() {
        return devices[depth - 1];
    }

    /** What keeps the entry from having a path. */
    LineResult complaint() {
        return complaint;
    }

    /** The path is {@code [0, length)}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int nameStart() {
        return nameStart;
    }

    boolean isDirectory() {
        return directory;
    }

    /** A number that all entries of one directory have in common, and no others. */
    long parent() {
        return parent;
    }
}
