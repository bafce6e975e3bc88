package org.fscensus.census;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.fscensus.store.UsageEncoder;

/**
 * The records of usage in scratch files: some files of one {@link UsageKey} in 8 bytes and as few more as their figures
 * take. Whole sectors are mostly what is allocated, and one file mostly what is counted.
 */
final class UsageRecords {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    /** No record is longer; writing needs that much room too, and so does reading behind what is read. */
    static final int MOST_BYTES = Long.BYTES + Integer.BYTES + 3 * Long.BYTES;

    // The first word: how many bytes the figures take, the directory, the account, the cell.
    private static final int APPARENT_SHIFT = 3;
    private static final int FILES_SHIFT = 6;
    private static final int DIRECTORY_SHIFT = 8;
    private static final int ACCOUNT_SHIFT = 40;
    private static final int CELL_SHIFT = 56;
    private static final int LENGTH_MASK = 7;
    private static final int FAR_ACCOUNT = 0xffff;

    /** Bytes of the number of files, by what the first word has of it; one file takes none. */
    private static final int[] FILES_BYTES = {0, 1, 4, 8};

    private UsageRecords() {}

    /** Writes a record and returns where it ends. */
    static int put(byte[] to, int at, long key, long files, long allocated, long apparent) {
        long size = UsageEncoder.shortSize(allocated);
        int account = UsageKey.account(key);
        int sizeCode = lengthCode(size);
        int apparentCode = lengthCode(apparent);
        int filesCode = files == 1 ? 0 : files < 1 << 8 ? 1 : files < 1L << 32 ? 2 : 3;
        long head = sizeCode
                | apparentCode << APPARENT_SHIFT
                | filesCode << FILES_SHIFT
                | (long) UsageKey.directory(key) << DIRECTORY_SHIFT
                | (long) Math.min(account, FAR_ACCOUNT) << ACCOUNT_SHIFT
                | (long) UsageKey.cell(key) << CELL_SHIFT;
        LONG.set(to, at, head);
        int next = at + Long.BYTES;
        if (account >= FAR_ACCOUNT) {
            LONG.set(to, next, (long) account);
            next += Integer.BYTES;
        }
        LONG.set(to, next, size);
        next += length(sizeCode);
        LONG.set(to, next, apparent);
        next += length(apparentCode);
        if (filesCode != 0) {
            LONG.set(to, next, files);
            next += FILES_BYTES[filesCode];
        }
        return next;
    }

    /** Lengths of 0 to 6 bytes, and of 8. */
    private static int lengthCode(long value) {
        return Math.min(LENGTH_MASK, (Long.SIZE + 7 - Long.numberOfLeadingZeros(value)) >>> 3);
    }

    private static int length(int code) {
        return code == LENGTH_MASK ? Long.BYTES : code;
    }

    /** Takes what a record says. */
    interface Target {
        void add(int directory, int account, int cell, long files, long allocated, long apparent) throws IOException;
    }

    /**
     * Reads the records of {@code from[at, to)}, all of them whole.
     *
     * @param from with {@link #MOST_BYTES} more behind {@code to}
     */
    static void read(byte[] from, int at, int to, Target target) throws IOException {
        int next = at;
        while (next < to) {
            next = readOne(from, next, target);
        }
    }

    /** Reads a record and returns where it ends. */
    static int readOne(byte[] from, int at, Target target) throws IOException {
        long head = (long) LONG.get(from, at);
        int next = at + Long.BYTES;
        int account = (int) (head >>> ACCOUNT_SHIFT) & FAR_ACCOUNT;
        if (account == FAR_ACCOUNT) {
            account = (int) (long) LONG.get(from, next);
            next += Integer.BYTES;
        }
        int sizeBytes = length((int) head & LENGTH_MASK);
        long size = figure((long) LONG.get(from, next), sizeBytes);
        next += sizeBytes;
        int apparentBytes = length((int) head >>> APPARENT_SHIFT & LENGTH_MASK);
        long apparent = figure((long) LONG.get(from, next), apparentBytes);
        next += apparentBytes;
        int filesBytes = FILES_BYTES[(int) head >>> FILES_SHIFT & 3];
        long files = filesBytes == 0 ? 1 : figure((long) LONG.get(from, next), filesBytes);
        next += filesBytes;
        target.add(
                (int) (head >>> DIRECTORY_SHIFT),
                account,
                (int) (head >>> CELL_SHIFT),
                files,
                UsageEncoder.longSize(size),
                apparent);
        return next;
    }

    private static long figure(long word, int bytes) {
        return bytes == 0 ? 0 : word & (-1L >>> (Long.SIZE - Byte.SIZE * bytes));
    }
}
