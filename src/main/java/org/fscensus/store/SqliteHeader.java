package org.fscensus.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What the first hundred bytes of a database say (section 1.3 of SQLite's description of the format), and whether the
 * file can be whole.
 */
record SqliteHeader(int applicationId, int userVersion) {
    private static final int BYTES = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE_BYTES = 16;
    private static final int WRITE_VERSION = 18;
    private static final int READ_VERSION = 19;
    private static final int PAGES = 28;
    private static final int FREE_PAGES = 36;
    private static final int USER_VERSION = 60;
    private static final int APPLICATION_ID = 68;

    private static final int LEAST_PAGE = 512;
    private static final int LARGEST_PAGE = 65_536;

    /** @throws RefusedDatabaseException if it is no database, not a whole one, or needs other files beside it */
    static SqliteHeader read(Path file) throws IOException, RefusedDatabaseException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer header = ByteBuffer.wrap(read(channel, 0, (int) Math.min(size, BYTES)));
            if (size == 0) {
                throw new RefusedDatabaseException("is empty; copy the database again, or remove the file");
            }
            if (size < BYTES || !Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new RefusedDatabaseException("is no SQLite database; move it out of the data directory");
            }
            SqliteHeader read = new SqliteHeader(header.getInt(APPLICATION_ID), header.getInt(USER_VERSION));
            if (read.applicationId != GenerationSchema.APPLICATION_ID) {
                throw new RefusedDatabaseException("is a database of another application (application_id "
                        + read.applicationId + "); move it out of the data directory");
            }
            checkWhole(channel, header);
            if (header.get(WRITE_VERSION) != 1 || header.get(READ_VERSION) != 1) {
                throw new RefusedDatabaseException("was put into WAL mode, in which nobody can only read it;"
                        + " run PRAGMA journal_mode=DELETE on it");
            }
            return read;
        }
    }

    private static void checkWhole(FileChannel channel, ByteBuffer header)
            throws IOException, RefusedDatabaseException {
        int field = header.getShort(PAGE_BYTES) & 0xffff;
        int pageBytes = field == 1 ? LARGEST_PAGE : field;
        if (pageBytes < LEAST_PAGE || Integer.bitCount(pageBytes) != 1) {
            throw new RefusedDatabaseException("has a header that is no database's; copy the database again");
        }
        long size = channel.size();
        long whole = (header.getInt(PAGES) & 0xffff_ffffL) * pageBytes;
        if (size != whole) {
            throw new RefusedDatabaseException("has " + size + " bytes, and its header speaks of " + whole
                    + ": it was not copied whole; copy the database again");
        }
        // Some programs give a copy its size first and fill it then.
        if (header.getInt(FREE_PAGES) == 0 && isZero(read(channel, size - pageBytes, pageBytes))) {
            throw new RefusedDatabaseException(
                    "ends in a page of zeros: it was not copied whole; copy the database again");
        }
    }

    private static byte[] read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // What a file that was cut off meanwhile lacks, stays zero.
        }
        return bytes.array();
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
