package org.fscensus.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.fscensus.scanlog.RejectedLine;
import org.jspecify.annotations.Nullable;

/**
 * A running import as others see it: the import writes, any thread reads snapshots and may cancel. Made by whoever
 * starts the import, used for that one import.
 */
public final class ImportProgress {
    private final Clock clock;

    /** For durations: unlike the clock it is never set. */
    private final LongSupplier nanos;

    private final Runnable onPhaseChange;
    private final Map<Phase, Track> tracks = new EnumMap<>(Phase.class);

    private volatile boolean cancelled;
    private volatile Supplier<ImportCounters> counters = () -> ImportCounters.ZERO;
    private volatile Supplier<List<RejectedLine>> rejected = List::of;
    private volatile double workerUse;
    private volatile long tableBytes;
    private volatile @Nullable TrustReport trust;

    /**
     * @param onPhaseChange called by the importing thread, without any lock held, after a phase has begun or ended;
     *     must be quick
     */
    public ImportProgress(Clock clock, Runnable onPhaseChange) {
        this(clock, EnumSet.allOf(Phase.class), onPhaseChange);
    }

    /** @param phases those that there are, see {@link ImportSource#phases} */
    public ImportProgress(Clock clock, Set<Phase> phases, Runnable onPhaseChange) {
        this(clock, System::nanoTime, phases, onPhaseChange);
    }

    ImportProgress(Clock clock, LongSupplier nanos, Set<Phase> phases, Runnable onPhaseChange) {
        this.clock = clock;
        this.nanos = nanos;
        this.onPhaseChange = onPhaseChange;
        for (Phase phase : phases) {
            tracks.put(phase, new Track(phase.unit()));
        }
    }

    /** Asks the import to stop; it does so within a second and leaves nothing. Idempotent, any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Called by the import wherever it may stop. */
    public void checkCancelled() {
        if (cancelled) {
            throw new CancellationException("the import was cancelled");
        }
    }

    /** Every phase in order. */
    public synchronized List<PhaseSnapshot> phases() {
        long now = nanos.getAsLong();
        List<PhaseSnapshot> all = new ArrayList<>();
        tracks.forEach((phase, track) -> all.add(track.snapshot(phase, now)));
        return List.copyOf(all);
    }

    /** The phase that runs, or the last that did; null before the first. */
    public synchronized @Nullable Phase current() {
        Phase current = null;
        for (Map.Entry<Phase, Track> entry : tracks.entrySet()) {
            if (entry.getValue().started != null) {
                current = entry.getKey();
            }
        }
        return current;
    }

    public ImportCounters counters() {
        return counters.get();
    }

    /** A sample of the rejected lines so far, in the order of the source. */
    public List<RejectedLine> rejectedLines() {
        return rejected.get();
    }

    /** The share of the scan's time that its workers spent working and not waiting, 0 to 1; 0 before the scan. */
    public double workerUse() {
        return workerUse;
    }

    /** Bytes that the table of directories took in memory when the scan ended; 0 before. */
    public long tableBytes() {
        return tableBytes;
    }

    /** How far the scan can be trusted; null until it has been read. */
    public @Nullable TrustReport trust() {
        return trust;
    }

    void trust(TrustReport report) {
        trust = report;
    }

    void countersFrom(Supplier<ImportCounters> source) {
        counters = source;
    }

    void rejectedFrom(Supplier<List<RejectedLine>> source) {
        rejected = source;
    }

    void workerUse(double share) {
        workerUse = share;
    }

    void tableBytes(long bytes) {
        tableBytes = bytes;
    }

    /** Begins a phase; {@code total} is null while unknown. */
    void begin(Phase phase, @Nullable Long total) {
        begin(phase, total, phase.unit());
    }

    /** Begins a phase that counts in a unit of its own. */
    void begin(Phase phase, @Nullable Long total, String unit) {
        checkCancelled();
        synchronized (this) {
            Track track = track(phase);
            track.unit = unit;
            track.state = PhaseSnapshot.State.RUNNING;
            track.started = clock.instant();
            track.begun = nanos.getAsLong();
            track.total = total;
        }
        onPhaseChange.run();
    }

    /** Adds to what a running phase has done, and stops the caller where the import was cancelled; any thread. */
    void advance(Phase phase, long units) {
        checkCancelled();
        track(phase).done.add(units);
    }

    /** What a phase has done so far. */
    long done(Phase phase) {
        return track(phase).done.sum();
    }

    /** Ends a phase that ran through: its total is what it did. */
    void end(Phase phase) {
        synchronized (this) {
            Track track = track(phase);
            track.end(PhaseSnapshot.State.DONE, nanos.getAsLong());
            track.total = track.done.sum();
        }
        onPhaseChange.run();
    }

    /** Marks the running phase, if any, as the one in which the import ended early. */
    void abandon(PhaseSnapshot.State how) {
        synchronized (this) {
            for (Track track : tracks.values()) {
                if (track.state == PhaseSnapshot.State.RUNNING) {
                    track.end(how, nanos.getAsLong());
                }
            }
        }
        onPhaseChange.run();
    }

    private Track track(Phase phase) {
        return Objects.requireNonNull(tracks.get(phase));
    }

    /** One phase; all but {@code done} guarded by the progress. */
    private static final class Track {
        private final LongAdder done = new LongAdder();
        private PhaseSnapshot.State state = PhaseSnapshot.State.PENDING;
        private @Nullable Instant started;
        private long begun;
        private @Nullable Long ended;
        private @Nullable Long total;
        private String unit;

        Track(String unit) {
            this.unit = unit;
        }

        void end(PhaseSnapshot.State how, long now) {
            state = how;
            ended = now;
        }

        PhaseSnapshot snapshot(Phase phase, long now) {
            Instant start = started;
            if (start == null) {
                return new PhaseSnapshot(phase, state, null, 0, unit, 0, total, null, null);
            }
            Long end = ended;
            double seconds = Math.max(0, (end == null ? now : end) - begun) / 1e9;
            long units = done.sum();
            Double rate = units > 0 && seconds > 0 ? units / seconds : null;
            Long all = total;
            Double left = end == null && rate != null && all != null ? Math.max(0, all - units) / rate : null;
            return new PhaseSnapshot(phase, state, start, seconds, unit, units, all, rate, left);
        }
    }
}
