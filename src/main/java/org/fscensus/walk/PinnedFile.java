package org.fscensus.walk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * A file that was found at its real path without following a symbolic link, and stays the same one whatever is put into
 * its place. So what is checked of it is true of what is read. One thread.
 */
public final class PinnedFile implements Closeable {
    private static final System.Logger LOG = System.getLogger(PinnedFile.class.getName());

    /** Where the kernel shows the files that this process has open; going through it resolves no path again. */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final int descriptor;

    private PinnedFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Whether this system can do it. */
    public static boolean isPossible() {
        return Possible.HERE;
    }

    /** Found out once. */
    private static final class Possible {
        static final boolean HERE = isHere();

        private static boolean isHere() {
            try {
                Linux.load();
                try (PinnedFile pinned = open(Path.of("/proc"))) {
                    Files.readAttributes(pinned.path(), BasicFileAttributes.class);
                }
                return true;
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Logs are opened by their paths, where links may be swapped in at the last moment: " + e);
                return false;
            }
        }
    }

    /**
     * Finds a file, of any kind but a link.
     *
     * @param file its real path: absolute, and without symbolic links
     * @throws IOException if it is not there, or a link is in the way
     */
    public static PinnedFile open(Path file) throws IOException {
        return open(file, DirectoryOpener.isByPathPossible(Linux.CALLS));
    }

    /** @param byPath false to do as on a kernel without {@code openat2} */
    static PinnedFile open(Path file, boolean byPath) throws IOException {
        byte[] path = WalkOptions.bytes(file);
        int top = Linux.openTop(Linux.CALLS);
        if (top < 0) {
            throw failure(file, -top);
        }
        try (DirectoryOpener opener = DirectoryOpener.ofAnything(Linux.CALLS, top, byPath)) {
            int result = opener.openBelow(top, Arrays.copyOfRange(path, 1, path.length));
            if (result < 0) {
                throw failure(file, -result);
            }
            return new PinnedFile(result);
        } finally {
            Linux.CALLS.close(top);
        }
    }

    private static FileSystemException failure(Path file, int errno) {
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(file.toString());
            case Errno.EACCES -> new AccessDeniedException(file.toString());
            default -> new FileSystemException(file.toString(), null, Errno.text(errno));
        };
    }

    /** A path that leads to this very file, for as long as this is not closed; to be followed as a link is. */
    public Path path() {
        return OPEN_FILES.resolve(Integer.toString(descriptor));
    }

    /** Does not close what was opened by {@link #path}. */
    @Override
    public void close() {
        Linux.CALLS.close(descriptor);
    }
}
