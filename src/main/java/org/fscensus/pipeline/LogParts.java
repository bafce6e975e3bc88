package org.fscensus.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.jspecify.annotations.Nullable;

/**
 * The files of a scan, drawn from by many workers at once. A file is opened when nothing is left to draw of those before
 * it, or, where these are streams that come one byte after the other, so that a worker need not share one; it is closed
 * when the last worker has left it. So thousands need not be open together. Thread-safe but for {@link #close()}.
 */
final class LogParts implements Closeable {
    private final int count;
    private final int mostStreams;
    private final Opener opener;
    private final ReadBudget budget;

    private final List<Visited> open = new ArrayList<>();
    private int next = 1;

    /** Opens a file by its number. */
    @FunctionalInterface
    interface Opener {
        LogPart open(int number) throws IOException;
    }

    /** A file and its workers; guarded by the files. */
    private static final class Visited {
        private final LogPart part;
        private int workers;
        private boolean exhausted;

        Visited(LogPart part) {
            this.part = part;
        }
    }

    /**
     * Begins with a file that is open.
     *
     * @param first owned from now on
     * @param count of all files
     * @param mostStreams that are read beside each other
     * @param opener of the others
     * @param budget without which no further file is opened
     */
    LogParts(LogPart first, int count, int mostStreams, Opener opener, ReadBudget budget) {
        this.count = count;
        this.mostStreams = mostStreams;
        this.opener = opener;
        this.budget = budget;
        open.add(new Visited(first));
    }

    /** A reader for one worker, of all files. */
    EntryReader newReader() {
        return new Reader();
    }

    private synchronized @Nullable Visited enter() throws IOException {
        List<Visited> lasting = open.stream().filter(file -> !file.exhausted).toList();
        Visited best = lasting.stream()
                .min(Comparator.comparing((Visited file) -> file.part.isOneStream())
                        .thenComparingInt(file -> file.workers))
                .orElse(null);
        if (next < count && budget.isLeft() && (best == null || isBetterAlone(best, lasting.size()))) {
            best = new Visited(opener.open(next++));
            open.add(best);
        }
        if (best != null) {
            best.workers++;
        }
        return best;
    }

    /** Whether a worker is to open another file rather than to join those who draw from this one. */
    private boolean isBetterAlone(Visited best, int opened) {
        return best.part.isOneStream() && best.workers > 0 && opened < mostStreams;
    }

    private synchronized void leave(Visited visited) throws IOException {
        visited.exhausted = true;
        visited.workers--;
        if (visited.workers == 0) {
            visited.part.finish();
            open.remove(visited);
            visited.part.close();
        }
    }

    /** Closes what a scan that ended early has left open. */
    @Override
    public void close() throws IOException {
        for (Visited visited : open) {
            visited.part.close();
        }
        open.clear();
    }

    private final class Reader implements EntryReader {
        private @Nullable Visited visited;
        private @Nullable EntryReader reader;

        @Override
        public boolean read(EntryBatch batch) throws IOException {
            while (true) {
                if (visited == null || reader == null) {
                    visited = enter();
                    if (visited == null) {
                        return false;
                    }
                    reader = visited.part.newReader();
                }
                if (reader.read(batch)) {
                    return true;
                }
                reader.close();
                reader = null;
                leave(visited);
                if (batch.size > 0) {
                    return true;
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
