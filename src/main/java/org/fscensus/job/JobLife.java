package org.fscensus.job;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of one job and its changes. A change that is not legal throws {@link IllegalStateException} and changes
 * nothing. Any thread.
 */
final class JobLife {
    private final Clock clock;
    private JobState state;

    JobLife(Clock clock, JobState state) {
        this.clock = clock;
        this.state = state;
    }

    synchronized JobState state() {
        return state;
    }

    JobState start() {
        return change("start", JobState.Queued.class, JobState.Queued::start);
    }

    JobState succeed(@Nullable String generation) {
        return change("succeed", JobState.Running.class, (running, now) -> running.succeed(now, generation));
    }

    JobState fail(JobError error) {
        return change("fail", JobState.Running.class, (running, now) -> running.fail(now, error));
    }

    JobState release() {
        return change("be released", JobState.Running.class, (running, now) -> running.release());
    }

    JobState interrupt() {
        return change("be interrupted", JobState.Running.class, JobState.Running::interrupt);
    }

    synchronized JobState cancel() {
        return state instanceof JobState.Queued
                ? change("be cancelled", JobState.Queued.class, JobState.Queued::cancel)
                : change("be cancelled", JobState.Running.class, JobState.Running::cancel);
    }

    private synchronized <S extends JobState> JobState change(
            String verb, Class<S> from, BiFunction<S, Instant, JobState> transition) {
        if (!from.isInstance(state)) {
            throw new IllegalStateException("a job that is " + state.id().label() + " cannot " + verb);
        }
        state = transition.apply(from.cast(state), clock.instant());
        return state;
    }
}
