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
     * The format that reads most of a log's first lines; empty where none reads any.
     *
     * @param source a source of its own: its first chunk is drawn
     */
    public static Optional<LogFormat> detect(LogSource source, ParseOptions options) throws IOException {
        Optional<LogFormat> best = Optional.empty();
        int most = 0;
        Chunk chunk = new Chunk();
        if (source.next(chunk) < 0) {
            return best;
        }
        for (LogFormat format : LogFormat.values()) {
            int entries = countEntries(chunk, format.newParser(options));
            if (entries > most) {
                most = entries;
                best = Optional.of(format);
            }
        }
        return best;
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

    /** The first lines of a log, cut to a readable length, as printable text. */
    public static List<String> firstLines(LogSource source) throws IOException {
        List<String> lines = new ArrayList<>();
        Chunk chunk = new Chunk();
        if (source.next(chunk) < 0) {
            return lines;
        }
        for (int at = chunk.start(); at < chunk.end() && lines.size() < LINES_SHOWN; ) {
            int end = LineEnds.next(chunk.bytes(), at, chunk.end());
            lines.add(PathText.encode(chunk.bytes(), at, Math.min(end, at + BYTES_SHOWN)));
            at = end + 1;
        }
        return lines;
    }
}
