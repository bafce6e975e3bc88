package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.app.security.Role;
import org.fscensus.pipeline.ShrinkLimit;
import org.fscensus.query.MountAliases;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        "fscensus.connections.head-timeout, 0s",
        "fscensus.connections.idle-timeout, 0s",
        "fscensus.query.threads, -1",
        "fscensus.query.threads, 1025",
        "fscensus.metrics.paths, home",
        "fscensus.webhooks.timeout, 0s",
        "fscensus.webhooks.back-off, 0s",
        "fscensus.webhooks.urls, ftp://chat/x",
        "fscensus.webhooks.urls, /hook",
        "fscensus.webhooks.urls, 'https://me:secret@chat/x'",
        "fscensus.import.max-shrink, half",
        "fscensus.import.max-shrink, 101%",
        "fscensus.import.max-shrink, -1%",
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

    @ParameterizedTest
    @CsvSource({
        ", , fscensus.webhooks.secret-file: ",
        "fscensus.webhooks.secret, short, fscensus.webhooks.secret: ",
        "fscensus.webhooks.secret, whsec_c2hvcnQ=, fscensus.webhooks.secret: ",
        "fscensus.webhooks.secret, whsec_not*base64*at*all*but*long, fscensus.webhooks.secret: ",
        "fscensus.webhooks.secret-file, /no/such/file, fscensus.webhooks.secret-file: ",
    })
    void webhooksNeedASecret(String key, String value, String message) {
        Map<String, String> given = new HashMap<>(Map.of("fscensus.webhooks.urls", "https://chat/x"));
        if (key != null) {
            given.put(key, value);
        }
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(settings(given)::check)
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "http://id.example.org/realms/site, fs-census, viewer, url",
        "https://me:secret@id.example.org/, fs-census, viewer, url",
        "https://id.example.org/?realm=site, fs-census, viewer, url",
        "id.example.org, fs-census, viewer, url",
        ", fs-census, viewer, url",
        "https://id.example.org/realms/site, , viewer, audience",
        "https://id.example.org/realms/site, fs-census, 'staff,admin', admin",
    })
    void anIdentityProviderIsOnlyTakenWhereItsTokensAreSafe(String url, String audience, String viewer, String key) {
        Map<String, String> given = new HashMap<>(Map.of("fscensus.security.oidc.viewer", viewer));
        if (url != null) {
            given.put("fscensus.security.oidc.url", url);
        }
        if (audience != null) {
            given.put("fscensus.security.oidc.audience", audience);
        }
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(settings(given)::check)
                .withMessageStartingWith("fscensus.security.oidc." + key + ": ")
                .withMessageNotContaining("secret");
    }

    @Test
    void anIdentityProviderTellsRolesByItsOwnNames() {
        ProviderSettings provider = ProviderSettings.of(config(Map.of(
                                "fscensus.security.oidc.url", "http://127.0.0.1:8180/realms/site",
                                "fscensus.security.oidc.audience", "fs-census,census",
                                "fscensus.security.oidc.viewer", "staff,students"))
                        .security()
                        .oidc())
                .orElseThrow();
        assertThat(provider.audience()).containsExactly("fs-census", "census");
        assertThat(provider.roleClaim()).isEqualTo("roles");
        assertThat(provider.roles())
                .containsOnly(
                        Map.entry("staff", Role.VIEWER),
                        Map.entry("students", Role.VIEWER),
                        Map.entry("operator", Role.OPERATOR),
                        Map.entry("admin", Role.ADMIN));
        assertThat(ProviderSettings.of(config(Map.of()).security().oidc())).isEmpty();
    }

    @Test
    void theSecretOfWebhooksComesFromAFileOrASetting(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "whsec_" + "QUJDREVGR0hJSktMTU5PUA==" + "\n");
        String urls = "https://chat/x?y=1,http://mail:25";
        WebhookSettings fromFile = WebhookSettings.of(
                        config(Map.of("fscensus.webhooks.urls", urls, "fscensus.webhooks.secret-file", file.toString()))
                                .webhooks())
                .orElseThrow();
        WebhookSignature expected = new WebhookSignature("ABCDEFGHIJKLMNOP".getBytes(StandardCharsets.UTF_8));
        assertThat(fromFile.signature().of("id", Instant.EPOCH, "body"))
                .isEqualTo(expected.of("id", Instant.EPOCH, "body"));
        assertThat(fromFile.receivers()).extracting(WebhookSettings::name).containsExactly("chat", "mail:25");
        Map<String, String> both = Map.of(
                "fscensus.webhooks.urls",
                urls,
                "fscensus.webhooks.secret-file",
                file.toString(),
                "fscensus.webhooks.secret",
                "ABCDEFGHIJKLMNOP");
        assertThatExceptionOfType(StartException.class).isThrownBy(settings(both)::check);
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

    @Test
    void scansMayShrinkByAShare() {
        assertThat(settings(Map.of()).maxShrink()).isEqualTo(new ShrinkLimit(50));
        assertThat(settings(Map.of("fscensus.import.max-shrink", "12.5")).maxShrink())
                .isEqualTo(new ShrinkLimit(12.5));
        assertThat(settings(Map.of("fscensus.import.max-shrink", "100%")).maxShrink())
                .isEqualTo(ShrinkLimit.NONE);
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
