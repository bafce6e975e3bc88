package org.fscensus.pipeline;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far one phase is, at one moment.
 *
 * @param startedAt null while pending
 * @param seconds elapsed so far, or in all once done; 0 while pending
 * @param unit what {@code done} and {@code total} count
 * @param done units done so far
 * @param total units in all, null while unknown
 * @param ratePerSecond average units per second since the phase began, null before the first unit
 * @param secondsLeft estimate, null where there is none
 */
public record PhaseSnapshot(
        Phase phase,
        State state,
        @Nullable Instant startedAt,
        double seconds,
        String unit,
        long done,
        @Nullable Long total,
        @Nullable Double ratePerSecond,
        @Nullable Double secondsLeft) {

    /** Reads of a time before phases had units of their own have none. */
    public PhaseSnapshot {
        unit = Objects.requireNonNullElse(unit, phase.unit());
    }

    /** A phase's life; {@code FAILED} and {@code CANCELLED} name the phase in which an import ended early. */
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }
}
