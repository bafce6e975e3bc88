package org.fscensus.pipeline;

import java.util.Arrays;

/** How many lines each piece of a source had: turns a place in a piece into a line number. Thread-safe. */
final class PieceLines {
    private static final int UNKNOWN = -1;

    private int[] lines = new int[1024];
    private long[] before = new long[1024];
    /** Pieces from the first on that are all known. */
    private int known;

    PieceLines() {
        Arrays.fill(lines, UNKNOWN);
    }

    synchronized void set(long piece, int lineCount) {
        int index = Math.toIntExact(piece);
        if (index + 1 >= lines.length) {
            int from = lines.length;
            lines = Arrays.copyOf(lines, Math.max(index + 2, from * 2));
            before = Arrays.copyOf(before, lines.length);
            Arrays.fill(lines, from, lines.length, UNKNOWN);
        }
        lines[index] = lineCount;
        while (lines[known] != UNKNOWN) {
            before[known + 1] = before[known] + lines[known];
            known++;
        }
    }

    /** The lines of all pieces before this one, or -1 while some of them are not known. */
    synchronized long linesBefore(long piece) {
        return piece <= known ? before[(int) piece] : UNKNOWN;
    }
}
