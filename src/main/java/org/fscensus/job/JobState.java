package org.fscensus.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job is in its life. Transitions are methods of the states from which they are legal, and there are no others.
 *
 * <p>An attempt is one start of the import; a restart of the service makes the next one. Only those attempts count
 * towards {@link #MAX_INTERRUPTIONS} that a crash or a kill cut short, not those that an orderly shutdown gave back.
 */
public sealed interface JobState {
    /** After so many attempts that were cut short, a job is not tried again: it may be what brings the service down. */
    int MAX_INTERRUPTIONS = 3;

    /** The name in the API. */
    Id id();

    /** From 1: the number of the attempt that runs, ran last or is waited for. */
    int attempt();

    /** When the attempt began; null before. */
    default @Nullable Instant startedAt() {
        return null;
    }

    /** When the job ended; null before. */
    default @Nullable Instant finishedAt() {
        return null;
    }

    /** The names of the states, in lower case in the API. */
    enum Id {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether a job in this state will never change again. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }

        /** The name in the API. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * On disk, not begun.
     *
     * @param interruptions how many earlier attempts were cut short
     */
    record Queued(int attempt, int interruptions) implements JobState {
        /** A job just accepted. */
        static final Queued NEW = new Queued(1, 0);

        @Override
        public Id id() {
            return Id.QUEUED;
        }

        Running start(Instant now) {
            return new Running(attempt, interruptions, now);
        }

        Cancelled cancel(Instant now) {
            return new Cancelled(attempt, null, now);
        }
    }

    /** Importing. */
    record Running(int attempt, int interruptions, Instant startedAt) implements JobState {
        @Override
        public Id id() {
            return Id.RUNNING;
        }

        Succeeded succeed(Instant now, @Nullable String generation) {
            return new Succeeded(attempt, startedAt, now, generation);
        }

        Failed fail(Instant now, JobError error) {
            return new Failed(attempt, startedAt, now, error);
        }

        Cancelled cancel(Instant now) {
            return new Cancelled(attempt, startedAt, now);
        }

        /** An orderly shutdown stopped the import: it starts again with the service, and nothing is held against it. */
        Queued release() {
            return new Queued(attempt + 1, interruptions);
        }

        /** The service ended without having stopped the import: it starts again, unless that happened too often. */
        JobState interrupt(Instant now) {
            int times = interruptions + 1;
            if (times < MAX_INTERRUPTIONS) {
                return new Queued(attempt + 1, times);
            }
            JobError error = new JobError(
                    "The service ended " + times + " times while this import ran, the last time in attempt " + attempt
                            + " that began at " + startedAt,
                    "See the service's log and the system's for what ended it (memory, for instance), then submit the"
                            + " job again");
            return new Failed(attempt, startedAt, now, error);
        }
    }

    /**
     * Ran through.
     *
     * @param generation what it published; null after a dry run
     */
    record Succeeded(
            int attempt,
            Instant startedAt,
            Instant finishedAt,
            @Nullable String generation) implements JobState {
        @Override
        public Id id() {
            return Id.SUCCEEDED;
        }
    }

    /** Ended without publishing anything, for a reason. */
    record Failed(int attempt, Instant startedAt, Instant finishedAt, JobError error) implements JobState {
        @Override
        public Id id() {
            return Id.FAILED;
        }
    }

    /** Ended by a user, before or while it ran; nothing was published. */
    record Cancelled(int attempt, @Nullable Instant startedAt, Instant finishedAt) implements JobState {
        @Override
        public Id id() {
            return Id.CANCELLED;
        }
    }
}
