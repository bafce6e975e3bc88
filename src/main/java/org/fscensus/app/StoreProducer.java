package org.fscensus.app;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.fscensus.query.CrosstabQuery;
import org.fscensus.query.DirectoryQuery;
import org.fscensus.query.DirectorySearch;
import org.fscensus.query.FanOut;
import org.fscensus.query.Filesystems;
import org.fscensus.query.GrowthQuery;
import org.fscensus.query.HistoryQuery;
import org.fscensus.query.MountAliases;
import org.fscensus.query.TotalsQuery;
import org.fscensus.query.TreemapQuery;
import org.fscensus.query.TrustQuery;
import org.fscensus.query.UsageQuery;
import org.fscensus.query.WhereQuery;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Retention;

/** Wires the store of generations and the questions over it. */
@ApplicationScoped
public class StoreProducer {
    @Produces
    @Singleton
    GenerationStore generationStore(CensusConfig config, AgroalDataSource control) {
        Retention retention =
                new Retention(config.generations().keep(), config.generations().keepMonthly());
        return new GenerationStore(config.dataDir(), control, Clock.systemUTC(), retention);
    }

    void close(@Disposes GenerationStore store) {
        store.close();
    }

    @Produces
    @Singleton
    Filesystems filesystems(GenerationStore store) {
        return new Filesystems(store);
    }

    @Produces
    @Singleton
    TotalsQuery totalsQuery(GenerationStore store, CensusConfig config, FanOut fanOut) {
        return new TotalsQuery(store, config.query().timeout(), fanOut);
    }

    @Produces
    @Singleton
    MountAliases mountAliases(Settings settings) {
        return settings.mountAliases();
    }

    @Produces
    @Singleton
    FanOut fanOut(Settings settings) {
        return new FanOut(settings.queryThreads());
    }

    void close(@Disposes FanOut fanOut) {
        fanOut.close();
    }

    @Produces
    @Singleton
    DirectoryQuery directoryQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config, FanOut fanOut) {
        return new DirectoryQuery(store, filesystems, aliases, config.query().timeout(), fanOut);
    }

    @Produces
    @Singleton
    DirectorySearch directorySearch(DirectoryQuery directories) {
        return new DirectorySearch(directories);
    }

    @Produces
    @Singleton
    TreemapQuery treemapQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config) {
        return new TreemapQuery(store, filesystems, aliases, config.query().timeout());
    }

    @Produces
    @Singleton
    UsageQuery usageQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config, FanOut fanOut) {
        return new UsageQuery(store, filesystems, aliases, config.query().timeout(), fanOut);
    }

    @Produces
    @Singleton
    CrosstabQuery crosstabQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config, FanOut fanOut) {
        return new CrosstabQuery(store, filesystems, aliases, config.query().timeout(), fanOut);
    }

    @Produces
    @Singleton
    WhereQuery whereQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config, FanOut fanOut) {
        return new WhereQuery(store, filesystems, aliases, config.query().timeout(), fanOut);
    }

    @Produces
    @Singleton
    TrustQuery trustQuery(GenerationStore store, CensusConfig config) {
        return new TrustQuery(store, config.query().timeout());
    }

    @Produces
    @Singleton
    GrowthQuery growthQuery(GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config) {
        return new GrowthQuery(store, filesystems, aliases, config.query().timeout());
    }

    @Produces
    @Singleton
    HistoryQuery historyQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, CensusConfig config, FanOut fanOut) {
        return new HistoryQuery(store, filesystems, aliases, config.query().timeout(), fanOut);
    }
}
