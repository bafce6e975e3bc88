package org.fscensus.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The pages of a database, appended in the order of their numbers through a large buffer. Page 1 comes last, since it
 * tells where the others are. One thread.
 */
final class PageFile implements Closeable {
    /** SQLite locks bytes from here on, and so leaves their page unused. */
    static final long LOCK_BYTE = 1L << 30;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int FIRST_PAGE = 1;

    private final FileChannel channel;
    private final int pageBytes;
    private final int lockPage;
    private final ByteBuffer buffer;
    private int pages = FIRST_PAGE;

    /** @param lockByte {@link #LOCK_BYTE}, or where a test wants it */
    PageFile(Path file, int pageBytes, long lockByte) throws IOException {
        this.pageBytes = pageBytes;
        lockPage = Math.toIntExact(lockByte / pageBytes + 1);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        channel.position(pageBytes);
    }

    int pageBytes() {
        return pageBytes;
    }

    /** How many pages there are, page 1 and the lock-byte page included. */
    int pages() {
        return pages;
    }

    /**
     * The number that the next page will have.
     *
     * @throws IOException if there are as many pages as an {@code int} can number: at least a tebibyte
     */
    int nextPage() throws IOException {
        if (pages >= Integer.MAX_VALUE - 2) {
            throw new IOException("the database has " + pages + " pages already; larger pages are needed");
        }
        return pageAfter(pages);
    }

    /** The number of the page that comes after another. */
    int pageAfter(int page) {
        return page + 1 == lockPage ? page + 2 : page + 1;
    }

    /** Appends a page and returns its number. */
    int append(byte[] page) throws IOException {
        int number = nextPage();
        if (number == pages + 2) {
            put(new byte[pageBytes]);
        }
        put(page);
        pages = number;
        return number;
    }

    private void put(byte[] page) throws IOException {
        if (buffer.remaining() < pageBytes) {
            flush();
        }
        buffer.put(page);
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Writes what is left, and page 1 last of all. */
    void finish(byte[] firstPage) throws IOException {
        flush();
        ByteBuffer first = ByteBuffer.wrap(firstPage);
        while (first.hasRemaining()) {
            channel.write(first, first.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
