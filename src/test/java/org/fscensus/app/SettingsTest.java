package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fscensus.query.MountAliases;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void fillsInDefaults() {
        Settings settings = settings(Map.of("fscensus.data-dir", "/srv/census/../data"));
        settings.check();

        assertThat(settings.dataDirectory()).isEqualTo(Path.of("/srv/data"));
        assertThat(settings.importRoots()).containsExactly(Path.of("/srv/data/incoming"));
        assertThat(settings.importWorkers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.importMemory()).isBetween(1L, Runtime.getRuntime().maxMemory() - 1);
        assertThat(settings.importWarmUp()).isTrue();
        assertThat(settings.queryThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void takesWhatIsGiven() {
        Settings settings = settings(Map.of(
                "fscensus.import.roots",
                "/,/tmp",
                "fscensus.import.workers",
                "3",
                "fscensus.import.memory",
                "1.5GiB",
                "fscensus.import.warm-up",
                "false",
                "fscensus.query.threads",
                "0"));
        settings.check();

        assertThat(settings.importRoots()).containsExactly(Path.of("/"), Path.of("/tmp"));
        assertThat(settings.importWorkers()).isEqualTo(3);
        assertThat(settings.importMemory()).isEqualTo(3L << 29);
        assertThat(settings.importWarmUp()).isFalse();
        assertThat(settings.queryThreads()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "fscensus.import.workers, 0",
        "fscensus.import.memory, plenty",
        "fscensus.import.memory, 0",
        "fscensus.import.roots, /no/such/directory",
        "fscensus.query.timeout, 0s",
        "fscensus.query.stall-timeout, 0s",
        "fscensus.query.threads, -1",
        "fscensus.query.threads, 1025",
        "fscensus.mount-aliases, /gpfs/csfs1",
        "fscensus.mount-aliases, campaign=/gpfs/csfs1",
        "fscensus.mount-aliases, '/glade/campaign=/gpfs/csfs1,/glade/work'",
    })
    void anErrorNamesItsKey(String key, String value) {
        Settings settings = settings(Map.of(key, value));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(settings::check)
                .withMessageStartingWith(key + ": ");
    }

    @Test
    void mountAliasesAreAListOfPairs() {
        Settings settings =
                settings(Map.of("fscensus.mount-aliases", "/glade/campaign=/gpfs/csfs1,/glade/work=/gpfs/work"));
        settings.check();

        MountAliases aliases = settings.mountAliases();

        assertThat(aliases)
                .usingRecursiveComparison()
                .isEqualTo(MountAliases.parse(List.of("/glade/campaign=/gpfs/csfs1", "/glade/work=/gpfs/work")));
    }

    @Test
    void databasesAreWrittenPageAfterPageUnlessSqliteIsToWriteThem() {
        assertThat(config(Map.of()).imports().loader()).isEqualTo(Loader.PAGES);
        assertThat(config(Map.of("fscensus.import.loader", "jdbc")).imports().loader())
                .isEqualTo(Loader.JDBC);
        assertThatThrownBy(() -> config(Map.of("fscensus.import.loader", "fast")))
                .hasMessageContaining("fscensus.import.loader");
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(config(given));
    }

    private static CensusConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withMapping(CensusConfig.class)
                .addDiscoveredConverters()
                .withDefaultValues(given)
                .build()
                .getConfigMapping(CensusConfig.class);
    }
}
