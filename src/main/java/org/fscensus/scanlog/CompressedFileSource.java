package org.fscensus.scanlog;

import java.io.IOException;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;
import org.fscensus.scanlog.codec.CodecException;
import org.fscensus.scanlog.codec.ExpansionException;

/**
 * A log file that is read from its first byte on: a compressed one, which threads of its own decompress ahead of the
 * workers, or the beginning of one. The workers take turns at cutting the text into chunks. Offsets and lines are those
 * of the text; size and progress are in bytes of the file.
 */
final class CompressedFileSource implements LogSource {
    private final LogStream text;
    private final StreamSource lines;

    private long told;
    private long nextIndex;
    private long endOffset;

    /** @param text to be owned, nothing read from it yet; of a beginning, the last line counts only if it has its end */
    CompressedFileSource(LogStream text, int piece) {
        this.text = text;
        lines = new StreamSource(text, "the text of " + text.name(), piece, text.isBeginning());
    }

    @Override
    public long sizeInBytes() {
        return text.sourceBytes();
    }

    /** {@inheritDoc} As much as gzip and zstd at their usual levels make of scan logs; nobody knows before the end. */
    @Override
    public int expansion() {
        return text.codec() == null ? 1 : 8;
    }

    @Override
    public boolean isOneStream() {
        return text.isOneStream();
    }

    @Override
    public LogSource head() throws IOException {
        try {
            return lines.head();
        } catch (IOException e) {
            throw plainly(e);
        }
    }

    @Override
    public void terminatedBy(Terminator terminator) {
        lines.terminatedBy(terminator);
    }

    /**
     * {@inheritDoc} What the file has behind its last line, such as an index, is told with an empty chunk at the end.
     */
    @Override
    public synchronized int next(Chunk chunk) throws IOException {
        try {
            if (lines.next(chunk) >= 0) {
                nextIndex = chunk.index() + 1;
                endOffset = chunk.offset() + chunk.end();
                return tell();
            }
        } catch (IOException e) {
            throw plainly(e);
        }
        if (told == text.sourcePosition()) {
            return -1;
        }
        Arrays.fill(chunk.ensure(0), 0, EntryBatch.PADDING, (byte) 0);
        chunk.index = nextIndex++;
        chunk.offset = endOffset;
        chunk.start = 0;
        chunk.end = 0;
        return tell();
    }

    /** The bytes of the file that have come to be done with; the rest later if there are too many. */
    private int tell() {
        int bytes = (int) Math.min(Integer.MAX_VALUE, text.sourcePosition() - told);
        told += bytes;
        return bytes;
    }

    /** Damage, or too much text, tells its own place; where in the text that was says nothing. */
    private static IOException plainly(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CodecException || cause instanceof ExpansionException) {
                return new IOException(cause.getMessage(), e);
            }
        }
        return e;
    }

    @Override
    public boolean endsWithTerminator() {
        return lines.endsWithTerminator();
    }

    @Override
    public void checkUnchanged() throws IOException {
        text.checkUnchanged();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
