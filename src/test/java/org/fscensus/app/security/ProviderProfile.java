package org.fscensus.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service with an identity provider beside a tokens file. */
public class ProviderProfile extends TokensProfile {
    /** Not of the form of those that the command makes, of a viewer called hanna. */
    static final String MADE_BY_HAND = "9b1d7c5e-made-by-hand";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("fscensus.security.oidc.role-claim", "realm_access/roles");
        settings.put("fscensus.security.oidc.operator", "operator,storage-team");
        try {
            Files.writeString(
                    Path.of(settings.get("fscensus.security.tokens-file")),
                    "hanna viewer " + TokenHash.of(MADE_BY_HAND) + "\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(IdentityProvider.class));
    }
}
