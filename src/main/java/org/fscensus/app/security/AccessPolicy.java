package org.fscensus.app.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.fscensus.query.Permitted;
import org.jspecify.annotations.Nullable;

/** Holds every request, before its body is read, to {@link AccessRules}; without tokens everybody may do all. */
@ApplicationScoped
public class AccessPolicy implements HttpSecurityPolicy {
    /** Sees nothing, wherever it should get by mistake. */
    private static final Caller NOBODY = new Caller(null, Role.VIEWER, Permitted.NOTHING);

    private final Tokens tokens;
    private final ProviderTokens providers;
    private final Refusals refusals;
    private final Audit audit;

    AccessPolicy(Tokens tokens, ProviderTokens providers, Refusals refusals, Audit audit) {
        this.tokens = tokens;
        this.providers = providers;
        this.refusals = refusals;
        this.audit = audit;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (!tokens.areNeeded()) {
            return permit(request, Caller.ANYBODY);
        }
        return identity.onItem().transformToUni(known -> judge(request, known));
    }

    private Uni<CheckResult> judge(RoutingContext request, SecurityIdentity identity) {
        TokenEntry token = identity.getAttribute(TokenIdentities.TOKEN);
        ProviderToken provided = token == null ? providers.token(identity) : null;
        Caller caller = token != null ? token.caller() : provided != null ? provided.caller() : null;
        String path = request.normalizedPath();
        AccessRules.Who who = AccessRules.who(request.request().method().name(), path);
        if (who == AccessRules.Who.ANYBODY) {
            return permit(request, caller == null ? NOBODY : caller);
        }
        if (caller == null) {
            if (provided == null) {
                refusals.noToken(request);
            } else {
                refusals.noRole(request, provided, providers.wanted());
            }
            return refused();
        }
        if (who == null) {
            String methods = AccessRules.methods(path);
            refusals.notThere(request, methods.isEmpty() ? 404 : 405, methods);
            return refused();
        }
        Role needed = needed(who);
        if (!caller.role().includes(needed)) {
            refusals.needsRole(request, needed, caller);
            return refused();
        }
        if (who != AccessRules.Who.EVERY_TOKEN && caller.permitted().isLimited()) {
            refusals.isLimited(request, caller);
            return refused();
        }
        Runnable answered = began(request, token, provided);
        request.addEndHandler(done -> answered.run());
        return permit(request, caller);
    }

    private Runnable began(RoutingContext request, @Nullable TokenEntry token, @Nullable ProviderToken provided) {
        Runnable cut = () -> request.request().connection().close();
        if (token != null) {
            return tokens.began(token, cut);
        }
        return ProviderTokens.began(Objects.requireNonNull(provided), request, cut);
    }

    private static Role needed(AccessRules.Who who) {
        return switch (who) {
            case ANYBODY, EVERY_TOKEN, UNLIMITED_VIEWERS -> Role.VIEWER;
            case OPERATORS -> Role.OPERATOR;
            case ADMINS -> Role.ADMIN;
        };
    }

    private Uni<CheckResult> permit(RoutingContext request, Caller caller) {
        caller.note(request);
        audit.follow(request, caller);
        return CheckResult.permit();
    }

    /** It is answered already; nobody is to go on with it. */
    private static Uni<CheckResult> refused() {
        return Uni.createFrom().nothing();
    }
}
