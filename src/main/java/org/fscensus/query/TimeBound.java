package org.fscensus.query;

import java.time.Duration;
import java.time.Instant;

/** A moment that a question names: a fixed one, or one relative to the scan that is asked. */
public sealed interface TimeBound {
    /** The moment, for a scan taken at {@code scanTime}. */
    Instant at(Instant scanTime);

    /** A fixed moment. */
    record At(Instant time) implements TimeBound {
        @Override
        public Instant at(Instant scanTime) {
            return time;
        }
    }

    /** So long before the scan. */
    record Age(Duration age) implements TimeBound {
        @Override
        public Instant at(Instant scanTime) {
            return scanTime.minus(age);
        }
    }
}
