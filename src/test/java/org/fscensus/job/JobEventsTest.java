package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-25T10:00:00Z");
    private static final JobState RUNNING = new JobState.Running(1, 0, NOW);
    private static final JobState DONE = new JobState.Succeeded(1, NOW, NOW, "g1");

    private final JobEvents events = new JobEvents();

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void aStreamBeginsWithThePresentAndEndsWithTheFinalState() {
        Follower follower = follow("j1", List.of(snapshot("j1", RUNNING)), Long.MAX_VALUE);
        publish(JobEvent.Kind.PHASE, "j1", RUNNING);
        publish(JobEvent.Kind.PROGRESS, "j2", RUNNING);
        publish(JobEvent.Kind.STATE, "j1", DONE);
        publish(JobEvent.Kind.PROGRESS, "j1", RUNNING);

        await().until(() -> follower.completed);
        assertThat(follower.received)
                .extracting(JobEvent::kind)
                .containsExactly(JobEvent.Kind.STATE, JobEvent.Kind.PHASE, JobEvent.Kind.STATE);
        assertThat(follower.last().id()).isEqualTo(JobEvent.finalId("j1"));
        assertThat(events.followers()).isZero();
    }

    @Test
    void aFinishedJobIsOneEvent() {
        Follower follower = follow("j1", List.of(snapshot("j1", DONE)), Long.MAX_VALUE);

        await().until(() -> follower.completed);
        assertThat(follower.received)
                .singleElement()
                .satisfies(event -> assertThat(event.isFinal()).isTrue());
    }

    @Test
    void aSlowFollowerMissesProgressButNotTheEnd() {
        Follower follower = follow("j1", List.of(snapshot("j1", RUNNING)), 1);
        await().until(() -> follower.received.size() == 1);
        for (int tick = 0; tick < 10_000; tick++) {
            publish(JobEvent.Kind.PROGRESS, "j1", RUNNING);
        }
        publish(JobEvent.Kind.STATE, "j1", DONE);

        assertThat(follower.received).hasSize(1);
        follower.request(Long.MAX_VALUE);
        await().until(() -> follower.completed);
        assertThat(follower.received).hasSize(2);
        assertThat(follower.last().isFinal()).isTrue();
    }

    @Test
    void whatWaitsForAFollowerIsBounded() {
        Follower follower = follow("j1", List.of(snapshot("j1", RUNNING)), 0);
        for (int phase = 0; phase < 10_000; phase++) {
            publish(JobEvent.Kind.PHASE, "j1", RUNNING);
        }
        publish(JobEvent.Kind.STATE, "j1", DONE);
        follower.request(Long.MAX_VALUE);

        await().until(() -> follower.completed);
        assertThat(follower.received).hasSizeLessThanOrEqualTo(256);
        assertThat(follower.last().isFinal()).isTrue();
    }

    @Test
    void aFollowerThatIsTooManyFinishedJobsBehindIsGivenUpAndNotLiedTo() {
        Follower follower = follow(null, List.of(), 0);
        for (int job = 0; job < 300; job++) {
            publish(JobEvent.Kind.STATE, "j" + job, DONE);
        }

        await().until(() -> follower.failed);
        assertThat(follower.received).isEmpty();
        assertThat(events.followers()).isZero();
    }

    @Test
    void aFollowerThatThrowsOrLeavesIsForgottenAndDisturbsNobody() {
        Follower rude = follow(null, List.of(), Long.MAX_VALUE);
        rude.rude = true;
        Follower leaving = follow(null, List.of(), Long.MAX_VALUE);
        Follower staying = follow(null, List.of(), Long.MAX_VALUE);
        leaving.cancel();
        publish(JobEvent.Kind.PROGRESS, "j1", RUNNING);

        await().until(() -> events.followers() == 1);
        await().until(() -> staying.received.stream().anyMatch(event -> event.kind() == JobEvent.Kind.PROGRESS));
        assertThat(leaving.received).noneMatch(event -> event.kind() == JobEvent.Kind.PROGRESS);
    }

    @Test
    void aStreamWhosePresentCannotBeToldFailsAndIsForgotten() {
        Follower follower = new Follower(0);
        events.stream("j1", () -> {
                    throw new JobStoreException("the disk is gone", new java.sql.SQLException());
                })
                .subscribe(follower);

        await().until(() -> follower.failed);
        assertThat(follower.received).isEmpty();
        assertThat(events.followers()).isZero();
    }

    @Test
    void aStreamOfAJobThatWasForgottenMeanwhileEnds() {
        Follower follower = follow("j1", List.of(), 0);

        await().until(() -> follower.completed);
        assertThat(follower.received).isEmpty();
        assertThat(events.followers()).isZero();
    }

    @Test
    void aSilentStreamGetsAHeartbeat() {
        Follower follower = new Follower(Long.MAX_VALUE);
        EventSubscription subscription = new EventSubscription(follower, "j1", Runnable::run, ended -> {});
        follower.onSubscribe(subscription);

        subscription.beat(Duration.ofMinutes(10).toNanos());
        assertThat(follower.received).isEmpty();
        subscription.beat(0);
        assertThat(follower.received).containsExactly(JobEvent.HEARTBEAT);
        subscription.beat(Duration.ofMinutes(10).toNanos());
        assertThat(follower.received).hasSize(1);
    }

    /** The first one ended all ticks: no progress was told any more, and no finished job saved that had to wait. */
    @Test
    void ticksGoOnAfterOneThatRanOutOfMemory() {
        AtomicInteger ticks = new AtomicInteger();

        events.start(() -> {
            if (ticks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
        });

        await().until(() -> ticks.get() >= 3);
    }

    @Test
    void streamsEndWithTheService() {
        Follower follower = follow(null, List.of(), Long.MAX_VALUE);

        events.close();

        await().until(() -> follower.completed);
        assertThat(follower.received).extracting(JobEvent::kind).containsExactly(JobEvent.Kind.HEARTBEAT);
    }

    private Follower follow(@Nullable String jobId, List<JobSnapshot> present, long initialDemand) {
        Follower follower = new Follower(initialDemand);
        events.stream(jobId, () -> present).subscribe(follower);
        return follower;
    }

    private void publish(JobEvent.Kind kind, String jobId, JobState state) {
        events.publish(kind, snapshot(jobId, state), 0);
    }

    private static JobSnapshot snapshot(String jobId, JobState state) {
        ImportRequest request = new ImportRequest(
                jobId,
                new ImportSource.Logs(List.of(Path.of("/data/log"))),
                "asp",
                NOW,
                ImportRequest.ScanTimeOrigin.GIVEN,
                ImportOptions.defaults(1));
        return JobSnapshot.of(request, NOW, state, JobReport.pending(request));
    }

    /** Keeps what it gets. */
    private static final class Follower implements Flow.Subscriber<JobEvent> {
        private final List<JobEvent> received = new CopyOnWriteArrayList<>();
        private final long initialDemand;

        @SuppressWarnings("NullAway.Init") // the publisher calls onSubscribe first
        private volatile Flow.Subscription subscription;

        private volatile boolean completed;
        private volatile boolean failed;
        private volatile boolean rude;

        Follower(long initialDemand) {
            this.initialDemand = initialDemand;
        }

        void request(long n) {
            subscription.request(n);
        }

        void cancel() {
            subscription.cancel();
        }

        JobEvent last() {
            return received.get(received.size() - 1);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (initialDemand > 0) {
                given.request(initialDemand);
            }
        }

        @Override
        public void onNext(JobEvent event) {
            if (rude) {
                throw new IllegalStateException("a rude follower");
            }
            received.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            failed = true;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
