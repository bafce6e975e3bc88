package org.fscensus.app.security;

import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Reads the access token of a request, {@code Authorization: Bearer} (RFC 6750, 2.1), and nowhere else: what is in a URL
 * ends in logs. A request without a token is anybody's, one with a bad token is refused whatever it asks for.
 */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
    private static final Logger LOG = Logger.getLogger(BearerTokens.class);

    /** RFC 6750 tells of which characters; a provider's token is as large as headers may be. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("bearer +([A-Za-z0-9._~+/-]{1,20480}=*)", Pattern.CASE_INSENSITIVE);

    private final Tokens tokens;
    private final ProviderTokens providers;
    private final OidcAuthenticationMechanism provider;
    private final Refusals refusals;

    BearerTokens(Tokens tokens, ProviderTokens providers, OidcAuthenticationMechanism provider, Refusals refusals) {
        this.tokens = tokens;
        this.providers = providers;
        this.provider = provider;
        this.refusals = refusals;
    }

    /** {@inheritDoc} Before that of the provider, which would refuse the tokens of the file. */
    @Override
    public int getPriority() {
        return 2 * DEFAULT_PRIORITY;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        List<String> given = request.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (!tokens.areNeeded() || given.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        Matcher credentials = CREDENTIALS.matcher(given.get(0).strip());
        if (given.size() > 1 || !credentials.matches()) {
            return Uni.createFrom().failure(new AuthenticationFailedException("no bearer token"));
        }
        String token = credentials.group(1);
        return isOurs(token)
                ? identities.authenticate(new AccessTokenRequest(token))
                : askProvider(request, identities);
    }

    /** The file may also hold tokens that were made by hand; one of ours that is unknown must not get to a provider. */
    private boolean isOurs(String token) {
        return !providers.areTaken()
                || TokenHash.isToken(token)
                || tokens.find(token).isPresent();
    }

    private Uni<SecurityIdentity> askProvider(RoutingContext request, IdentityProviderManager identities) {
        ProviderTokens.ask(request);
        return Uni.createFrom()
                .deferred(() -> provider.authenticate(request, identities))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("No good token of the identity provider", failure);
                    if (failure instanceof OIDCException) {
                        refusals.providerIsAway(request);
                        // It is answered already; nobody is to go on with it.
                        return Uni.createFrom().nothing();
                    }
                    // Malformed tokens fail in many ways. It is answered here: that mechanism would do it without a
                    // word.
                    request.put(HttpAuthenticationMechanism.class.getName(), this);
                    return Uni.createFrom().failure(new AuthenticationFailedException("no good token of the provider"));
                });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, Refusals.WWW_AUTHENTICATE, Refusals.CHALLENGE));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        refusals.badToken(request);
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(AccessTokenRequest.class, TokenAuthenticationRequest.class);
    }
}
