package org.fscensus.scanlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.PathText;

/** Looks at the beginning of a log: which format reads it, and how its first lines look to a person. */
public final class FormatDetector {
    private static final int LINES_TRIED = 1000;
    private static final int LINES_SHOWN = 3;
    private static final int BYTES_SHOWN = 200;

    private FormatDetector() {}

    /**
     * The format that reads most of a log's first lines, and with which terminator; empty where none reads any. Where
     * several read as many, the one that the file's name tells, else the first.
     *
     * @param source a source of its own: its first chunk is drawn
     */
    public static Optional<DetectedFormat> detect(LogSource source, ParseOptions options, Optional<LogFormat> byName)
            throws IOException {
        List<LogFormat> candidates = new ArrayList<>(List.of(LogFormat.values()));
        byName.ifPresent(named -> {
            candidates.remove(named);
            candidates.add(0, named);
        });
        return best(source, options, candidates);
    }

    /** As {@link #detect}, for a log whose format is known. */
    public static DetectedFormat detectTerminator(LogSource source, ParseOptions options, LogFormat format)
            throws IOException {
        return best(source, options, List.of(format)).orElse(new DetectedFormat(format, Terminator.NEWLINE));
    }

    private static Optional<DetectedFormat> best(LogSource source, ParseOptions options, List<LogFormat> candidates)
            throws IOException {
        Optional<DetectedFormat> best = Optional.empty();
        Chunk chunk = new Chunk();
        if (source.next(chunk) < 0) {
            return best;
        }
        int most = 0;
        for (LogFormat format : candidates) {
            for (Terminator terminator : format.terminators()) {
                int entries = countEntries(chunk, format.newParser(options, terminator));
                if (entries > most) {
                    most = entries;
                    best = Optional.of(new DetectedFormat(format, terminator));
                }
            }
        }
        boolean export = most == 0
                && candidates.contains(LogFormat.NCDU)
                && NcduExport.looksLikeOne(chunk.bytes(), chunk.start(), chunk.end());
        return export ? Optional.of(new DetectedFormat(LogFormat.NCDU, Terminator.NEWLINE)) : best;
    }

    private static int countEntries(Chunk chunk, LineParser parser) {
        // A parser may make a path canonical in place, and the next one must see the line as it is.
        byte[] bytes = chunk.bytes().clone();
        EntryBatch batch = new EntryBatch();
        int entries = 0;
        int lines = 0;
        for (int at = chunk.start(); at < chunk.end() && lines < LINES_TRIED; lines++) {
            batch.reset(bytes);
            if (parser.parse(bytes, at, chunk.end(), batch) == LineResult.ENTRY) {
                entries++;
            }
            at = parser.lineEnd() + 1;
        }
        return entries;
    }

    /**
     * The first lines of a log, cut to a readable length, as printable text.
     *
     * @param source a source of its own: its first chunk is drawn
     */
    public static List<String> firstLines(LogSource source, Terminator terminator) throws IOException {
        source.terminatedBy(terminator);
        List<String> lines = new ArrayList<>();
        Chunk chunk = new Chunk();
        if (source.next(chunk) < 0) {
            return lines;
        }
        for (int at = chunk.start(); at < chunk.end() && lines.size() < LINES_SHOWN; ) {
            int end = LineEnds.next(chunk.bytes(), at, chunk.end(), terminator.value());
            lines.add(PathText.encode(chunk.bytes(), at, Math.min(end, at + BYTES_SHOWN)));
            at = end + 1;
        }
        return lines;
    }
}
