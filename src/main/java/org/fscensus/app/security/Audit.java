package org.fscensus.app.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The audit log, category {@code fscensus.audit}: one line for every request that may change something, when it is
 * answered, and for requests that were refused, of which only some are told where there are many. A token itself is never
 * told, nor any header or query.
 */
@ApplicationScoped
public class Audit {
    static final String CATEGORY = "fscensus.audit";

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final Set<String> ONLY_ASK = Set.of("GET", "HEAD", "OPTIONS");
    private static final String JOBS = "/api/v1/jobs/";
    private static final int LONGEST = 300;

    private final RateLimit refused = new RateLimit(20, Duration.ofMinutes(1));

    /** Tells of a request when it is answered. */
    void follow(RoutingContext context, Caller caller) {
        HttpServerRequest request = context.request();
        if (ONLY_ASK.contains(request.method().name())) {
            return;
        }
        context.addEndHandler(done -> LOG.infof(
                "%s status=%s %s%s",
                what(request),
                done.succeeded() ? context.response().getStatusCode() : "broken-off",
                job(context),
                who(request, caller.name(), caller.role())));
    }

    /**
     * Tells of a request that was refused.
     *
     * @param name whose token it has; null where it has none that is good
     * @param role null where there is none
     */
    void refused(RoutingContext context, int status, @Nullable String name, @Nullable Role role) {
        long before = refused.take(System.nanoTime());
        if (before >= 0) {
            LOG.warnf(
                    "%s status=%d refused %s%s",
                    what(context.request()),
                    status,
                    who(context.request(), name, role),
                    before == 0 ? "" : " (" + before + " more before were not logged)");
        }
    }

    private static String what(HttpServerRequest request) {
        return HeaderText.printable(request.method().name() + " " + request.path(), LONGEST);
    }

    private static String who(HttpServerRequest request, @Nullable String name, @Nullable Role role) {
        return "token=" + Objects.requireNonNullElse(name, "none")
                + (name == null || role == null ? "" : " role=" + role.label())
                + " address="
                + (request.remoteAddress() == null
                        ? "unknown"
                        : request.remoteAddress().hostAddress());
    }

    /** The job that a request made or was about. */
    private static String job(RoutingContext context) {
        String made = context.response().headers().get(HttpHeaders.LOCATION);
        String place = made == null ? context.normalizedPath() : made;
        int at = place.indexOf(JOBS);
        return at < 0 ? "" : "job=" + HeaderText.printable(place.substring(at + JOBS.length()), LONGEST) + " ";
    }
}
