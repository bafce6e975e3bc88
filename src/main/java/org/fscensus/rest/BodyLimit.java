package org.fscensus.rest;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import org.fscensus.app.UnwantedBody;

/**
 * Keeps the bodies of requests small where they are JSON, which is read into memory: the server's own limit has to let
 * uploads pass.
 */
@ApplicationScoped
public class BodyLimit {
    /** A request is a few lines of JSON; the names of thousands of logs have room as well. */
    static final int JSON_BYTES = 1_000_000;

    /** What has arrived when that much has been read is less; behind {@link LongBodies}, which says what is wrong. */
    private static final long ARRIVED_BYTES = 4L * JSON_BYTES;

    /** Digits of a length that is not larger. */
    private static final int LONGEST_LENGTH = 6;

    /** Right behind the server's own limit, which it replaces. */
    void install(@Observes Router router) {
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(BodyLimit::limit);
    }

    private static void limit(RoutingContext context) {
        if (!context.normalizedPath().startsWith(UploadsResource.PATH + "/")) {
            String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && length.length() > LONGEST_LENGTH) {
                // What is still to come of the body is not waited for.
                UnwantedBody.closeAfterAnswer(context);
                context.fail(Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode());
                return;
            }
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, ARRIVED_BYTES);
        }
        context.next();
    }
}
