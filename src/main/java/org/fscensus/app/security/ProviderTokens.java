package org.fscensus.app.security;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.fscensus.app.CensusConfig;
import org.fscensus.app.ProviderSettings;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an identity provider: JSON Web Tokens, checked here by the provider's keys. Quarkus fetches its description
 * and its keys when the first one comes; without a provider nothing is done at all.
 */
@ApplicationScoped
public class ProviderTokens implements TenantConfigResolver {
    /** By which the name of a provider's user is none of the tokens file, whose names have no colon. */
    private static final String PREFIX = "oidc:";

    private static final int LONGEST_NAME = 100;
    private static final String TENANT = "fscensus";
    private static final String ASKED = ProviderTokens.class.getName();

    private final Optional<ProviderSettings> settings;
    private final @Nullable OidcTenantConfig provider;

    /** @param oidc how the provider is spoken to, by Quarkus' own keys: proxies, trusted certificates, time limits */
    @Inject
    ProviderTokens(CensusConfig config, OidcConfig oidc) {
        settings = ProviderSettings.of(config.security().oidc());
        provider = settings.map(given -> tenant(given, OidcConfig.getDefaultTenant(oidc)))
                .orElse(null);
    }

    private static OidcTenantConfig tenant(
            ProviderSettings given, io.quarkus.oidc.runtime.OidcTenantConfig connection) {
        return OidcTenantConfig.builder(connection)
                .tenantId(TENANT)
                .enableTenant()
                .applicationType(ApplicationType.SERVICE)
                .authServerUrl(given.url().toString())
                .token()
                .audience(given.audience())
                // What the keys do not tell is refused, and the provider not asked: anybody could make it busy so.
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .roles()
                .source(Source.accesstoken)
                .roleClaimPath(given.roleClaim())
                .end()
                .build();
    }

    /** Whether there is a provider. */
    boolean areTaken() {
        return settings.isPresent();
    }

    /** Notes that the token of a request is to be checked as one of the provider's. */
    static void ask(RoutingContext request) {
        request.put(ASKED, true);
    }

    /** {@inheritDoc} Of no other request: the provider is not to be looked for on their account. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
        OidcTenantConfig known = provider;
        return known == null || request.get(ASKED) == null
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().item(known);
    }

    /** The token by which a request was let in; null where it is none of the provider's. */
    @Nullable ProviderToken token(SecurityIdentity identity) {
        if (settings.isEmpty() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return null;
        }
        Role role = identity.getRoles().stream()
                .map(settings.get().roles()::get)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        String name = Objects.requireNonNullElse(token.getName(), "");
        return new ProviderToken(
                PREFIX + HeaderText.word(name, LONGEST_NAME), role, Instant.ofEpochSecond(token.getExpirationTime()));
    }

    /** What a token is to tell, for who has one that tells nothing. */
    String wanted() {
        return settings.map(given -> "claim " + given.roleClaim() + ", values "
                        + String.join(
                                ", ", given.roles().keySet().stream().sorted().toList()))
                .orElse("");
    }

    /**
     * Tells of a request that is being answered. Events have no end of their own, so theirs is that of the token; what
     * has one may come to it.
     *
     * @param cut ends the answer
     * @return to be run when it has been answered
     */
    static Runnable began(ProviderToken token, RoutingContext request, Runnable cut) {
        if (!request.normalizedPath().endsWith("/events")) {
            return () -> {};
        }
        long left = Math.max(1, Duration.between(Instant.now(), token.expires()).toMillis());
        long timer = request.vertx().setTimer(left, expired -> cut.run());
        return () -> request.vertx().cancelTimer(timer);
    }
}
