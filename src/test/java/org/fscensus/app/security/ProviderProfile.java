package org.fscensus.app.security;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A service with an identity provider beside a tokens file. */
public class ProviderProfile extends TokensProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("fscensus.security.oidc.role-claim", "realm_access/roles");
        settings.put("fscensus.security.oidc.operator", "operator,storage-team");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(IdentityProvider.class));
    }
}
