package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.app.UnwantedBody;

/** Turns the failures outside the resources (the network guard's, unknown URLs, routes below /q) into problems. */
@ApplicationScoped
public class ProblemRoute {
    private final ObjectMapper json;
    private final long maxBody;

    ProblemRoute(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.json = json;
        this.maxBody = maxBody.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
        // Behind those that are for every request, in front of all that look at the path.
        router.route().order(Integer.MIN_VALUE + 2).handler(ProblemRoute::checkUrl);
        // Quarkus has a check of its own, which answers without a word.
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::checkAnnouncedLength);
        router.route().last().handler(context -> context.fail(404));
    }

    private static void checkUrl(RoutingContext context) {
        try {
            new URI(context.request().uri());
        } catch (URISyntaxException e) {
            context.fail(
                    ProblemException.badRequest(
                            "The URL is malformed: " + e.getReason() + " at index " + e.getIndex()
                                    + ". Escape what is no letter or digit: % itself as %25, a space as %20 (curl -G --data-urlencode)."));
            return;
        }
        context.next();
    }

    private void checkAnnouncedLength(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > maxBody) {
            UnwantedBody.closeAfterAnswer(context);
            context.fail(413);
        } else {
            context.next();
        }
    }

    private void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // Half an answer must not end as if it were whole.
            response.reset();
            return;
        }
        Problem problem = ProblemTable.problem(
                context.failure(),
                context.statusCode(),
                new ProblemTable.Request(
                        context.request().method().name(), context.request().path()));
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(write(problem));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem of strings and numbers is always JSON", e);
        }
    }
}
