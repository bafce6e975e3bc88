package org.fscensus.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.fscensus.entry.PathText;
import org.fscensus.walk.WalkCounters.SlowDirectory;

/** What all readers of a walk have counted and noted. Thread-safe. */
final class WalkTally {
    private static final int SLOWEST_KEPT = 10;
    private static final int PATH_BYTES_KEPT = 4096;
    private static final double NANOS_PER_SECOND = 1e9;

    // What is counted, see WalkCounters.
    final LongAdder directories = new LongAdder();
    final LongAdder entries = new LongAdder();
    final LongAdder excluded = new LongAdder();
    final LongAdder otherFilesystems = new LongAdder();
    final LongAdder vanished = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder slowReads = new LongAdder();
    final LongAdder readNanos = new LongAdder();
    final LongAdder statNanos = new LongAdder();
    final LongAdder excludeNanos = new LongAdder();
    final LongAdder openNanos = new LongAdder();

    /** By path, so that the same tree in the same state gives the same samples. */
    private final TreeMap<byte[], WalkProblem> problems = new TreeMap<>(Arrays::compareUnsigned);

    /** Of unreadable entries, by what failed and why; as few as there are errors of the system. */
    private final Map<String, Long> reasons = new TreeMap<>();

    private final int mostProblems;

    private final List<SlowDirectory> slowest = new ArrayList<>();

    /** What a directory must have taken to be among the slowest. */
    private volatile long slowEnough;

    /** @param mostProblems samples kept */
    WalkTally(int mostProblems) {
        this.mostProblems = mostProblems;
    }

    boolean isAmongSlowest(long nanos) {
        return nanos > slowEnough;
    }

    /** Notes how long it took to read a directory, which is among the slowest so far. */
    synchronized void slow(byte[] path, long nanos) {
        slowest.add(new SlowDirectory(shown(path), nanos / NANOS_PER_SECOND));
        slowest.sort(Comparator.comparingDouble(SlowDirectory::seconds).reversed());
        if (slowest.size() > SLOWEST_KEPT) {
            slowest.remove(SLOWEST_KEPT);
        }
        if (slowest.size() == SLOWEST_KEPT) {
            slowEnough = (long) (slowest.get(SLOWEST_KEPT - 1).seconds() * NANOS_PER_SECOND);
        }
    }

    /** Counts what is unreadable by reason, and keeps a sample: those with the least paths. */
    synchronized void problem(byte[] path, WalkProblem.Operation operation, boolean vanished, String reason) {
        if (!vanished) {
            reasons.merge(operation.what() + " it failed: " + reason, 1L, Long::sum);
        }
        if (mostProblems == 0
                || (problems.size() == mostProblems && Arrays.compareUnsigned(path, problems.lastKey()) > 0)) {
            return;
        }
        byte[] kept = Arrays.copyOf(path, Math.min(path.length, PATH_BYTES_KEPT));
        problems.put(kept, new WalkProblem(shown(kept), operation, vanished, reason));
        if (problems.size() > mostProblems) {
            problems.pollLastEntry();
        }
    }

    /** How many entries were unreadable for which reason. */
    synchronized Map<String, Long> reasons() {
        return Map.copyOf(reasons);
    }

    /** In the order of their paths. */
    synchronized List<WalkProblem> problems() {
        return List.copyOf(problems.values());
    }

    /** What has been counted so far; figures of one moment each, not all of the same. */
    WalkCounters counters(long queued) {
        return new WalkCounters(
                directories.sum(),
                entries.sum(),
                excluded.sum(),
                otherFilesystems.sum(),
                vanished.sum(),
                unreadable.sum(),
                queued,
                slowReads.sum(),
                readNanos.sum(),
                statNanos.sum(),
                excludeNanos.sum(),
                openNanos.sum(),
                slowest());
    }

    private synchronized List<SlowDirectory> slowest() {
        return List.copyOf(slowest);
    }

    private static String shown(byte[] path) {
        return path.length == 0 ? "/" : PathText.encode(path, 0, Math.min(path.length, PATH_BYTES_KEPT));
    }
}
