package org.fscensus.app;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Holds connections to the configured limits, and tells their watches of requests. */
@ApplicationScoped
public class Connections {
    private final CensusConfig config;

    Connections(CensusConfig config) {
        this.config = config;
    }

    /** Before the port is opened. */
    void start(@Observes @Priority(2) StartupEvent event) {
        ConnectionExtension.use(ConnectionLimits.of(config.connections()));
    }

    /** In front of every other route. */
    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(Connections::watch);
    }

    private static void watch(RoutingContext context) {
        ConnectionWatch watch = context.request().connection() instanceof ConnectionBase connection
                ? ConnectionWatch.of(connection.channel())
                : null;
        if (watch != null) {
            watch.began();
            context.addEndHandler(done -> watch.ended());
        }
        context.next();
    }
}
