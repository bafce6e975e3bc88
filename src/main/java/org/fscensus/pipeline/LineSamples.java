package org.fscensus.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fscensus.entry.PathText;
import org.fscensus.scanlog.RejectedLine;

/**
 * The first lines of some kind in the files of a scan, kept while many workers read them in pieces and out of order.
 * Thread-safe.
 *
 * <p>A line's number is known only when all pieces before its own have been read; until then it is not shown.
 */
final class LineSamples {
    private static final int BYTES_KEPT = 4096;

    private final int most;
    private final TreeMap<Place, Sample> byPlace = new TreeMap<>();

    /** Where a line begins: the file's number, and the offset in it. */
    private record Place(int file, long offset) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::file).thenComparingLong(Place::offset);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Sample(FileTally file, long piece, long lineInPiece, String reason, String line) {}

    /** @param most lines kept */
    LineSamples(int most) {
        this.most = most;
    }

    /**
     * Offers a line.
     *
     * @param file that it stands in
     * @param offset of its first byte in the file's text
     * @param piece the index of the chunk that it was in, {@code lineInPiece} its place there from 0
     * @param bytes the line is {@code [from, to)}; kept as text
     */
    synchronized void offer(
            FileTally file, long offset, long piece, long lineInPiece, String reason, byte[] bytes, int from, int to) {
        Place place = new Place(file.number, offset);
        if (byPlace.size() == most && place.compareTo(byPlace.lastKey()) > 0) {
            return;
        }
        String line = PathText.encode(bytes, from, Math.min(to, from + BYTES_KEPT));
        byPlace.put(place, new Sample(file, piece, lineInPiece, reason, line));
        if (byPlace.size() > most) {
            byPlace.pollLastEntry();
        }
    }

    /** The lines whose number is known, in the order of the source. */
    synchronized List<RejectedLine> resolve() {
        List<RejectedLine> lines = new ArrayList<>(byPlace.size());
        for (Map.Entry<Place, Sample> entry : byPlace.entrySet()) {
            Sample sample = entry.getValue();
            long before = sample.file.pieces.linesBefore(sample.piece);
            if (before < 0) {
                break;
            }
            lines.add(new RejectedLine(
                    sample.file.name,
                    before + sample.lineInPiece + 1,
                    entry.getKey().offset,
                    sample.reason,
                    sample.line));
        }
        return lines;
    }
}
