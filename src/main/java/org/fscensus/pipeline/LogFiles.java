package org.fscensus.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fscensus.scanlog.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * The files of a scan, one after the other, drawn by many workers at once. A file is opened when the one before it has
 * been drawn, and closed when the last of its chunks has come, so that thousands need not be open together. Thread-safe
 * but for {@link #close()}.
 */
final class LogFiles implements Closeable {
    private final int count;
    private final Opener opener;
    private final long most;

    private final List<Part> open = new ArrayList<>();
    private int next;
    private long drawn;
    private @Nullable Part current;

    /** Opens a file by its number. */
    @FunctionalInterface
    interface Opener {
        LogFile open(int number) throws IOException;
    }

    /** A file that is being drawn from; guarded by the files. */
    private static final class Part {
        private final LogFile file;
        private int drawing;
        private boolean exhausted;

        Part(LogFile file) {
            this.file = file;
        }
    }

    /** @param most bytes after which nothing more is drawn, whatever is left */
    LogFiles(int count, Opener opener, long most) {
        this.count = count;
        this.opener = opener;
        this.most = most;
    }

    /**
     * Draws the next chunk.
     *
     * @return the file that it is of, and how much of it the chunk stands for; null where nothing is left
     * @throws IOException if a file cannot be read, or is not what it was when it was opened
     */
    @Nullable Drawn next(Chunk chunk) throws IOException {
        for (Part part = enter(); part != null; part = enter()) {
            int length = part.file.source().next(chunk);
            leave(part, length);
            if (length >= 0) {
                return new Drawn(part.file, length);
            }
        }
        return null;
    }

    /** @param length bytes of the source */
    record Drawn(LogFile file, int length) {}

    /** Whether nothing is left. */
    synchronized boolean isExhausted() {
        return next == count && current != null && current.exhausted;
    }

    private synchronized @Nullable Part enter() throws IOException {
        if (drawn >= most) {
            return null;
        }
        if (current == null || current.exhausted) {
            if (next == count) {
                return null;
            }
            current = new Part(opener.open(next++));
            open.add(current);
        }
        current.drawing++;
        return current;
    }

    private synchronized void leave(Part part, int length) throws IOException {
        part.exhausted |= length < 0;
        drawn += Math.max(0, length);
        part.drawing--;
        if (part.exhausted && part.drawing == 0) {
            part.file.source().checkUnchanged();
            open.remove(part);
            part.file.source().close();
        }
    }

    /** Closes what a scan that ended early has left open. */
    @Override
    public void close() throws IOException {
        for (Part part : open) {
            part.file.source().close();
        }
        open.clear();
    }
}
