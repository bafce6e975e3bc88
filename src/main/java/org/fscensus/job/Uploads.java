package org.fscensus.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fscensus.pipeline.ImportPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Logs that come over HTTP: each in a directory named after its job, deleted when the job ends. One that does not come
 * to its end leaves nothing; what a killed process left goes with the next start. Any thread.
 */
public final class Uploads {
    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

    private static final int BUFFER = 256 << 10;

    /** As file systems have it. */
    private static final int LONGEST_NAME = 255;

    /** Bytes between two looks at the free space. */
    private static final long STEP = 64L << 20;

    private final Path directory;
    private final Limits limits;
    private final AtomicInteger running = new AtomicInteger();

    /** What the uploads that run have said that they will still bring. */
    private final AtomicLong expected = new AtomicLong();

    /**
     * What is taken.
     *
     * @param bytes of one upload
     * @param atOnce uploads that run
     * @param keepFree bytes that stay free on the disk, for what the service itself has to write
     */
    public record Limits(long bytes, int atOnce, long keepFree) {}

    /** @param directory existing, and the service's own */
    public Uploads(Path directory, Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** Where an upload lies, or is to lie: by the real path, since a log is not read through links. */
    Path file(String upload) {
        try {
            return directory.toRealPath().resolve(upload);
        } catch (IOException e) {
            throw new JobStoreException("The directory of uploads, " + directory + ", cannot be used: " + e, e);
        }
    }

    /**
     * The name that a log is sent under.
     *
     * @throws InvalidRequestException if no file can be called so
     */
    static String checkName(String fileName) throws InvalidRequestException {
        boolean bad = fileName.isBlank()
                || fileName.indexOf('/') >= 0
                || fileName.equals(".")
                || fileName.equals("..")
                || fileName.chars().anyMatch(c -> c < ' ' || c == 0x7f)
                || fileName.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                || !isName(fileName);
        if (bad) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.MALFORMED,
                    "fileName",
                    "is no name for a file: up to " + LONGEST_NAME + " bytes, without slashes and control characters");
        }
        return fileName;
    }

    /** Whether the service's locale has all of its characters. */
    private static boolean isName(String fileName) {
        try {
            return Path.of(fileName).getNameCount() == 1;
        } catch (InvalidPathException e) {
            LOG.log(Level.DEBUG, "an upload's name cannot be one of a file", e);
            return false;
        }
    }

    void checkThere(Path file) throws InvalidRequestException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.UNPROCESSABLE,
                    "source.upload",
                    file.getFileName() + ", which was uploaded for this job, is not there any more; send it again");
        }
    }

    /**
     * Receives a log; it is on disk when this returns.
     *
     * @param file where it is to lie, see {@link #file}
     * @param length in bytes, -1 while unknown
     * @param body read to its end, unless the log is refused
     * @throws UploadException if it is not taken
     */
    void receive(Path file, long length, InputStream body) throws UploadException {
        receive(file, length, Long.MAX_VALUE, body);
    }

    /**
     * Receives a log that is only to be looked at: no more than its first {@link ImportPipeline#BEGINNING_BYTES} bytes are
     * written, and they need not outlive a power cut. Otherwise as {@link #receive}.
     *
     * @return bytes of the body
     */
    long receiveBeginning(Path file, long length, InputStream body) throws UploadException {
        return receive(file, length, ImportPipeline.BEGINNING_BYTES, body);
    }

    /** @param most bytes that are written; what goes beyond passes by */
    private long receive(Path file, long length, long most, InputStream body) throws UploadException {
        if (running.incrementAndGet() > limits.atOnce()) {
            running.decrementAndGet();
            throw new UploadException(
                    UploadException.Reason.BUSY,
                    limits.atOnce() + " uploads are coming in, which is the most at a time; try again in a minute, or"
                            + " raise fscensus.uploads.concurrent");
        }
        long announced = Math.min(most, Math.max(0, length));
        expected.addAndGet(announced);
        long[] left = {announced};
        boolean whole = false;
        try {
            checkLength(length);
            checkSpace(expected.get(), announced);
            Files.createDirectories(directoryOf(file));
            long received = copy(body, file, left, most);
            if (most == Long.MAX_VALUE) {
                force(directoryOf(file));
                force(directory);
            }
            whole = true;
            return received;
        } catch (IOException e) {
            throw unwritable(e, announced);
        } finally {
            expected.addAndGet(-left[0]);
            running.decrementAndGet();
            if (!whole) {
                delete(file);
            }
        }
    }

    /** Whether a log of so many bytes would be taken. */
    void checkLength(long length) throws UploadException {
        if (length > limits.bytes()) {
            throw new UploadException(
                    UploadException.Reason.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "The log has more than %,d bytes, the most that is taken; put it where the service can read"
                                    + " it and name it in 'source.path', or raise fscensus.uploads.max-size",
                            limits.bytes()));
        }
    }

    /** @param coming bytes of all uploads that are yet to come, {@code needed} of them for the one that asks */
    private void checkSpace(long coming, long needed) throws UploadException, IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free - limits.keepFree() < coming) {
            throw noSpace(free, needed, null);
        }
    }

    private UploadException noSpace(long free, long needed, @Nullable IOException cause) {
        String message = String.format(
                Locale.ROOT,
                "There is no room for the log: %,d bytes are free for uploads, %s needed. Free space on the disk of"
                        + " fscensus.data-dir, or put the log where the service can read it and name it in"
                        + " 'source.path'",
                Math.max(0, free - limits.keepFree()),
                needed > 0 ? String.format(Locale.ROOT, "%,d are", needed) : "more are");
        return cause == null
                ? new UploadException(UploadException.Reason.NO_SPACE, message)
                : new UploadException(UploadException.Reason.NO_SPACE, message, cause);
    }

    /**
     * Copies to the end of the body, no more than {@code most}; counts down in {@code left} what was announced and has
     * come.
     */
    private long copy(InputStream body, Path file, long[] left, long most) throws IOException, UploadException {
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        long looked = 0;
        try (FileChannel disk = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(disk)) {
            for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
                out.write(buffer, 0, (int) Math.min(n, Math.max(0, most - received)));
                received += n;
                long arrived = Math.min(n, left[0]);
                left[0] -= arrived;
                expected.addAndGet(-arrived);
                checkLength(received);
                if (received < most && received - looked >= STEP) {
                    looked = received;
                    checkSpace(expected.get(), left[0]);
                }
            }
            if (most == Long.MAX_VALUE) {
                disk.force(true);
            }
        }
        return received;
    }

    /** So that the names in a directory outlive a power cut, as the job does. */
    private static void force(Path directory) throws IOException {
        try (FileChannel disk = FileChannel.open(directory, StandardOpenOption.READ)) {
            disk.force(true);
        }
    }

    private static int read(InputStream body, byte[] buffer) throws UploadException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new UploadException(
                    UploadException.Reason.BROKEN_OFF,
                    "The log broke off before its end (" + e.getMessage() + "), and nothing of it was kept; send it"
                            + " again",
                    e);
        }
    }

    private UploadException unwritable(IOException e, long needed) {
        long free;
        try {
            free = Files.getFileStore(directory).getUsableSpace();
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            free = 0;
        }
        LOG.log(Level.WARNING, "An upload could not be written", e);
        if (free - limits.keepFree() > needed) {
            return new UploadException(
                    UploadException.Reason.UNWRITABLE,
                    "The log could not be written, though there is room for it (" + e.getMessage()
                            + "), and nothing of it was kept. Check the disk of fscensus.data-dir; then send it again",
                    e);
        }
        return noSpace(free, needed, e);
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an upload has a directory of its own");
    }

    /** Deletes an upload, whatever there is of it. */
    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directoryOf(file));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "An upload is left at " + file + " until the next start", e);
        }
    }

    /**
     * Deletes what belongs to none of these jobs; before any upload comes in. What is not named as a job is not the
     * service's and stays: the directory may be a link, and one that was set wrong must cost nobody a file.
     */
    void keepOnly(Set<String> jobs) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path one : all) {
                String name = one.getFileName().toString();
                if (!JobIds.isId(name)) {
                    LOG.log(Level.WARNING, "{0} lies among the uploads and is no upload; it is left alone", one);
                } else if (!jobs.contains(name)) {
                    deleteAll(one);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "no uploads yet", e);
        } catch (IOException e) {
            throw new UncheckedIOException("left uploads in " + directory + " cannot be deleted", e);
        }
    }

    private static void deleteAll(Path upload) throws IOException {
        if (Files.isDirectory(upload, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(upload)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
        Files.delete(upload);
    }
}
