package org.fscensus.walk;

import java.util.Arrays;

/**
 * Some directories in one parent that are to be read: 18 bytes each and their names, so that millions can wait. Not
 * thread-safe; filled by a reader, then guarded by the queue.
 */
final class PendingDirectories {
    private final Directory parent;

    /** Names, each followed by its length in two bytes, so that the last one can be taken off. */
    private byte[] names = new byte[256];

    /** Device and inode of each. */
    private long[] ids = new long[16];

    private int end;
    private int size;

    PendingDirectories(Directory parent) {
        this.parent = parent;
    }

    int size() {
        return size;
    }

    void add(byte[] bytes, int from, int length, long device, long inode) {
        if (end + length + 2 > names.length) {
            names = Arrays.copyOf(names, Math.max(2 * names.length, end + length + 2));
        }
        if (2 * size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        System.arraycopy(bytes, from, names, end, length);
        end += length;
        names[end++] = (byte) length;
        names[end++] = (byte) (length >> 8);
        ids[2 * size] = device;
        ids[2 * size + 1] = inode;
        size++;
    }

    /** Gives back memory that is not used. */
    void trim() {
        names = Arrays.copyOf(names, end);
        ids = Arrays.copyOf(ids, 2 * size);
    }

    /** Takes off the directory that was added last; there must be one. */
    Directory removeLast() {
        size--;
        int length = (names[end - 2] & 0xff) | ((names[end - 1] & 0xff) << 8);
        end -= 2 + length;
        byte[] name = Arrays.copyOfRange(names, end, end + length);
        return new Directory(parent, name, ids[2 * size], ids[2 * size + 1]);
    }
}
