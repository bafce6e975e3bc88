package org.fscensus.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service on a fresh data directory of which the monitoring and a receiver of webhooks are told all there is. */
public class MonitoringProfile implements QuarkusTestProfile {
    static final String SECRET = "a secret of 16 or more bytes";

    /** A receiver that fails at first. */
    public static class Receiver implements QuarkusTestResourceLifecycleManager {
        private @Nullable WebhookInbox inbox;

        @Override
        public Map<String, String> start() {
            try {
                WebhookInbox opened = new WebhookInbox(WebhookInbox.status(503, 200));
                inbox = opened;
                Path parent = Files.createDirectories(Path.of("target", "test-data"));
                Path data = Files.createTempDirectory(parent.toAbsolutePath(), "monitoring");
                return Map.of(
                        "fscensus.data-dir",
                        data.toString(),
                        "fscensus.metrics.top-owners",
                        "2",
                        "fscensus.metrics.paths",
                        data.resolve("incoming/tree/deep") + ",/no/such/path",
                        "fscensus.webhooks.urls",
                        opened.address().toString(),
                        "fscensus.webhooks.secret",
                        SECRET,
                        "fscensus.webhooks.back-off",
                        "10ms");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(inbox, new TestInjector.MatchesType(WebhookInbox.class));
        }

        @Override
        public void stop() {
            if (inbox != null) {
                inbox.close();
            }
        }
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Receiver.class));
    }
}
