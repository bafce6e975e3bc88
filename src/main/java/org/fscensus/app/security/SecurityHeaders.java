package org.fscensus.app.security;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Headers that tell browsers to be careful, on every answer, refusals as well. Pages here load nothing from elsewhere and
 * run no script that is written into them; only the Swagger UI, which comes as it is, needs more.
 */
@ApplicationScoped
public class SecurityHeaders {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
            + " blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String SWAGGER_POLICY =
            "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'"
                    + " 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final Tokens tokens;

    SecurityHeaders(Tokens tokens) {
        this.tokens = tokens;
    }

    /** In front of every other route, those that refuse as well. */
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::add);
    }

    private void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        boolean swagger = isSwagger(context);
        headers.set("Content-Security-Policy", swagger ? SWAGGER_POLICY : POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (tokens.areNeeded()) {
            // What a browser keeps is not for the next one who enters another token there.
            context.addHeadersEndHandler(ready -> headers.add(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION));
        }
        context.next();
    }

    private static boolean isSwagger(RoutingContext context) {
        try {
            return context.normalizedPath().startsWith("/q/swagger-ui");
        } catch (IllegalArgumentException e) {
            // Escapes that are none: the request is refused by who comes next.
            return false;
        }
    }
}
