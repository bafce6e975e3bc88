package org.fscensus.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.fscensus.job.JobIds;
import org.fscensus.pipeline.WarmUp;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which the service writes, for its user alone (mode 0700) and for one process at a time. Opened once,
 * at the start; the lock goes with {@link #close} or with the process.
 */
final class DataDirectory implements AutoCloseable {
    static final String KEY = "fscensus.data-dir";

    /** How the names of files begin that a health check writes among the scratch files. */
    static final String HEALTH_PREFIX = "health-";

    private static final Logger LOG = Logger.getLogger(DataDirectory.class);
    private static final String LOCK_FILE = "fscensus.lock";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Creates what is missing and takes the lock.
     *
     * @throws StartException if it cannot be used, or another process uses it
     */
    static DataDirectory open(Path configured) {
        Path path = configured.toAbsolutePath().normalize();
        try {
            createPrivate(path);
            FileChannel lockFile = FileChannel.open(
                    path.resolve(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                String holder = holder(lockFile);
                lockFile.close();
                throw new StartException(KEY + ": " + path + " is in use by another fs-census (" + holder
                        + "); stop that one, or give this one a directory of its own");
            }
            String self = "process " + ProcessHandle.current().pid() + "\n";
            lockFile.truncate(0);
            lockFile.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
            DataDirectory data = new DataDirectory(path, lockFile, lock);
            try {
                data.createParts();
            } catch (IOException | StartException e) {
                data.close();
                throw e;
            }
            return data;
        } catch (IOException e) {
            throw new StartException(
                    KEY + ": " + path + " cannot be used: " + e
                            + "; give a directory that this user may create or owns",
                    e);
        }
    }

    /**
     * What is there already stays as it is: it may be a link to a directory that others share. Only a scratch directory
     * in which everybody may write is refused, because it is emptied.
     */
    private void createParts() throws IOException {
        for (Path part : List.of(incoming(path), scratch(), uploads(path))) {
            if (!Files.isDirectory(part)) {
                create(part);
            }
        }
        PosixFileAttributeView view = Files.getFileAttributeView(scratch(), PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StartException(KEY + ": everybody may write in "
                    + scratch().toRealPath()
                    + ", and all that is in it would be deleted; link " + scratch() + " to a directory of the service's"
                    + " own, or remove it");
        }
    }

    /** Where logs are put to be imported, unless other roots are configured. */
    static Path incoming(Path dataDirectory) {
        return dataDirectory.resolve("incoming");
    }

    /** Where running imports keep what they need for a while. */
    static Path scratch(Path dataDirectory) {
        return dataDirectory.resolve("scratch");
    }

    /** Where logs that are sent over HTTP wait for their import. */
    static Path uploads(Path dataDirectory) {
        return dataDirectory.resolve("uploads");
    }

    Path scratch() {
        return scratch(path);
    }

    /**
     * Deletes what imports of an earlier process left; there is no other import yet. What does not look as if one of them
     * had made it stays: the directory may be a link, and one that was set wrong must cost nobody a file.
     */
    void emptyScratch() {
        // By its real path: the link, to a larger disk for instance, is to stay one.
        try (DirectoryStream<Path> all = Files.newDirectoryStream(scratch().toRealPath())) {
            for (Path one : all) {
                String name = one.getFileName().toString();
                if (JobIds.isId(name) || WarmUp.isScratch(name) || name.startsWith(HEALTH_PREFIX)) {
                    deleteTree(one);
                } else {
                    LOG.warnf("%s lies among the scratch files and is none; it is left alone", one);
                }
            }
        } catch (IOException e) {
            throw new StartException(KEY + ": " + scratch() + " cannot be emptied: " + e + "; delete what is in it", e);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void createPrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            create(directory);
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null) {
            makePrivate(directory, view);
        }
    }

    private static void create(Path directory) throws IOException {
        if (Files.getFileStore(existing(directory)).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        } else {
            Files.createDirectories(directory);
        }
    }

    /** Closes a directory to others, unless it looks as if others are at home in it. */
    private static void makePrivate(Path directory, PosixFileAttributeView view) throws IOException {
        PosixFileAttributes attributes = view.readAttributes();
        if (attributes.permissions().equals(PRIVATE)) {
            return;
        }
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StartException(KEY + ": everybody may write in " + directory
                    + "; give a directory of the service's own, with mode 0700");
        }
        view.setPermissions(PRIVATE);
    }

    private static Path existing(Path missing) {
        Path path = missing;
        for (Path up = path; up != null; up = up.getParent()) {
            path = up;
            if (Files.exists(path)) {
                break;
            }
        }
        return path;
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process holds it, which is one service too many as well.
            return null;
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        file.read(text, 0);
        String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return holder.isEmpty() ? "process unknown" : holder;
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock on " + path + " could not be released", e);
        }
    }
}
