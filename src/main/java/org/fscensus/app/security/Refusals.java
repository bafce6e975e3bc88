package org.fscensus.app.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.fscensus.app.RequestRefusedException;
import org.fscensus.app.UnwantedBody;
import org.jspecify.annotations.Nullable;

/** Refuses requests, as RFC 6750 tells (section 3), and tells the audit log of it. */
@ApplicationScoped
public class Refusals {
    static final String WWW_AUTHENTICATE = "WWW-Authenticate";
    static final String CHALLENGE = "Bearer realm=\"fs-census\"";

    /** Bodies up to this are read to their end, so that the connection can go on. */
    private static final long SMALL_BODY = 1_000_000;

    private final Audit audit;

    Refusals(Audit audit) {
        this.audit = audit;
    }

    /** There is no token, and one is needed. */
    void noToken(RoutingContext request) {
        refuse(
                request,
                401,
                CHALLENGE,
                "This needs an access token; send it as Authorization: Bearer <token>. Who runs this service makes one"
                        + " with the command token.",
                null);
    }

    /** What was sent is no token, or one that is not good, or not any more. */
    void badToken(RoutingContext request) {
        refuse(
                request,
                401,
                CHALLENGE + ", error=\"invalid_token\"",
                "The access token is not good, or not any more; the header must be Authorization: Bearer <token>.",
                null);
    }

    /** The token is one of the identity provider, which tells no role that there is here. */
    void noRole(RoutingContext request, ProviderToken token, String wanted) {
        audit.refused(request, 403, token.name(), null);
        answer(
                request,
                403,
                CHALLENGE + ", error=\"insufficient_scope\"",
                "The token of " + token.name() + " is good, but gives no role here (" + wanted
                        + "). Who runs the identity provider can grant one.");
    }

    /** The token would have to be checked by the identity provider's keys, and these cannot be had. */
    void providerIsAway(RoutingContext request) {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, "10");
        audit.refused(request, 503, null, null);
        answer(
                request,
                503,
                CHALLENGE,
                "The identity provider does not answer, so that its tokens cannot be checked; try again later, or use a"
                        + " token of this service's own. The service's log tells more.");
    }

    /** The role is too low. */
    void needsRole(RoutingContext request, Role needed, Caller caller) {
        refuse(
                request,
                403,
                CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed.label() + "\"",
                "This needs the role " + needed.label() + "; the token " + caller.name() + " has the role "
                        + caller.role().label() + ".",
                caller);
    }

    /** A viewer who may see only a part asks for what tells of all. */
    void isLimited(RoutingContext request, Caller caller) {
        refuse(
                request,
                403,
                CHALLENGE + ", error=\"insufficient_scope\"",
                "The token " + caller.name()
                        + " is limited to some file systems or paths; jobs, events, metrics and the"
                        + " API's description tell of all, and need a token that is not.",
                caller);
    }

    /** There is nothing that could be asked for so. */
    void notThere(RoutingContext request, int status, String allow) {
        if (!allow.isEmpty()) {
            request.response().putHeader("Allow", allow);
        }
        endBody(request);
        request.fail(status);
    }

    private void refuse(RoutingContext request, int status, String challenge, String detail, @Nullable Caller caller) {
        audit.refused(request, status, caller == null ? null : caller.name(), caller == null ? null : caller.role());
        answer(request, status, challenge, detail);
    }

    private static void answer(RoutingContext request, int status, String challenge, String detail) {
        request.response().putHeader(WWW_AUTHENTICATE, challenge).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        endBody(request);
        request.fail(status, new RequestRefusedException(status, detail));
    }

    /** Nobody wants what is still to come of the request's body. */
    private static void endBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        request.resume();
        if (!isSmall(request)) {
            UnwantedBody.closeAfterAnswer(context);
        }
    }

    private static boolean isSmall(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null
                ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                : length.length() < 10 && Long.parseLong(length) <= SMALL_BODY;
    }
}
