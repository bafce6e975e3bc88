package org.fscensus.app;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** A request's body that nobody reads to its end, since the answer is known already. */
public final class UnwantedBody {
    /** Time for a client that is still sending to read its answer. */
    private static final long LINGER_MILLIS = 1000;

    private UnwantedBody() {}

    /**
     * Has the connection closed a moment after the request was answered. Over HTTP/2, where other requests share it, the
     * client ends the request's stream when it has the answer. To be called while the request is handled, by any thread.
     */
    public static void closeAfterAnswer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        // The context may be one that is gone when the request is answered.
        HttpConnection connection = request.connection();
        Vertx vertx = context.vertx();
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(done -> vertx.setTimer(LINGER_MILLIS, timer -> connection.close()));
    }
}
