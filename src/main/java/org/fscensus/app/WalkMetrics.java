package org.fscensus.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.fscensus.walk.WalkCounters;
import org.jspecify.annotations.Nullable;

/** What the monitoring sees of walks. Called under the lock of {@link JobMetrics}. */
final class WalkMetrics {
    private static final double NANOS = 1e9;

    private final MeterRegistry meters;

    WalkMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Counts what has come since the last time.
     *
     * @param last null the first time
     */
    void count(String filesystem, WalkCounters now, @Nullable WalkCounters last) {
        Tags tags = Tags.of("filesystem", filesystem);
        WalkCounters before = last == null ? WalkCounters.NONE : last;
        count("fscensus.walk.directories", "Directories read", tags, now.directoriesRead() - before.directoriesRead());
        count(
                "fscensus.walk.slow.directories",
                "Directories whose listing took more than 0.1 s",
                tags,
                now.slowReads() - before.slowReads());
        count(
                "fscensus.walk.unreadable.entries",
                "Entries that could not be read",
                tags,
                now.unreadable() - before.unreadable());
        count(
                "fscensus.walk.vanished.entries",
                "Entries that vanished while the tree was walked",
                tags,
                now.vanished() - before.vanished());
        time(tags, "read", now.readNanos() - before.readNanos());
        time(tags, "stat", now.statNanos() - before.statNanos());
        time(tags, "exclude", now.excludeNanos() - before.excludeNanos());
        time(tags, "open", now.openNanos() - before.openNanos());
    }

    private void count(String name, String description, Tags tags, long more) {
        add(name, description, tags, (double) more);
    }

    private void time(Tags tags, String step, long nanos) {
        add(
                "fscensus.walk.seconds",
                "Time of all workers, by what it went into",
                tags.and("step", step),
                nanos / NANOS);
    }

    private void add(String name, String description, Tags tags, double more) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(meters)
                .increment(Math.max(0, more));
    }
}
