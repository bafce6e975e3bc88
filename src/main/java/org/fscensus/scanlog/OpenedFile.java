package org.fscensus.scanlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fscensus.scanlog.codec.CompressedBytes;
import org.fscensus.walk.PinnedFile;

/** A file that is read as it was when it was opened, or not at all. Thread-safe but for {@link #close()}. */
final class OpenedFile implements CompressedBytes, Closeable {
    private final Path file;
    private final FileChannel channel;
    private final BasicFileAttributes opened;
    private final long size;

    /**
     * Opens a file.
     *
     * @param file its real path: where a link has come to stand in it since it was resolved, it is not opened
     */
    OpenedFile(Path file) throws IOException {
        this.file = file;
        if (PinnedFile.isPossible()) {
            try (PinnedFile pinned = PinnedFile.open(file)) {
                opened = Files.readAttributes(pinned.path(), BasicFileAttributes.class);
                // Of what stands there now, before it is opened: that of a pipe might wait for ever.
                checkRegular();
                channel = open(pinned.path());
            }
        } else {
            opened = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            checkRegular();
            channel = open(file, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            size = channel.size();
            if (!file.toRealPath().equals(file)) {
                throw new IOException(file + " is not where it was any more, but at " + file.toRealPath());
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void checkRegular() throws IOException {
        if (!opened.isRegularFile()) {
            throw new IOException(file + " is no regular file");
        }
    }

    /** Opens the file by a path that may be another than its own, which the errors tell. */
    private FileChannel open(Path path, OpenOption... more) throws IOException {
        Set<OpenOption> options = new HashSet<>(List.of(more));
        options.add(StandardOpenOption.READ);
        try {
            return FileChannel.open(path, options);
        } catch (AccessDeniedException e) {
            throw (IOException) new AccessDeniedException(file.toString()).initCause(e);
        } catch (FileSystemException e) {
            throw (IOException) new FileSystemException(file.toString(), null, e.getReason()).initCause(e);
        }
    }

    Path path() {
        return file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        if (position >= size) {
            return -1;
        }
        int n = readAt(into, position);
        if (n < 0) {
            throw new IOException(file + " ends at byte " + position + " but had " + size
                    + " bytes when the import began: it was truncated while it was read");
        }
        return n;
    }

    private int readAt(ByteBuffer buffer, long position) throws IOException {
        try {
            return channel.read(buffer, position);
        } catch (ClosedChannelException e) {
            // The scan is being stopped, and its threads were interrupted.
            throw e;
        } catch (IOException e) {
            throw new IOException(file + " cannot be read at byte " + position + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks, once all has been read, that the file is still what was opened.
     *
     * @throws IOException if it changed
     */
    void checkUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (now.size() != size
                || !now.lastModifiedTime().equals(opened.lastModifiedTime())
                || (now.fileKey() != null && !now.fileKey().equals(opened.fileKey()))) {
            throw new IOException(file + " was changed or replaced while it was read (" + size + " bytes, modified "
                    + opened.lastModifiedTime() + " at first; now " + now.size() + " bytes, modified "
                    + now.lastModifiedTime() + ")");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
