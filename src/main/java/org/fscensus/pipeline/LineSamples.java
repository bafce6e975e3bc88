package org.fscensus.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fscensus.entry.PathText;
import org.fscensus.scanlog.RejectedLine;

/**
 * The first lines of some kind in a source, kept while many workers read it in pieces and out of order. Thread-safe.
 *
 * <p>A line's number is known only when all pieces before its own have been read; until then it is not shown.
 */
final class LineSamples {
    private static final int BYTES_KEPT = 4096;

    private final int most;
    private final TreeMap<Long, Sample> byOffset = new TreeMap<>();

    private record Sample(long piece, long lineInPiece, String reason, String line) {}

    /** @param most lines kept */
    LineSamples(int most) {
        this.most = most;
    }

    /**
     * Offers a line.
     *
     * @param offset of its first byte in the source
     * @param piece the index of the chunk that it was in, {@code lineInPiece} its place there from 0
     * @param bytes the line is {@code [from, to)}; kept as text
     */
    synchronized void offer(long offset, long piece, long lineInPiece, String reason, byte[] bytes, int from, int to) {
        if (byOffset.size() == most && offset > byOffset.lastKey()) {
            return;
        }
        String line = PathText.encode(bytes, from, Math.min(to, from + BYTES_KEPT));
        byOffset.put(offset, new Sample(piece, lineInPiece, reason, line));
        if (byOffset.size() > most) {
            byOffset.pollLastEntry();
        }
    }

    /** The lines whose number is known, in the order of the source. */
    synchronized List<RejectedLine> resolve(PieceLines pieces) {
        List<RejectedLine> lines = new ArrayList<>(byOffset.size());
        for (Map.Entry<Long, Sample> entry : byOffset.entrySet()) {
            Sample sample = entry.getValue();
            long before = pieces.linesBefore(sample.piece);
            if (before < 0) {
                break;
            }
            lines.add(new RejectedLine(before + sample.lineInPiece + 1, entry.getKey(), sample.reason, sample.line));
        }
        return lines;
    }
}
