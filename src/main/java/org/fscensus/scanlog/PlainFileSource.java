package org.fscensus.scanlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.fscensus.entry.EntryBatch;

/**
 * An uncompressed log file. Workers claim pieces of it by number and read them by themselves, so that reading scales
 * with the workers and nothing is handed from thread to thread. A piece stands for the lines that <em>begin</em> in it.
 */
public final class PlainFileSource implements LogSource {
    /**
     * Large enough to make claiming and short reads cheap, small enough to stay in the second-level cache until its lines
     * are parsed.
     */
    public static final int DEFAULT_PIECE = 256 << 10;

    /** Of a log's beginning, by which its format is told: notices without number may stand in front. */
    private static final int HEAD_PIECE = 1 << 20;

    private static final int TAIL_STEP = 4096;

    /** What is read at once goes through a buffer outside the heap, which thus stays in the second-level cache. */
    private static final int READ_STEP = 64 << 10;

    private final OpenedFile file;
    private final long size;
    private final int piece;
    private final AtomicLong nextIndex = new AtomicLong();
    private byte terminator = Terminator.NEWLINE.value();

    /**
     * Opens a log.
     *
     * @param file its real path: where a link has come to stand in it since it was resolved, it is not opened
     * @throws IOException if the file cannot be opened
     */
    public PlainFileSource(Path file, int piece) throws IOException {
        this(new OpenedFile(file), piece);
    }

    /** A source over a file, which it owns. */
    PlainFileSource(OpenedFile file, int piece) {
        this.file = file;
        this.piece = piece;
        size = file.size();
    }

    @Override
    public long sizeInBytes() {
        return size;
    }

    @Override
    public LogSource head() throws IOException {
        return new PlainFileSource(file.path(), HEAD_PIECE);
    }

    @Override
    public void terminatedBy(Terminator ending) {
        terminator = ending.value();
    }

    @Override
    public int next(Chunk chunk) throws IOException {
        long index = nextIndex.getAndIncrement();
        long from = index * piece;
        if (from >= size) {
            return -1;
        }
        int length = (int) Math.min(piece, size - from);
        // One byte more in front: whether a line begins at the first byte depends on the one before it.
        int lead = index == 0 ? 0 : 1;
        chunk.index = index;
        chunk.offset = from - lead;
        read(chunk, 0, lead + length);
        byte[] bytes = chunk.bytes;
        int pieceEnd = lead + length;
        chunk.start = lead == 0 ? 0 : afterTerminator(bytes, 0, pieceEnd);
        if (chunk.start < 0 || chunk.start >= pieceEnd) {
            chunk.start = pieceEnd;
            chunk.end = pieceEnd;
        } else {
            chunk.end = completeLastLine(chunk, pieceEnd);
        }
        bytes = chunk.ensure(chunk.end);
        Arrays.fill(bytes, chunk.end, chunk.end + EntryBatch.PADDING, (byte) 0);
        return length;
    }

    /** Reads on behind the piece until its last line is whole, or too long to be one. */
    private int completeLastLine(Chunk chunk, int pieceEnd) throws IOException {
        if (chunk.bytes[pieceEnd - 1] == terminator) {
            return pieceEnd;
        }
        int have = pieceEnd;
        long most = Math.min(size - chunk.offset, (long) pieceEnd + LONGEST_LINE + 1);
        while (have < most) {
            int step = (int) Math.min(TAIL_STEP, most - have);
            read(chunk, have, step);
            int lineEnd = afterTerminator(chunk.bytes, have, have + step);
            if (lineEnd >= 0) {
                return lineEnd;
            }
            have += step;
        }
        return have;
    }

    /** One past the first terminator in {@code [from, to)}, or -1. */
    private int afterTerminator(byte[] bytes, int from, int to) {
        int at = LineEnds.next(bytes, from, to, terminator);
        return at == to ? -1 : at + 1;
    }

    private void read(Chunk chunk, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(chunk.ensure(at + length), at, length);
        int end = buffer.limit();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + READ_STEP));
            file.read(buffer, chunk.offset + buffer.position());
        }
    }

    @Override
    public boolean endsWithTerminator() throws IOException {
        if (size == 0) {
            return true;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        file.read(last, size - 1);
        return last.get(0) == terminator;
    }

    @Override
    public void checkUnchanged() throws IOException {
        file.checkUnchanged();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
