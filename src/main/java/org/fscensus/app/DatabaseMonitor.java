package org.fscensus.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.fscensus.store.DatabaseState;
import org.fscensus.store.DatabaseWatch;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the databases in the data directory every few seconds, on a thread of its own, and tells the monitoring
 * how it stands with them. A scrape is answered from the last look.
 */
@Singleton
public class DatabaseMonitor {
    private static final Logger LOG = Logger.getLogger(DatabaseMonitor.class);
    private static final long EVERY_SECONDS = 10;

    private final DatabaseWatch watch;
    private final JobMetrics ages;
    private final MeterRegistry meters;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "database-monitor");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Of the thread: what was served in addition at its last look. */
    private List<Generation> adopted = List.of();

    private @Nullable ScheduledFuture<?> looks;

    public DatabaseMonitor(GenerationStore generations, JobMetrics ages, MeterRegistry meters) {
        this.watch = generations.watch();
        this.ages = ages;
        this.meters = meters;
    }

    /** Begins, when the store has looked for the first time and the ages are measured. */
    void start() {
        for (DatabaseState state : DatabaseState.values()) {
            Gauge.builder("fscensus.databases", watch, seen -> seen.count(state))
                    .description("Databases in the data directory, by how it stands with them")
                    .tag("state", state.label())
                    .register(meters);
        }
        FunctionCounter.builder("fscensus.unreadable.answers", watch, DatabaseWatch::unreadableAnswers)
                .description("How often a question found that a database could not be read")
                .register(meters);
        adopted = watch.adopted();
        looks = thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            watch.look();
            List<Generation> now = watch.adopted();
            if (!now.equals(adopted)) {
                adopted = now;
                ages.generationsChanged();
            }
        } catch (IOException | RuntimeException e) {
            // The next look may go well; the last one's findings stay.
            LOG.warn("The databases in the data directory cannot be looked at", e);
        }
    }

    void close() {
        if (looks != null) {
            looks.cancel(true);
        }
        thread.shutdown();
    }
}
