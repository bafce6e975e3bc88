package org.fscensus.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What connections may take.
 *
 * @param most that may be open
 * @param head within which a request's head has to be there, from its first byte on, or from the connection's beginning
 * @param idle for how long one may stay open between requests
 * @param open how many there are
 */
record ConnectionLimits(int most, Duration head, Duration idle, AtomicInteger open) {
    static ConnectionLimits of(CensusConfig.Connections config) {
        return new ConnectionLimits(config.max(), config.headTimeout(), config.idleTimeout(), new AtomicInteger());
    }
}
