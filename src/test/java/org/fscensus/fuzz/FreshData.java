package org.fscensus.fuzz;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A data directory that tests may do to what they like. */
public final class FreshData implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data"));
            return Map.of(
                    "fscensus.data-dir",
                    Files.createTempDirectory(parent.toAbsolutePath(), "fresh").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
