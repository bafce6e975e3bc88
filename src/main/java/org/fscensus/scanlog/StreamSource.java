package org.fscensus.scanlog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * A log that comes as a stream and can be read once: a pipe, an upload, decompressed bytes. Workers take turns at
 * reading: whoever draws a chunk reads it into the chunk's own buffer, up to the last line end of a piece, while the
 * others parse theirs. What is left of a line behind it goes before the next piece.
 *
 * <p>A worker that waits for bytes stops when it is interrupted if the stream does, as those over channels do
 * ({@link java.nio.file.Files#newInputStream}); otherwise when the stream's next bytes come. Closing closes the stream.
 */
public final class StreamSource implements LogSource {
    /** Kept from the beginning for {@link #head()}. */
    private static final int HEAD = 64 << 10;

    private static final int TAIL_STEP = 4096;

    /** After so long the lines that a slow stream has brought are handed on, for the sake of progress. */
    private static final long PATIENCE_NANOS = 250_000_000;

    private final InputStream stream;
    private final String name;
    private final int piece;
    private final boolean beginning;
    private final LongSupplier nanos;
    private byte terminator = Terminator.NEWLINE.value();

    private byte @Nullable [] head;
    /** How much of the head has been read into chunks. */
    private int headUsed;

    private byte[] carry;
    private int carried;
    /** Inside a line that was too long and has been handed on as far as it counts. */
    private boolean inTail;

    /** Of what has been handed on. */
    private boolean endsWithTerminator = true;

    private boolean ended;
    private @Nullable IOException failure;
    private long offset;
    private long nextIndex;

    /**
     * A source over a stream, which it owns.
     *
     * @param name what messages call it
     * @param piece how many bytes a worker draws at a time, at least 1; changes no figure
     */
    public StreamSource(InputStream stream, String name, int piece) {
        this(stream, name, piece, false, System::nanoTime);
    }

    /** @param beginning whether the log goes on behind the stream's end: a line without its end is not handed on then */
    StreamSource(InputStream stream, String name, int piece, boolean beginning) {
        this(stream, name, piece, beginning, System::nanoTime);
    }

    StreamSource(InputStream stream, String name, int piece, boolean beginning, LongSupplier nanos) {
        this.stream = stream;
        this.name = name;
        this.piece = piece;
        this.beginning = beginning;
        this.nanos = nanos;
        carry = new byte[Math.min(piece, TAIL_STEP)];
    }

    @Override
    public long sizeInBytes() {
        return UNKNOWN_SIZE;
    }

    /** {@inheritDoc} Waits for the stream's first {@value #HEAD} bytes, or its end, where they have not come yet. */
    @Override
    public synchronized LogSource head() throws IOException {
        byte[] begin = fillHead();
        int last = lastTerminator(begin, 0, begin.length);
        int whole = begin.length < HEAD || last < 0 ? begin.length : last + 1;
        return new StreamSource(new ByteArrayInputStream(begin, 0, whole), name, HEAD);
    }

    private byte[] fillHead() throws IOException {
        byte[] begin = head;
        if (begin == null) {
            byte[] read = new byte[HEAD];
            int have = 0;
            for (int n; have < HEAD && (n = readStream(read, have, HEAD - have)) >= 0; ) {
                have += n;
            }
            begin = Arrays.copyOf(read, have);
            head = begin;
        }
        return begin;
    }

    @Override
    public synchronized void terminatedBy(Terminator ending) {
        terminator = ending.value();
    }

    @Override
    public synchronized int next(Chunk chunk) throws IOException {
        fillHead();
        int have = carried;
        System.arraycopy(carry, 0, chunk.ensure(Math.max(have, piece)), 0, have);
        carried = 0;
        long begin = nanos.getAsLong();
        int last = -1;
        while (last < 0 && !isTooLong(have)) {
            int from = have;
            have = read(chunk, have, have < piece ? piece : have + Math.min(piece, TAIL_STEP), begin);
            if (have == from) {
                break;
            }
            last = lastTerminator(chunk.bytes, from, have);
        }
        boolean broken = beginning && ended && last < 0;
        return have == 0 || broken ? -1 : cut(chunk, have, last);
    }

    /** Without a line end so far: whether there is nothing to wait for, as the line cannot be an entry. */
    private boolean isTooLong(int have) {
        return inTail ? have > 0 : have > LONGEST_LINE;
    }

    /** Hands on the lines up to the last line end, or all where there is none, and keeps the rest. */
    private int cut(Chunk chunk, int have, int last) {
        int end = last < 0 ? have : last + 1;
        chunk.index = nextIndex++;
        chunk.offset = offset;
        chunk.start = 0;
        chunk.end = end;
        endsWithTerminator = last >= 0;
        if (inTail) {
            chunk.start = last < 0 ? end : LineEnds.next(chunk.bytes, 0, end, terminator) + 1;
        }
        inTail = last < 0 && (inTail || have > LONGEST_LINE);
        carried = have - end;
        if (carry.length < carried) {
            carry = new byte[Math.max(carried, 2 * carry.length)];
        }
        System.arraycopy(chunk.bytes, end, carry, 0, carried);
        Arrays.fill(chunk.ensure(end), end, end + EntryBatch.PADDING, (byte) 0);
        offset += end;
        return end;
    }

    /** Reads up to {@code to}; less at the end of the stream, or where a line's end has come and the next bytes do not. */
    private int read(Chunk chunk, int from, int to, long begin) throws IOException {
        byte[] bytes = chunk.ensure(to);
        int have = from;
        while (have < to) {
            int n = readAny(bytes, have, to - have);
            if (n < 0) {
                break;
            }
            have += n;
            if (nanos.getAsLong() - begin > PATIENCE_NANOS && lastTerminator(bytes, from, have) >= 0) {
                break;
            }
        }
        return have;
    }

    private int readAny(byte[] bytes, int at, int length) throws IOException {
        byte[] begin = fillHead();
        if (headUsed < begin.length) {
            int n = Math.min(length, begin.length - headUsed);
            System.arraycopy(begin, headUsed, bytes, at, n);
            headUsed += n;
            return n;
        }
        return readStream(bytes, at, length);
    }

    /** As {@link InputStream#read(byte[], int, int)}, but once at its end, or failed, the stream is not asked again. */
    private int readStream(byte[] bytes, int at, int length) throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (ended) {
            return -1;
        }
        try {
            int n = stream.read(bytes, at, length);
            ended = n < 0;
            return n;
        } catch (ClosedChannelException | InterruptedIOException e) {
            // The scan is being stopped, and its threads were interrupted.
            failure = e;
            throw e;
        } catch (IOException e) {
            failure = new IOException(name + " cannot be read behind byte " + (offset + at) + ": " + e.getMessage(), e);
            throw failure;
        }
    }

    private int lastTerminator(byte[] bytes, int from, int to) {
        int at = to - 1;
        while (at >= from && bytes[at] != terminator) {
            at--;
        }
        return at >= from ? at : -1;
    }

    @Override
    public synchronized boolean endsWithTerminator() {
        return endsWithTerminator;
    }

    /** Does nothing: what has passed cannot be looked at again. */
    @Override
    public void checkUnchanged() {}

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
