package org.fscensus.scanlog;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.entry.PathText;

/**
 * The JSON export of ncdu ({@code ncdu -o}, also written by gdu), by <a href="https://dev.yorhel.nl/ncdu/jsonfmt">its
 * format document</a>: arrays are directories, with their own info block first; other info blocks are files.
 *
 * <ul>
 *   <li>A missing {@code asize} or {@code dsize} is 0. There are no access times; modification times and owners are
 *       there with {@code -e} only, otherwise the owner and group are 4294967295, see {@link #withoutOwner}.
 *   <li>{@code excluded} entries are in the export by name only and not to be counted, as the document says: they are
 *       told to the listener.
 *   <li>{@code read_error} of a file means that ncdu knows nothing of it but the name: it is told to the listener and
 *       not counted. Of a directory it means that its listing may be incomplete: it is told, and an entry.
 *   <li>{@code ino} and {@code dev} together are the inode; {@code dev} is that of the directory where it is missing.
 *       Without {@code nlink}, which came with version 1.2, {@code hlnkc} stands for two links.
 * </ul>
 *
 * <p>Names are bytes, as ncdu writes them. Thread-safe but for {@link #close()}: readers take turns at drawing from it, a
 * batch each. A document that is malformed is an {@link IOException} with the byte, once it is met, and one that is cut
 * off an {@link java.io.EOFException}: what the batch has by then are entries.
 */
public final class NcduExport implements Closeable {
    private static final int MAJOR = 1;

    /** Told of what is no entry, by whichever thread draws, one at a time. The bytes are good during the call. */
    public interface Listener {
        /**
         * An entry that could not be read as one.
         *
         * @param offset about where it stands in the export
         * @param block its place among all info blocks, from 0
         * @param bytes its path is {@code [0, length)}
         */
        void rejected(long offset, long block, String reason, byte[] bytes, int length);

        /** A file or directory that ncdu left out. */
        void excluded();

        /** A file or directory that ncdu could not read. {@code entry}: whether it is handed on nevertheless. */
        void unreadable(long offset, long block, boolean entry, byte[] bytes, int length);
    }

    private final InputStream stream;
    private final Listener listener;
    private final JsonBytes json;
    private final NcduInfo info;
    private final NcduPath path = new NcduPath();
    private final Optional<Instant> scanTime;

    private boolean begun;
    private boolean ended;
    private long blocks;
    private long withoutOwner;

    /**
     * Reads the beginning of an export.
     *
     * @param stream the document, decompressed; closed with this
     * @param name what messages call it
     * @throws IOException if it is none, or of another major version than 1; an {@link java.io.EOFException} if it is
     *     cut off within its beginning
     */
    public NcduExport(InputStream stream, String name, Listener listener) throws IOException {
        this.stream = stream;
        this.listener = listener;
        json = new JsonBytes(stream, name);
        info = new NcduInfo(json);
        scanTime = header();
    }

    /** Whether a source's first bytes are those of an export. */
    static boolean looksLikeOne(byte[] bytes, int from, int to) {
        int bracket = skipWhitespace(bytes, from, to);
        if (bracket == to || bytes[bracket] != '[') {
            return false;
        }
        int version = skipWhitespace(bytes, bracket + 1, to);
        return version < to && bytes[version] >= '0' && bytes[version] <= '9';
    }

    private static int skipWhitespace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == '\n' || bytes[at] == '\r' || LineEnds.isBlank(bytes[at]))) {
            at++;
        }
        return at;
    }

    private Optional<Instant> header() throws IOException {
        JsonNumber number = new JsonNumber();
        json.expect('[');
        json.number(number);
        if (!number.isUpTo(MAJOR) || number.value() != MAJOR) {
            throw json.malformed("its major version is not " + MAJOR);
        }
        json.expect(',');
        json.number(number);
        json.expect(',');
        Optional<Instant> time = metadata(number);
        json.expect(',');
        return time;
    }

    private Optional<Instant> metadata(JsonNumber number) throws IOException {
        if (json.peek() != '{') {
            json.skipValue();
            return Optional.empty();
        }
        Optional<Instant> time = Optional.empty();
        json.expect('{');
        if (json.take('}')) {
            return time;
        }
        do {
            json.key();
            String key = new String(json.text, 0, json.length, StandardCharsets.ISO_8859_1);
            int first = json.peek();
            if (key.equals("timestamp") && (first == '-' || (first >= '0' && first <= '9'))) {
                json.number(number);
                if (number.isSeconds()) {
                    time = Optional.of(Instant.ofEpochSecond(KeyValueAttributes.bounded(number.value())));
                }
            } else {
                json.skipValue();
            }
        } while (json.take(','));
        json.expect('}');
        return time;
    }

    /** When the export was written, if it tells. */
    public Optional<Instant> scanTime() {
        return scanTime;
    }

    /** Entries so far whose owner or group the export does not tell. */
    public synchronized long withoutOwner() {
        return withoutOwner;
    }

    /** A reader for one worker. Closing it does nothing. */
    public EntryReader newReader() {
        return new EntryReader() {
            private byte[] own = new byte[1 << 12];

            @Override
            public boolean read(EntryBatch batch) throws IOException {
                batch.reset(own);
                boolean more = draw(batch);
                own = batch.bytes;
                return more;
            }

            @Override
            public void close() {}
        };
    }

    private synchronized boolean draw(EntryBatch batch) throws IOException {
        int used = 0;
        long lastParent = -1;
        while (!ended && !batch.isFull()) {
            if (!step()) {
                continue;
            }
            used = add(batch, used);
            batch.sameParent[batch.size - 1] = path.parent() == lastParent;
            lastParent = path.parent();
        }
        return !ended;
    }

    /** Goes on to the next info block, or past the end of a directory; returns whether there is an entry now. */
    private boolean step() throws IOException {
        if (!begun) {
            begun = true;
            json.expect('[');
            return root();
        }
        if (json.take(']')) {
            path.leave();
            if (path.depth() == 0) {
                end();
            }
            return false;
        }
        json.expect(',');
        boolean directory = json.take('[');
        if (directory && path.depth() == JsonBytes.DEEPEST) {
            throw json.malformed("directories are nested too deeply");
        }
        long offset = json.offset();
        info.read(path.dev());
        path.name(info, directory, blocks);
        return judge(offset, directory, path.complaint());
    }

    private boolean root() throws IOException {
        long offset = json.offset();
        info.read(0);
        if (path.root(info) != LineResult.ENTRY) {
            throw json.malformed(
                    "the root's name " + PathText.encode(info.name, 0, info.nameLength) + " is no absolute path");
        }
        return judge(offset, true, LineResult.ENTRY);
    }

    /** Whether the block read last is an entry; the listener is told where it is none. */
    private boolean judge(long offset, boolean directory, LineResult complaint) {
        long block = blocks++;
        if (info.excluded) {
            listener.excluded();
            return false;
        }
        if (complaint != LineResult.ENTRY) {
            String reason = String.valueOf(complaint.reason());
            listener.rejected(offset, block, reason, path.bytes(), path.length());
            return false;
        }
        if (info.readError) {
            listener.unreadable(offset, block, directory, path.bytes(), path.length());
            if (!directory) {
                return false;
            }
        }
        if (!info.badNumber.isEmpty()) {
            String reason = info.badNumber + " is out of its range, or no whole number";
            listener.rejected(offset, block, reason, path.bytes(), path.length());
            return false;
        }
        withoutOwner += info.hasOwner() ? 0 : 1;
        return true;
    }

    private void end() throws IOException {
        while (json.take(',')) {
            // Later minor versions may have more elements.
            json.skipValue();
        }
        json.expect(']');
        json.expectEnd();
        ended = true;
    }

    /** Adds the present entry, its path behind {@code used} bytes; returns where that ends. */
    private int add(EntryBatch batch, int used) {
        int length = path.length();
        int to = used + length;
        if (batch.bytes.length < to + EntryBatch.PADDING) {
            batch.bytes = Arrays.copyOf(batch.bytes, 2 * to + EntryBatch.PADDING);
        }
        System.arraycopy(path.bytes(), 0, batch.bytes, used, length);
        int i = batch.size;
        batch.pathStart[i] = used;
        batch.pathEnd[i] = to;
        batch.nameStart[i] = used + path.nameStart();
        batch.directory[i] = path.isDirectory();
        batch.uid[i] = info.uid;
        batch.gid[i] = info.gid;
        batch.apparentBytes[i] = info.asize;
        batch.allocatedBytes[i] = info.dsize;
        batch.accessTime[i] = EntryBatch.NO_TIME;
        batch.modifyTime[i] = info.mtime;
        batch.inode[i] = info.ino;
        batch.inodeGeneration[i] = info.dev;
        batch.links[i] = info.links;
        batch.size = i + 1;
        return to;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
