package org.fscensus.walk;

import java.util.Arrays;
import org.fscensus.entry.EntryBatch;

/** Writes the paths of a reader's batches, and knows the path of the directory that is being read. One thread. */
final class PathWriter {
    /** Beyond this a batch is handed on before it is full, so that very long paths take no more memory. */
    private static final int ENOUGH_BYTES = 256 * 1024;

    /** The longest name that the kernel can list is shorter. */
    private static final int ROOM_FOR_NAME = 4096;

    private final int rootLength;

    /** The paths of the batch. */
    private byte[] bytes = new byte[16 * 1024];

    private int end;

    /** The directory's path and a slash, and room for a name. */
    private byte[] prefix = new byte[ROOM_FOR_NAME];

    private int prefixLength;

    /** Whether the batch's last entry is of the directory. */
    private boolean sameParent;

    PathWriter(Directory root) {
        rootLength = root.pathLength();
    }

    /** Begins a batch; the last one's paths are gone. */
    void start(EntryBatch batch) {
        end = 0;
        sameParent = false;
        batch.reset(bytes);
    }

    boolean isEnough() {
        return end >= ENOUGH_BYTES;
    }

    /** Ends a batch. */
    void finish(EntryBatch batch) {
        reserve(EntryBatch.PADDING);
        batch.bytes = bytes;
    }

    /** What is appended from now on is of this directory. */
    void enter(Directory directory) {
        int length = directory.pathLength();
        if (length + 1 + ROOM_FOR_NAME > prefix.length) {
            prefix = new byte[length + length / 2 + 1 + ROOM_FOR_NAME];
        }
        directory.writePath(prefix, 0);
        prefix[length] = '/';
        prefixLength = length + 1;
        sameParent = false;
    }

    /** Appends the path of an entry of the directory, as that of the batch's next entry. */
    void append(EntryBatch batch, byte[] names, int start, int length) {
        int i = batch.size;
        reserve(prefixLength + length);
        System.arraycopy(prefix, 0, bytes, end, prefixLength);
        batch.pathStart[i] = end;
        batch.nameStart[i] = end + prefixLength;
        System.arraycopy(names, start, bytes, end + prefixLength, length);
        end += prefixLength + length;
        batch.pathEnd[i] = end;
        batch.sameParent[i] = sameParent;
        sameParent = true;
    }

    /** Appends the directory's own path, which is the root of the walk. */
    void appendRoot(EntryBatch batch) {
        int i = batch.size;
        int length = prefixLength - 1;
        reserve(length);
        System.arraycopy(prefix, 0, bytes, end, length);
        batch.pathStart[i] = end;
        int name = length;
        while (name > 0 && prefix[name - 1] != '/') {
            name--;
        }
        batch.nameStart[i] = end + name;
        end += length;
        batch.pathEnd[i] = end;
        batch.sameParent[i] = false;
    }

    /** The path of an entry of the directory. */
    byte[] path(byte[] names, int start, int length) {
        byte[] path = Arrays.copyOf(prefix, prefixLength + length);
        System.arraycopy(names, start, path, prefixLength, length);
        return path;
    }

    /** Whether an entry of the directory is excluded. */
    boolean isExcluded(ExcludeRules rules, byte[] names, int start, int length, boolean isDirectory) {
        System.arraycopy(names, start, prefix, prefixLength, length);
        return rules.exclude(prefix, rootLength + 1, prefixLength, prefixLength + length, isDirectory);
    }

    private void reserve(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
