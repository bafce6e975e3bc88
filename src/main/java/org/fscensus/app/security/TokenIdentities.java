package org.fscensus.app.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells whose an access token is; does not block. */
@ApplicationScoped
public class TokenIdentities implements IdentityProvider<AccessTokenRequest> {
    /** The attribute of an identity that holds its {@link TokenEntry}. */
    static final String TOKEN = "fscensus.token";

    private final Tokens tokens;

    TokenIdentities(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Class<AccessTokenRequest> getRequestType() {
        return AccessTokenRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(AccessTokenRequest request, AuthenticationRequestContext context) {
        return tokens.find(request.token())
                .map(entry -> Uni.createFrom().item(identity(entry)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown token")));
    }

    private static SecurityIdentity identity(TokenEntry entry) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(entry.name()))
                .addRole(entry.role().label())
                .addAttribute(TOKEN, entry)
                .build();
    }
}
