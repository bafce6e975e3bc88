package org.fscensus.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.census.MemoryBudget;
import org.fscensus.job.DryRunner;
import org.fscensus.job.Importer;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSettings;
import org.fscensus.job.JobStore;
import org.fscensus.job.RequestResolver;
import org.fscensus.job.SourceRoots;
import org.fscensus.job.Uploads;
import org.fscensus.pipeline.AccountNames;
import org.fscensus.pipeline.ImportPipeline;
import org.fscensus.pipeline.PipelineSettings;
import org.fscensus.pipeline.WarmUp;
import org.fscensus.pipeline.WorkerPermits;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/** Makes the parts that know no container out of the configuration. Making one touches no disk: {@link Lifecycle} does. */
@ApplicationScoped
public class Wiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    MemoryBudget importMemory(Settings settings) {
        return new MemoryBudget(settings.importMemory());
    }

    @Produces
    @Singleton
    ImportPipeline pipeline(
            GenerationStore generations,
            Settings settings,
            CensusConfig config,
            MemoryBudget memory,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        CensusConfig.Accounts accounts = config.accounts();
        Function<Runnable, AccountNames> names = checkCancelled ->
                new AccountNames(accounts.passwd(), accounts.group(), accounts.getent(), checkCancelled);
        return new ImportPipeline(
                generations,
                new PipelineSettings(
                        DataDirectory.scratch(settings.dataDirectory()),
                        memory,
                        new WorkerPermits(settings.importWorkers()),
                        names,
                        config.imports().loader(),
                        PipelineSettings.SourceOpener.files(
                                ExpansionLimit.times(config.imports().maxExpansion())),
                        settings.maxShrink(),
                        version,
                        clock));
    }

    @Produces
    @Singleton
    WarmUp warmUp(Settings settings, CensusConfig config) {
        return new WarmUp(
                DataDirectory.scratch(settings.dataDirectory()),
                config.imports().loader());
    }

    @Produces
    @Singleton
    Importer importer(ImportPipeline pipeline) {
        return pipeline::run;
    }

    @Produces
    @Singleton
    DryRunner dryRunner(ImportPipeline pipeline) {
        return pipeline::dryRun;
    }

    @Produces
    @Singleton
    JobService jobs(
            Importer importer,
            DryRunner dryRunner,
            GenerationStore generations,
            Settings settings,
            CensusConfig config,
            DataSource control,
            Clock clock) {
        Uploads uploads = new Uploads(DataDirectory.uploads(settings.dataDirectory()), settings.uploads());
        RequestResolver resolver = new RequestResolver(
                new SourceRoots(settings.importRoots()),
                uploads,
                new RequestResolver.Defaults(
                        settings.importWorkers(), config.imports().timeZone()),
                generations::checkWouldBeKept,
                clock);
        JobSettings limits = new JobSettings(
                config.jobs().concurrent(),
                config.jobs().queue(),
                config.jobs().keep(),
                config.shutdown().timeout());
        return new JobService(
                new JobStore(control), resolver, importer, dryRunner, uploads, publishedBy(generations), limits, clock);
    }

    private static Function<String, Optional<Generation>> publishedBy(GenerationStore generations) {
        return jobId -> {
            try {
                return generations.generationOfJob(jobId);
            } catch (IOException e) {
                throw new StartException(
                        DataDirectory.KEY + ": the catalogue cannot tell what job " + jobId + " published: " + e, e);
            }
        };
    }
}
