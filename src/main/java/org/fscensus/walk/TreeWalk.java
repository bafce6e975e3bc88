package org.fscensus.walk;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fscensus.entry.EntryReader;
import org.fscensus.entry.PathText;

/**
 * One walk through a live directory tree: its readers together hand on every entry once, the root first. Symbolic links
 * are entries, never followed; hard links are as many entries as there are names. The tree may change meanwhile: what is
 * moved within it may be seen at both places or at none, everything else is seen as it was when it was asked about.
 *
 * <p>Memory grows with the directories that wait to be read, about 20 bytes each and their names, not with files.
 * Thread-safe.
 */
public final class TreeWalk implements Closeable {
    private final Ground ground;
    private final WorkQueue queue;
    private final WalkTally tally;

    // The root stays open as long as the walk or a reader is.
    private int users = 1;
    private boolean closed;

    /**
     * What a walk stands on.
     *
     * @param calls the kernel's, but in tests
     * @param descriptor the root, open
     * @param byPath whether directories can be opened by path, see {@link DirectoryOpener#isByPathPossible}
     */
    record Ground(
            SystemCalls calls,
            Directory root,
            int descriptor,
            boolean byPath,
            boolean oneFileSystem,
            ExcludeRules exclude) {}

    private TreeWalk(Ground ground, int problemSamples) {
        this.ground = ground;
        queue = new WorkQueue(ground.root());
        tally = new WalkTally(problemSamples);
    }

    /**
     * Begins a walk.
     *
     * @throws IOException if the root cannot be opened, is no directory, is not below the roots, or if this system is
     *     none that can be walked; says which
     * @throws IllegalArgumentException if a pattern is malformed
     */
    public static TreeWalk open(WalkOptions options) throws IOException {
        return open(options, Linux.CALLS, true);
    }

    /**
     * Checks patterns before a walk is begun with them.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public static void checkPatterns(List<String> patterns) {
        ExcludeRules.parse(patterns);
    }

    /** @param tryByPath false to do as on a kernel without {@code openat2} */
    static TreeWalk open(WalkOptions options, SystemCalls calls, boolean tryByPath) throws IOException {
        byte[] path = options.root();
        if (!options.isRootAllowed()) {
            throw new IOException(shown(path) + " is not in one of the directories that may be read");
        }
        Linux.load();
        boolean byPath = tryByPath && DirectoryOpener.isByPathPossible(calls);
        int descriptor = openRoot(calls, path, byPath);
        FileStatus status = new FileStatus(calls);
        int result = descriptor < 0 ? descriptor : status.readOpen(descriptor);
        if (result < 0) {
            if (descriptor >= 0) {
                calls.close(descriptor);
            }
            throw new IOException("cannot open the directory " + shown(path) + ": " + Errno.text(-result));
        }
        Directory root = new Directory(path, status.device(), status.inode());
        ExcludeRules exclude = ExcludeRules.parse(options.exclude());
        return new TreeWalk(
                new Ground(calls, root, descriptor, byPath, options.oneFileSystem(), exclude),
                options.problemSamples());
    }

    /** Opens it from the top without following a link: its path is a real one, so any there was put there since. */
    private static int openRoot(SystemCalls calls, byte[] path, boolean byPath) {
        int top = Linux.openTop(calls);
        if (top < 0) {
            return top;
        }
        try (DirectoryOpener opener = new DirectoryOpener(calls, top, byPath)) {
            return opener.openBelow(
                    top, path.length == 0 ? new byte[] {'.'} : Arrays.copyOfRange(path, 1, path.length));
        } finally {
            calls.close(top);
        }
    }

    private static String shown(byte[] path) {
        return path.length == 0 ? "/" : PathText.encode(path);
    }

    /**
     * A reader for one worker. One that fails, or is closed while it is at a directory, leaves the others waiting at
     * the end for what it took, until they are interrupted or the walk is closed: what made it fail is for its worker
     * to tell, not for them.
     *
     * @throws IOException if the walk was closed
     */
    public EntryReader newReader() throws IOException {
        synchronized (this) {
            if (closed) {
                throw new IOException("the walk was given up before its end");
            }
            users++;
        }
        return new TreeReader(ground, queue.newHand(), tally, this::release);
    }

    /** How far it is. */
    public WalkCounters counters() {
        return tally.counters(queue.queued());
    }

    /** Samples of what was vanished or unreadable, in the order of the paths. */
    public List<WalkProblem> problems() {
        return tally.problems();
    }

    /** How many entries were unreadable for which reason, in words. */
    public Map<String, Long> reasons() {
        return tally.reasons();
    }

    private synchronized void release() {
        if (--users == 0) {
            ground.calls().close(ground.descriptor());
        }
    }

    /** Ends the walk: readers that have not come to its end fail with their next call. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        queue.close();
        release();
    }
}
