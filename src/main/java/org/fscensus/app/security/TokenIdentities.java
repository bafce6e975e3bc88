package org.fscensus.app.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** Tells whose an access token is; does not block. */
@ApplicationScoped
public class TokenIdentities implements IdentityProvider<AccessTokenRequest> {
    /** The attribute of an identity that holds its {@link Caller}. */
    static final String CALLER = "fscensus.caller";

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
                .map(caller -> Uni.createFrom().item(identity(caller)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown token")));
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(Objects.requireNonNull(caller.name())))
                .addRole(caller.role().label())
                .addAttribute(CALLER, caller)
                .build();
    }
}
