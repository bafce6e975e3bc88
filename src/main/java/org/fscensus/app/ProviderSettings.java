package org.fscensus.app;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fscensus.app.security.Role;

/**
 * The identity provider whose tokens are taken.
 *
 * @param url below which its description lies, {@code /.well-known/openid-configuration}
 * @param audience whom tokens must be made out to, at least one
 * @param roleClaim the path of the claim that tells roles
 * @param roles what its values mean
 */
public record ProviderSettings(URI url, List<String> audience, String roleClaim, Map<String, Role> roles) {
    private static final String KEY = "fscensus.security.oidc.";

    /**
     * As configured; empty where there is no provider.
     *
     * @throws StartException if a value cannot be used, naming the key
     */
    public static Optional<ProviderSettings> of(CensusConfig.Oidc config) {
        List<String> audience = config.audience().orElse(List.of());
        Map<String, Role> roles = roles(config);
        if (config.url().isEmpty()) {
            if (!audience.isEmpty()) {
                throw new StartException(KEY + "url: it is missing, and an audience is given; it is the provider's"
                        + " address, such as https://id.example.org/realms/site");
            }
            return Optional.empty();
        }
        if (audience.isEmpty()) {
            throw new StartException(KEY + "audience: it is missing; it is the name by which the provider knows this"
                    + " service (claim aud), without which every token of the provider would open it");
        }
        if (config.roleClaim().isBlank()) {
            throw new StartException(KEY + "role-claim: it is empty; it is the claim that tells roles");
        }
        return Optional.of(
                new ProviderSettings(checked(config.url().get()), List.copyOf(audience), config.roleClaim(), roles));
    }

    /** The provider's keys come from there: over a network without TLS anybody on the way could hand out others. */
    private static URI checked(URI url) {
        String host = url.getHost();
        boolean safe = "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && host != null && LoopbackRules.isLoopback(host));
        if (!safe
                || host == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new StartException(KEY + "url: it must be an https address with a host, without user, query and"
                    + " fragment; http is for this machine alone");
        }
        return url;
    }

    private static Map<String, Role> roles(CensusConfig.Oidc config) {
        Map<String, Role> roles = new HashMap<>();
        add(roles, config.viewer(), Role.VIEWER);
        add(roles, config.operator(), Role.OPERATOR);
        add(roles, config.admin(), Role.ADMIN);
        return Map.copyOf(roles);
    }

    private static void add(Map<String, Role> roles, List<String> values, Role role) {
        for (String value : values) {
            Role other = roles.put(value, role);
            if (other != null && other != role) {
                throw new StartException(
                        KEY + role.label() + ": '" + value + "' is of " + KEY + other.label() + " already");
            }
        }
    }
}
