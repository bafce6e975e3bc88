package org.fscensus.walk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fscensus.entry.EntryBatch;

/** What the kernel knows of an inode: one {@code struct statx}, filled again and again. One thread. */
final class FileStatus {
    // What is asked for; what is not known is missing in the answer's mask.
    private static final int TYPE = 0x1;
    private static final int LINKS = 0x4;
    private static final int UID = 0x8;
    private static final int GID = 0x10;
    private static final int ACCESS_TIME = 0x20;
    private static final int MODIFY_TIME = 0x40;
    private static final int INODE = 0x100;
    private static final int SIZE = 0x200;
    private static final int BLOCKS = 0x400;
    private static final int WANTED = TYPE | LINKS | UID | GID | ACCESS_TIME | MODIFY_TIME | INODE | SIZE | BLOCKS;

    // Where the fields are: include/uapi/linux/stat.h, the same on every machine.
    private static final int AT_MASK = 0;
    private static final int AT_LINKS = 16;
    private static final int AT_UID = 20;
    private static final int AT_GID = 24;
    private static final int AT_MODE = 28;
    private static final int AT_INODE = 32;
    private static final int AT_SIZE = 40;
    private static final int AT_BLOCKS = 48;
    private static final int AT_ACCESS_SECONDS = 64;
    private static final int AT_MODIFY_SECONDS = 112;
    private static final int AT_DEVICE_MAJOR = 136;
    private static final int AT_DEVICE_MINOR = 140;
    private static final int LENGTH = 256;

    private static final int TYPE_BITS = 0xf000;
    private static final int TYPE_DIRECTORY = 0x4000;
    private static final int BYTES_PER_BLOCK = 512;

    private final SystemCalls calls;

    /** Behind the structure: the empty path, which is that of an open file itself. */
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(LENGTH + Long.BYTES).order(ByteOrder.nativeOrder());

    private final long address = Linux.address(buffer);

    FileStatus(SystemCalls calls) {
        this.calls = calls;
    }

    /** Asks about a directory's entry, never about what a link there leads to; 0 or a negative errno. */
    int read(int directory, long name) {
        return calls.statx(directory, name, Linux.SYMLINK_NOFOLLOW | Linux.NO_AUTOMOUNT, WANTED, address);
    }

    /** Asks about an open file; 0 or a negative errno. */
    int readOpen(int descriptor) {
        return calls.statx(descriptor, address + LENGTH, Linux.EMPTY_PATH, WANTED, address);
    }

    boolean isDirectory() {
        return (buffer.getShort(AT_MODE) & TYPE_BITS) == TYPE_DIRECTORY;
    }

    long inode() {
        return buffer.getLong(AT_INODE);
    }

    /** As {@code st_dev} of the C library has it. */
    long device() {
        long major = Integer.toUnsignedLong(buffer.getInt(AT_DEVICE_MAJOR));
        long minor = Integer.toUnsignedLong(buffer.getInt(AT_DEVICE_MINOR));
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    }

    /** Sets all of a batch's entry {@code i} but its path. */
    void copyTo(EntryBatch batch, int i) {
        int known = buffer.getInt(AT_MASK);
        batch.directory[i] = isDirectory();
        batch.uid[i] = buffer.getInt(AT_UID);
        batch.gid[i] = buffer.getInt(AT_GID);
        batch.allocatedBytes[i] = buffer.getLong(AT_BLOCKS) * BYTES_PER_BLOCK;
        batch.apparentBytes[i] = buffer.getLong(AT_SIZE);
        batch.accessTime[i] = (known & ACCESS_TIME) != 0 ? buffer.getLong(AT_ACCESS_SECONDS) : EntryBatch.NO_TIME;
        batch.modifyTime[i] = (known & MODIFY_TIME) != 0 ? buffer.getLong(AT_MODIFY_SECONDS) : EntryBatch.NO_TIME;
        batch.inode[i] = inode();
        batch.inodeGeneration[i] = device();
        batch.links[i] = (known & LINKS) != 0 ? buffer.getInt(AT_LINKS) : EntryBatch.NO_LINKS;
    }
}
