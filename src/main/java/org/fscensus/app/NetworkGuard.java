package org.fscensus.app;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.app.security.Tokens;

/**
 * Keeps everybody but this machine's own users out while there are no access tokens: the service starts on a loopback
 * address or not at all, and every request, to {@code /api} and {@code /q} alike, passes {@link LoopbackRules}. With
 * tokens it may listen anywhere.
 */
@ApplicationScoped
public class NetworkGuard {
    private final String host;
    private final boolean tokensNeeded;

    NetworkGuard(@ConfigProperty(name = "quarkus.http.host") String host, CensusConfig config) {
        this.host = host;
        this.tokensNeeded = Tokens.areNeeded(config.security());
    }

    /** Runs before every other observer, and before the port is opened. */
    void checkAtStart(@Observes @Priority(1) StartupEvent event) {
        checkSettings(host, tokensNeeded);
    }

    /**
     * Refuses settings under which the service would be open to others.
     *
     * @throws ConfigurationException naming the key and the way out
     */
    static void checkSettings(String host, boolean tokensNeeded) {
        if (!tokensNeeded && !LoopbackRules.isLoopback(host)) {
            throw new ConfigurationException(
                    "quarkus.http.host is '" + host
                            + "', which other machines could reach, and there are no access tokens to keep them out."
                            + " Set it to 127.0.0.1, ::1 or localhost, and reach the service from elsewhere through"
                            + " ssh -L 8080:127.0.0.1:8080; or make tokens (the command token) and set"
                            + " fscensus.security.tokens-file, or take those of an identity provider"
                            + " (fscensus.security.oidc.url).",
                    Set.of("quarkus.http.host"));
        }
    }

    /** In front of every other route but the one that adds headers to all answers. */
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE + 1).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        LoopbackRules.Refusal refusal = tokensNeeded
                ? LoopbackRules.judgeWithTokens(authorities(request))
                : LoopbackRules.judge(
                        authorities(request),
                        request.headers().getAll(HttpHeaders.ORIGIN),
                        request.headers().getAll("Sec-Fetch-Site"),
                        request.isSSL());
        if (refusal == null) {
            context.next();
        } else {
            context.fail(refusal.status(), new RequestRefusedException(refusal.status(), refusal.detail()));
        }
    }

    /** The Host headers; over HTTP/2 the {@code :authority} as well, where it says anything else. */
    private static List<String> authorities(HttpServerRequest request) {
        List<String> names = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            String authority = request.authority().toString();
            if (!names.contains(authority)) {
                names.add(authority);
            }
        }
        return names;
    }
}
