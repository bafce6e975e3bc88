package org.fscensus.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Times the questions, {@code fscensus_query_seconds{endpoint}}: from the request's head to the last byte of the answer,
 * streamed lists included. The endpoint is the path's template, so that there are as many series as there are calls and
 * not as many as there are file systems.
 */
@ApplicationScoped
public class QueryLatency {
    /** Every question is below it. */
    private static final String QUESTIONS = "/api/v1/filesystems";

    private static final String STARTED = QueryLatency.class.getName() + ".started";

    /** Around the answers that should come at once, up to the default time limit and what streaming may take. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry meters;

    QueryLatency(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Before any queue that the request may have to wait in. */
    void install(@Observes Router router) {
        router.route(QUESTIONS + "*").method(HttpMethod.GET).order(-1).handler(context -> {
            context.put(STARTED, System.nanoTime());
            context.next();
        });
    }

    /** Once the resource is known, and only then: unknown URLs are no endpoint. */
    @ServerRequestFilter
    public void endpointKnown(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        Long started = context.get(STARTED);
        if (started != null) {
            String endpoint = template(resource);
            context.addEndHandler(done -> timer(endpoint).record(System.nanoTime() - started, TimeUnit.NANOSECONDS));
        }
    }

    private Timer timer(String endpoint) {
        return Timer.builder("fscensus.query")
                .description("Time from a question's request to the last byte of its answer")
                .tag("endpoint", endpoint)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private static String template(ResourceInfo resource) {
        String path = "/" + path(resource.getResourceClass()) + "/" + path(resource.getResourceMethod());
        String single = path.replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    private static String path(@Nullable AnnotatedElement element) {
        Path path = element == null ? null : element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }
}
