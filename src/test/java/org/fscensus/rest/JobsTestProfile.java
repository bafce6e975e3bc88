package org.fscensus.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.fscensus.job.FakeImporter;

/**
 * A service on a fresh data directory whose imports are held until a test lets them go, and that soon gives up clients
 * which do not read.
 */
public class JobsTestProfile implements QuarkusTestProfile {
    /** In place of the pipeline. */
    @Alternative
    @Singleton
    public static class HeldImports {
        private final FakeImporter importer = new FakeImporter(true);

        @Produces
        @Alternative
        @Singleton
        FakeImporter importer() {
            return importer;
        }
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(HeldImports.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data"));
            Path data = Files.createTempDirectory(parent.toAbsolutePath(), "jobs");
            return Map.of(
                    "fscensus.data-dir",
                    data.toString(),
                    "fscensus.jobs.queue",
                    "2",
                    "fscensus.generations.keep",
                    "1",
                    "fscensus.generations.keep-monthly",
                    "0",
                    "fscensus.query.stall-timeout",
                    "5s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
