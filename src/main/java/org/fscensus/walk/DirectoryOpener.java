package org.fscensus.walk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Opens directories, or finds files, so that no symbolic link is followed, wherever in the path and whenever it was put
 * there, and never anything above where it starts: from the nearest open directory above, which is the root if no other
 * is. One thread.
 *
 * <p>It holds the last few directories open that have something below them still to be read. Going down and back up, as
 * a reader does, it mostly finds the parent among them; so neither depth nor the length of a path matters, and network
 * file systems are not asked about the whole path again.
 */
final class DirectoryOpener implements AutoCloseable {
    /** Open directories of a reader: deeper than most trees, and far from a process's limit, usually 1024 or more. */
    private static final int MOST_HELD = 24;

    /** The kernel takes no longer path in one call, the NUL included. */
    private static final int LONGEST_PATH = 4096;

    private static final int HOW_LENGTH = Linux.OPEN_HOW_LENGTH;
    private static final int AT_RESOLVE = 16;

    /** The path of an open directory itself. */
    private static final byte[] SELF = {'.'};

    private final SystemCalls calls;
    private final int rootDescriptor;
    private final boolean byPath;
    private final int flags;

    private final Directory[] held = new Directory[MOST_HELD];
    private final int[] descriptors = new int[MOST_HELD];
    private int size;

    private final ByteBuffer path = ByteBuffer.allocateDirect(LONGEST_PATH);
    private final long pathAddress = Linux.address(path);

    /** Two of {@code struct open_how}: for what is asked for itself, and for what is only passed on the way there. */
    private final ByteBuffer how = ByteBuffer.allocateDirect(2 * HOW_LENGTH).order(ByteOrder.nativeOrder());

    private final long howAddress = Linux.address(how);

    /**
     * @param rootDescriptor an open directory, not closed here
     * @param byPath whether the kernel has {@code openat2}, see {@link #isByPathPossible}
     */
    DirectoryOpener(SystemCalls calls, int rootDescriptor, boolean byPath) {
        this(calls, rootDescriptor, byPath, Linux.directoryFlags());
    }

    private DirectoryOpener(SystemCalls calls, int rootDescriptor, boolean byPath, int flags) {
        this.calls = calls;
        this.flags = flags;
        this.rootDescriptor = rootDescriptor;
        this.byPath = byPath;
        how.putLong(0, flags).putLong(AT_RESOLVE, Linux.RESOLVE_BENEATH_WITHOUT_LINKS);
        how.putLong(HOW_LENGTH, Linux.directoryFlags() | Linux.PATH_ONLY)
                .putLong(HOW_LENGTH + AT_RESOLVE, Linux.RESOLVE_BENEATH_WITHOUT_LINKS);
    }

    /** One that finds what is asked for, whatever it is, and opens it for nothing. Without openat2 a link too is found. */
    static DirectoryOpener ofAnything(SystemCalls calls, int rootDescriptor, boolean byPath) {
        return new DirectoryOpener(calls, rootDescriptor, byPath, Linux.findFlags(byPath));
    }

    /** Whether the kernel has {@code openat2}, and lets this process use it: a container may forbid it. */
    static boolean isByPathPossible(SystemCalls calls) {
        try (DirectoryOpener probe = new DirectoryOpener(calls, Linux.CURRENT_DIRECTORY, true)) {
            int result = probe.openPiece(Linux.CURRENT_DIRECTORY, SELF, 0, SELF.length, false);
            if (result >= 0) {
                calls.close(result);
            }
            return result >= 0;
        }
    }

    /** An open directory, or a negative errno. */
    int open(Directory directory) {
        if (directory.isRoot()) {
            return openBelow(rootDescriptor, SELF);
        }
        Directory above = nearestHeld(directory);
        int result = openBelow(size > 0 ? descriptors[size - 1] : rootDescriptor, directory.pathFrom(above));
        if (Errno.isShortage(-result) && size > 0) {
            close();
            return open(directory);
        }
        return result;
    }

    /** The nearest directory above that is held open, or else the root; closes what is on no way from there. */
    private Directory nearestHeld(Directory directory) {
        Directory above = directory.parent();
        while (size > 0) {
            Directory top = held[size - 1];
            while (above.depth() > top.depth()) {
                above = above.parent();
            }
            if (above == top) {
                return top;
            }
            calls.close(descriptors[--size]);
        }
        while (!above.isRoot()) {
            above = above.parent();
        }
        return above;
    }

    /** Takes over an open directory, to be held open as long as that is useful. */
    void hold(Directory directory, int descriptor) {
        if (size == MOST_HELD) {
            calls.close(descriptors[0]);
            System.arraycopy(held, 1, held, 0, MOST_HELD - 1);
            System.arraycopy(descriptors, 1, descriptors, 0, MOST_HELD - 1);
            size--;
        }
        held[size] = directory;
        descriptors[size++] = descriptor;
    }

    @Override
    public void close() {
        while (size > 0) {
            calls.close(descriptors[--size]);
        }
    }

    /**
     * Opens what is below an open directory, by a path without a slash at either end: piece by piece where it is longer
     * than the kernel takes at once. An open directory, or a negative errno.
     */
    int openBelow(int start, byte[] relative) {
        int from = 0;
        int at = start;
        while (true) {
            int to = pieceEnd(relative, from);
            boolean last = to == relative.length;
            int next = openPiece(at, relative, from, to, last);
            if (at != start) {
                calls.close(at);
            }
            if (next < 0 || last) {
                return next;
            }
            at = next;
            from = to + 1;
        }
    }

    /** The end of the longest piece from there that can be opened in one call. */
    private int pieceEnd(byte[] relative, int from) {
        if (byPath && relative.length - from < LONGEST_PATH) {
            return relative.length;
        }
        int end = nextSlash(relative, from);
        while (byPath && end < relative.length) {
            int next = nextSlash(relative, end + 1);
            if (next - from >= LONGEST_PATH) {
                break;
            }
            end = next;
        }
        return end;
    }

    private static int nextSlash(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '/') {
            at++;
        }
        return at;
    }

    private int openPiece(int directory, byte[] relative, int from, int to, boolean last) {
        path.put(0, relative, from, to - from);
        path.put(to - from, (byte) 0);
        return byPath
                ? calls.openat2(directory, pathAddress, last ? howAddress : howAddress + HOW_LENGTH)
                : calls.openat(directory, pathAddress, last ? flags : Linux.directoryFlags() | Linux.PATH_ONLY);
    }
}
