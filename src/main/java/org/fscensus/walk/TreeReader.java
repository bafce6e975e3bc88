package org.fscensus.walk;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.entry.PathText;
import org.fscensus.walk.WalkProblem.Operation;
import org.jspecify.annotations.Nullable;

/** One worker's part of a walk: takes directories, lists them piece by piece, asks about each entry. One thread. */
final class TreeReader implements EntryReader {
    private static final long SLOW_NANOS = 100_000_000;

    private final TreeWalk.Ground ground;
    private final WorkQueue.Hand work;
    private final WalkTally tally;
    private final Runnable onClose;

    private final DirectoryOpener opener;
    private final DirectoryListing listing;
    private final FileStatus status;
    private final PathWriter paths;

    /** The directory that is being read. */
    private @Nullable Directory current;

    private int descriptor = -1;

    /** The next of the listing's names to ask about. */
    private int next;

    private boolean hasChildren;

    /** Spent so far in opening and listing the directory. */
    private long directoryNanos;

    /** Directories done with whose entries are in the batch that is being made, or was handed out last. */
    private int done;

    /** Whether a call has not come to a good end, so that what it took is not done with. */
    private boolean broken;

    private boolean ended;
    private boolean closed;

    /** @param onClose called once, when the reader no longer needs the root */
    TreeReader(TreeWalk.Ground ground, WorkQueue.Hand work, WalkTally tally, Runnable onClose) {
        this.ground = ground;
        this.work = work;
        this.tally = tally;
        this.onClose = onClose;
        opener = new DirectoryOpener(ground.calls(), ground.descriptor(), ground.byPath());
        listing = new DirectoryListing(ground.calls());
        status = new FileStatus(ground.calls());
        paths = new PathWriter(ground.root());
    }

    @Override
    public boolean read(EntryBatch batch) throws IOException {
        if (closed) {
            throw new IOException("the reader is closed");
        }
        paths.start(batch);
        work.done(done);
        done = 0;
        broken = true;
        while (!ended && !batch.isFull() && !paths.isEnough()) {
            checkInterrupted();
            Directory directory = current == null ? nextDirectory(batch) : current;
            if (directory == null) {
                break;
            } else if (current == null) {
                begin(directory, batch);
            } else if (next < listing.size()) {
                ask(directory, batch);
            } else {
                list(directory);
            }
        }
        tally.entries.add(batch.size);
        broken = false;
        paths.finish(batch);
        return batch.size > 0;
    }

    private static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the walk was interrupted");
        }
    }

    /** Waits for a directory only where there is nothing to hand on. */
    private @Nullable Directory nextDirectory(EntryBatch batch) throws IOException {
        if (batch.size > 0) {
            return work.poll();
        }
        int settled = done;
        done = 0;
        Directory directory = work.take(settled);
        ended = directory == null;
        return directory;
    }

    /** Opens a directory, to be read from now on. */
    private void begin(Directory directory, EntryBatch batch) throws IOException {
        paths.enter(directory);
        long start = System.nanoTime();
        int result = opener.open(directory);
        descriptor = result;
        if (result >= 0) {
            result = status.readOpen(descriptor);
        }
        directoryNanos = System.nanoTime() - start;
        tally.openNanos.add(directoryNanos);
        if (result < 0) {
            problem(Operation.OPEN, directory, result);
            leave();
        } else if (isToBeRead(directory)) {
            current = directory;
            hasChildren = false;
            next = 0;
            listing.clear();
            if (directory.isRoot()) {
                paths.appendRoot(batch);
                complete(batch);
            }
        } else {
            leave();
        }
    }

    /** Whether what was opened is the directory that was listed. */
    private boolean isToBeRead(Directory directory) {
        long device = status.device();
        if (directory.is(device, status.inode())) {
            return true;
        }
        if (device == directory.device()) {
            tally.vanished.increment();
            tally.problem(directory.path(), Operation.OPEN, true, "Another directory has taken its place");
            return false;
        }
        // It was mounted by opening it.
        return isToBeEntered(device);
    }

    private boolean isToBeEntered(long device) {
        if (ground.oneFileSystem() && device != ground.root().device()) {
            tally.otherFilesystems.increment();
            return false;
        }
        return true;
    }

    /** Lists the next piece of the directory. */
    private void list(Directory directory) throws IOException {
        long start = System.nanoTime();
        int result = listing.read(descriptor);
        long nanos = System.nanoTime() - start;
        directoryNanos += nanos;
        tally.readNanos.add(nanos);
        next = 0;
        if (result > 0) {
            if (!ground.exclude().isEmpty()) {
                exclude();
            }
            return;
        }
        if (result < 0) {
            problem(Operation.READ, directory, result);
        } else {
            tally.directories.increment();
        }
        if (directoryNanos > SLOW_NANOS) {
            tally.slowReads.increment();
        }
        if (tally.isAmongSlowest(directoryNanos)) {
            tally.slow(directory.path(), directoryNanos);
        }
        if (hasChildren) {
            opener.hold(directory, descriptor);
            descriptor = -1;
        }
        leave();
    }

    private void leave() {
        closeDescriptor();
        current = null;
        done++;
    }

    /** Drops the listing's names that are excluded. */
    private void exclude() {
        long start = System.nanoTime();
        int kept = 0;
        for (int i = 0; i < listing.size(); i++) {
            checkInterrupted();
            if (!paths.isExcluded(
                    ground.exclude(), listing.bytes(), listing.start(i), listing.length(i), isDirectory(i))) {
                listing.move(i, kept++);
            }
        }
        tally.excluded.add(listing.size() - kept);
        listing.cut(kept);
        tally.excludeNanos.add(System.nanoTime() - start);
    }

    private boolean isDirectory(int i) {
        if (listing.isTypeKnown(i)) {
            return listing.isDirectory(i);
        }
        // Where asking fails it is kept, and fails again when its turn comes.
        return status.read(descriptor, listing.address(i)) == 0 && status.isDirectory();
    }

    /** Asks about the listing's next entries, as many as the batch takes. */
    private void ask(Directory directory, EntryBatch batch) throws IOException {
        PendingDirectories children = new PendingDirectories(directory);
        long start = System.nanoTime();
        int i = next;
        for (; i < listing.size() && !batch.isFull() && !paths.isEnough(); i++) {
            checkInterrupted();
            int result = status.read(descriptor, listing.address(i));
            if (result < 0) {
                problem(Operation.STAT, paths.path(listing.bytes(), listing.start(i), listing.length(i)), result);
                continue;
            }
            paths.append(batch, listing.bytes(), listing.start(i), listing.length(i));
            complete(batch);
            if (status.isDirectory() && isToBeEntered(status.device())) {
                children.add(listing.bytes(), listing.start(i), listing.length(i), status.device(), status.inode());
            }
        }
        next = i;
        tally.statNanos.add(System.nanoTime() - start);
        if (children.size() > 0) {
            hasChildren = true;
            work.push(children);
        }
    }

    /** Completes the batch's next entry, whose path is there. */
    private void complete(EntryBatch batch) {
        status.copyTo(batch, batch.size++);
    }

    /** As the other, of a directory; without the root there is nothing to go on with. */
    private void problem(Operation operation, Directory directory, int result) throws IOException {
        if (directory.isRoot()) {
            throw failure(operation, directory.path(), -result);
        }
        problem(operation, directory.path(), result);
    }

    /**
     * Counts what could not be had, and goes on.
     *
     * @throws IOException if the walk cannot go on
     */
    private void problem(Operation operation, byte[] path, int result) throws IOException {
        int errno = -result;
        if (Errno.isShortage(errno)) {
            throw failure(operation, path, errno);
        }
        boolean vanished = errno == Errno.ENOENT;
        (vanished ? tally.vanished : tally.unreadable).increment();
        tally.problem(path, operation, vanished, Errno.text(errno));
    }

    private static IOException failure(Operation operation, byte[] path, int errno) {
        return new IOException(operation.what() + " " + PathText.encode(path) + ": " + Errno.text(errno));
    }

    private void closeDescriptor() {
        if (descriptor >= 0) {
            ground.calls().close(descriptor);
        }
        descriptor = -1;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeDescriptor();
        opener.close();
        if (current == null && !broken) {
            work.done(done);
        }
        onClose.run();
    }
}
