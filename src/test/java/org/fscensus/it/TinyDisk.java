package org.fscensus.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk of a few megabytes that a test can fill: a tmpfs. Mounting one takes root; whoever is not, or may not, skips the
 * tests that need it.
 */
public final class TinyDisk implements AutoCloseable {
    private static final String FILLER = "filler";
    private static final int STEP = 1 << 20;

    private final Path root;

    private TinyDisk(Path root) {
        this.root = root;
    }

    /** Mounts one, or skips the test. */
    public static TinyDisk mount(Path at, long bytes) throws IOException {
        Files.createDirectories(at);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + bytes, "tmpfs", at.toString());
        Assumptions.assumeTrue(mounted, "no tmpfs can be mounted here: it takes root, and a machine that lets it");
        return new TinyDisk(at);
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Fills it but for so many bytes, or as many as are free if that is less. */
    public void leave(long free) throws IOException {
        try (FileChannel filler =
                FileChannel.open(root.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long more = free() - free; more > 0; more = free() - free) {
                filler.write(ByteBuffer.allocate((int) Math.min(STEP, more)));
            }
        }
    }

    /** Frees what was filled. */
    public void release() throws IOException {
        Files.deleteIfExists(root.resolve(FILLER));
    }

    private long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Takes it away, and all that is on it. */
    @Override
    public void close() throws IOException {
        release();
        if (!run("umount", "-l", root.toString())) {
            throw new IOException("cannot unmount " + root);
        }
    }
}
