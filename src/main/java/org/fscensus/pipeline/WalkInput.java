package org.fscensus.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.walk.TreeWalk;
import org.fscensus.walk.WalkCounters;
import org.fscensus.walk.WalkOptions;
import org.jspecify.annotations.Nullable;

/** A live directory tree as the source of a scan. */
final class WalkInput implements ScanInput {
    /** In the place of a format: nothing was parsed. */
    static final String FORMAT = "walk";

    /** Entries of a tree's beginning: about a second's work. */
    private static final long BEGINNING = 200_000;

    private static final long TELL_NANOS = 50_000_000;

    private final ImportRequest request;
    private final ImportProgress progress;
    private final Extent extent;
    private final @Nullable Long expected;
    private final TreeWalk walk;
    private final AtomicLong told = new AtomicLong();
    private final long begun = System.nanoTime();
    private volatile boolean cutShort;

    /**
     * Opens the tree.
     *
     * @param expected directories that there are likely to be; null where nobody knows
     */
    WalkInput(
            ImportRequest request,
            ImportSource.Tree tree,
            ScanTally tally,
            ImportProgress progress,
            Extent extent,
            @Nullable Long expected)
            throws IOException {
        this.request = request;
        this.progress = progress;
        this.extent = extent;
        this.expected = expected;
        walk = TreeWalk.open(WalkOptions.builder(tree.root())
                .roots(List.of(tree.root()))
                .exclude(tree.exclude())
                .oneFileSystem(tree.oneFileSystem())
                .build());
        tally.walkFrom(walk::counters, this::problems, walk::reasons);
    }

    /** Where something went wrong with an entry, as the rejected lines of a log are told. */
    private List<RejectedLine> problems() {
        return walk.problems().stream()
                .map(problem -> new RejectedLine(
                        request.source().text(),
                        0,
                        0,
                        problem.operation().what() + " it failed: " + problem.reason()
                                + (problem.vanished() ? ", it had vanished" : ""),
                        problem.path()))
                .toList();
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public String unit() {
        return "directories";
    }

    /** {@inheritDoc} Of a tree: an estimate, what the previous generation had. */
    @Override
    public @Nullable Long total() {
        return expected;
    }

    @Override
    public long scratchBytes() {
        return 0;
    }

    @Override
    public EntryReader newReader() throws IOException {
        return new Telling(walk.newReader());
    }

    /** Tells the progress now and then how many directories all readers have read. */
    private final class Telling implements EntryReader {
        private final EntryReader reader;
        private long last = System.nanoTime();

        Telling(EntryReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean read(EntryBatch batch) throws IOException {
            boolean more = reader.read(batch);
            long now = System.nanoTime();
            if (!more || now - last > TELL_NANOS) {
                last = now;
                tell();
            }
            return more && !isEnough();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private void tell() {
        long read = walk.counters().directoriesRead();
        long before = told.getAndAccumulate(read, Math::max);
        progress.advance(Phase.SCAN, Math.max(0, read - before));
    }

    private boolean isEnough() {
        if (extent == Extent.BEGINNING) {
            cutShort |= walk.counters().entries() >= BEGINNING || System.nanoTime() - begun > BEGINNING_NANOS;
        }
        return cutShort;
    }

    @Override
    public boolean isExhausted() {
        return !cutShort;
    }

    @Override
    public void finish() throws ImportFailedException {
        WalkCounters counters = walk.counters();
        long all = counters.entries() + counters.unreadable();
        if (request.options().maxRejected().exceeded(counters.unreadable(), all)) {
            throw new ImportFailedException(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d entries of %s could not be read, more than maxRejected allows.",
                            counters.unreadable(),
                            all,
                            request.source().describe()),
                    "Look at the job's rejected lines; let the service's user read them, exclude them, or raise"
                            + " maxRejected if they can be spared.");
        }
    }

    @Override
    public boolean isWhole() {
        return !cutShort;
    }

    @Override
    public List<String> warnings() {
        WalkCounters counters = walk.counters();
        List<String> warnings = new ArrayList<>();
        if (counters.unreadable() > 0) {
            warnings.add(
                    counters.unreadable() + " entries could not be read, and what is below them is in no figure; see"
                            + " the job's rejected lines.");
        }
        if (counters.vanished() > 0) {
            warnings.add(counters.vanished() + " entries vanished while the tree was walked.");
        }
        if (counters.otherFilesystems() > 0) {
            warnings.add(counters.otherFilesystems() + " directories of other file systems were left out.");
        }
        return warnings;
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
