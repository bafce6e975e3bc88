package org.fscensus.app.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
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

/**
 * Reads the access token of a request, {@code Authorization: Bearer} (RFC 6750, 2.1), and nowhere else: what is in a URL
 * ends in logs. A request without a token is anybody's, one with a bad token is refused whatever it asks for.
 */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
    /** A token is of 47 characters; RFC 6750 tells which. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("bearer +([A-Za-z0-9._~+/-]{1,512}=*)", Pattern.CASE_INSENSITIVE);

    private final Tokens tokens;
    private final Refusals refusals;

    BearerTokens(Tokens tokens, Refusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
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
        return identities.authenticate(new AccessTokenRequest(credentials.group(1)));
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
        return Set.of(AccessTokenRequest.class);
    }
}
