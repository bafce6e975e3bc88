package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from another, without reading it. Times are nanoseconds since the epoch.
 *
 * @param changedNanos when anything about the file was changed last, which nobody can set: programs that copy set the
 *     time of modification, and a new file may well have the inode of a deleted one. 0 where the platform does not tell.
 * @param file its device and inode, as the platform writes them
 */
public record FileStamp(long bytes, long modifiedNanos, long changedNanos, String file) {

    /** Of what a link points to, where it is one. */
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is no file");
        }
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new FileStamp(
                attributes.size(),
                nanos(attributes.lastModifiedTime()),
                unix && Files.getAttribute(file, "unix:ctime") instanceof FileTime changed ? nanos(changed) : 0,
                String.valueOf(attributes.fileKey()));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
