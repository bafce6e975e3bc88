package org.fscensus.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Path;
import org.fscensus.job.JobService;
import org.fscensus.pipeline.WarmUp;
import org.fscensus.store.GenerationStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the service's parts in the one order that is safe: nothing is written before this process alone owns
 * the data directory, no job runs before what earlier processes left is cleared away, and no request is answered before
 * all of that (the server listens only once this has returned).
 */
@ApplicationScoped
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Settings settings;
    private final ControlMigration migration;
    private final GenerationStore generations;
    private final JobService jobs;
    private final JobMetrics metrics;
    private final DatabaseMonitor databases;
    private final JobLog log;
    private final ControlDatabaseCheck control;
    private final Webhooks webhooks;
    private final WarmUp warmUp;

    private @Nullable DataDirectory data;
    private volatile boolean started;

    public Lifecycle(
            Settings settings,
            ControlMigration migration,
            GenerationStore generations,
            JobService jobs,
            JobMetrics metrics,
            DatabaseMonitor databases,
            JobLog log,
            ControlDatabaseCheck control,
            Webhooks webhooks,
            WarmUp warmUp) {
        this.settings = settings;
        this.migration = migration;
        this.generations = generations;
        this.jobs = jobs;
        this.metrics = metrics;
        this.databases = databases;
        this.log = log;
        this.control = control;
        this.webhooks = webhooks;
        this.warmUp = warmUp;
    }

    void start(@Observes StartupEvent event) {
        settings.check();
        Path directory = settings.dataDirectory();
        DataDirectory opened = DataDirectory.open(directory);
        data = opened;
        try {
            control.run();
            migration.run();
            recover();
            opened.emptyScratch();
            log.start();
            metrics.start();
            databases.start();
            webhooks.start();
            jobs.onEvent(webhooks::onEvent);
            // The processors are for the first job, even for one that an earlier process has left.
            jobs.onEvent(any -> warmUp.stop());
            jobs.start();
            started = true;
        } finally {
            if (!started) {
                opened.close();
            }
        }
        LOG.infof("Data in %s; jobs may read below %s", directory, settings.importRoots());
    }

    /** The service is ready: only now may anything compete with its start. */
    void listening(@ObservesAsync HttpServerStart event) {
        if (settings.importWarmUp()) {
            warmUp.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        boolean wasStarted = started;
        started = false;
        warmUp.stop();
        databases.close();
        if (wasStarted) {
            jobs.close();
        }
        webhooks.close();
        metrics.close();
        // Its files are gone before another process may have the directory.
        warmUp.close();
        if (data != null) {
            data.close();
        }
    }

    /** Whether start-up has come to its end, and shutdown has not begun. */
    public boolean isStarted() {
        return started;
    }

    private void recover() {
        try {
            generations.recover();
        } catch (IOException e) {
            throw new StartException(
                    DataDirectory.KEY + ": what an earlier process left unfinished cannot be cleared away: " + e, e);
        }
    }
}
