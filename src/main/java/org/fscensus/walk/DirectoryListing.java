package org.fscensus.walk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of a directory's list of names, as the kernel gives it. The names stay where the kernel put them, so that
 * asking about one passes an address and copies nothing. In the directory's own order: network file systems fetch
 * attributes ahead for those who ask in that order. One thread.
 */
final class DirectoryListing {
    /** Some thousands of names in a call; more than that makes no measurable difference. */
    private static final int CAPACITY = 128 * 1024;

    // struct linux_dirent64: inode, offset, length of the record, type, name with a NUL behind.
    private static final int AT_LENGTH = 16;
    private static final int AT_TYPE = 18;
    private static final int AT_NAME = 19;
    private static final int LEAST_LENGTH = 24;

    private static final int TYPE_UNKNOWN = 0;
    private static final int TYPE_DIRECTORY = 4;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final SystemCalls calls;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CAPACITY);
    private final long address = Linux.address(buffer);

    /** A copy, since scanning an array is faster. */
    private final byte[] bytes = new byte[CAPACITY];

    private final int[] starts = new int[CAPACITY / LEAST_LENGTH];
    private final int[] lengths = new int[CAPACITY / LEAST_LENGTH];
    private int size;

    DirectoryListing(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads the next piece of an open directory; 1 if there was one (it may be of no names), 0 at the end, else a
     * negative errno.
     */
    int read(int directory) {
        size = 0;
        int length = calls.getdents64(directory, address, CAPACITY);
        if (length <= 0) {
            return length;
        }
        buffer.get(0, bytes, 0, length);
        int at = 0;
        while (at < length) {
            int next = at + ((short) SHORT.get(bytes, at + AT_LENGTH) & 0xffff);
            int start = at + AT_NAME;
            int end = start;
            while (end < next && bytes[end] != 0) {
                if (bytes[end++] == '/') {
                    // A broken or hostile file system: such a name would lead elsewhere.
                    return -Errno.EIO;
                }
            }
            if (!isSelfOrParent(start, end - start)) {
                starts[size] = start;
                lengths[size++] = end - start;
            }
            at = next;
        }
        return 1;
    }

    private boolean isSelfOrParent(int start, int length) {
        return length <= 2 && (length == 0 || bytes[start] == '.') && (length < 2 || bytes[start + 1] == '.');
    }

    int size() {
        return size;
    }

    /** The names' bytes, see {@link #start} and {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int start(int i) {
        return starts[i];
    }

    int length(int i) {
        return lengths[i];
    }

    /** Where name {@code i} is for the kernel. */
    long address(int i) {
        return address + starts[i];
    }

    /** Whether the list itself tells what entry {@code i} is; some file systems leave that out. */
    boolean isTypeKnown(int i) {
        return type(i) != TYPE_UNKNOWN;
    }

    /** Whether entry {@code i} is a directory, if {@link #isTypeKnown}. */
    boolean isDirectory(int i) {
        return type(i) == TYPE_DIRECTORY;
    }

    private int type(int i) {
        return bytes[starts[i] - (AT_NAME - AT_TYPE)];
    }

    /** Keeps name {@code i} as the one at {@code place}, which is not after it. */
    void move(int i, int place) {
        starts[place] = starts[i];
        lengths[place] = lengths[i];
    }

    void clear() {
        size = 0;
    }

    /** Drops the names from {@code newSize} on. */
    void cut(int newSize) {
        size = newSize;
    }
}
