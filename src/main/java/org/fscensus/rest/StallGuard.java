package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import org.fscensus.app.CensusConfig;

/**
 * Ends a streamed answer whose client has stopped reading: what it holds (a connection to a database, a thread) is for
 * others.
 */
@ApplicationScoped
class StallGuard {
    private final Duration timeout;

    StallGuard(CensusConfig config) {
        this.timeout = config.query().stallTimeout();
    }

    /** The same answer, broken off where its client takes nothing for as long as configured. */
    StreamingOutput guard(StreamingOutput answer, RoutingContext context) {
        return out -> {
            try (GuardedOutput guarded = new GuardedOutput(out, context, timeout)) {
                answer.write(guarded);
            }
        };
    }
}
