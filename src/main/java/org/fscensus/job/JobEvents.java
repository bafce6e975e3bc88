package org.fscensus.job;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells followers what happens to jobs. Publishing never waits for a follower: events are put into each follower's own
 * bounded line and delivered by one thread of the hub, which also ticks. Any thread.
 */
final class JobEvents implements AutoCloseable {
    /** Twice as often as promised, so that a late tick still keeps the promise. */
    static final Duration TICK = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(JobEvents.class.getName());
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final List<Consumer<JobEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong sequence = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "job-events");
        worker.setDaemon(true);
        return worker;
    });

    /** Calls {@code tick} twice a second from now on. */
    void start(Runnable tick) {
        ScheduledFuture<?> ticking = thread.scheduleAtFixedRate(
                () -> guarded(() -> {
                    tick.run();
                    subscriptions.forEach(subscription -> subscription.beat(HEARTBEAT.toNanos()));
                }),
                TICK.toMillis(),
                TICK.toMillis(),
                TimeUnit.MILLISECONDS);
        LOG.log(System.Logger.Level.DEBUG, "followers are told of running jobs: {0}", ticking);
    }

    /** Tells a part of this program of every event, on the thread on which it happens; must be quick. */
    void addListener(Consumer<JobEvent> listener) {
        listeners.add(listener);
    }

    void publish(JobEvent.Kind kind, JobSnapshot job, double workerUse) {
        JobEvent event = JobEvent.of(kind, job, sequence.incrementAndGet(), workerUse);
        listeners.forEach(listener -> guarded(() -> listener.accept(event)));
        for (EventSubscription subscription : subscriptions) {
            if (subscription.follows(job.id())) {
                subscription.offer(event);
            }
        }
    }

    /**
     * A stream that begins with the present state of what is followed, and fails where that cannot be told.
     *
     * @param jobId the job whose last event ends the stream; null for all jobs
     * @param present asked once the follower is sure to miss nothing; without the one job, the stream ends at once
     */
    Flow.Publisher<JobEvent> stream(@Nullable String jobId, Supplier<List<JobSnapshot>> present) {
        return follower -> {
            EventSubscription subscription =
                    new EventSubscription(follower, jobId, this::deliver, subscriptions::remove);
            subscriptions.add(subscription);
            follower.onSubscribe(subscription);
            subscription.begin(() -> first(jobId, present.get()));
            if (thread.isShutdown()) {
                subscription.cancel();
                follower.onComplete();
            }
        };
    }

    private List<JobEvent> first(@Nullable String jobId, List<JobSnapshot> present) {
        if (present.isEmpty() && jobId == null) {
            // Something to send, so that the follower sees at once that it is connected.
            return List.of(JobEvent.HEARTBEAT);
        }
        return present.stream()
                .map(job -> JobEvent.of(JobEvent.Kind.STATE, job, sequence.incrementAndGet(), 0))
                .toList();
    }

    int followers() {
        return subscriptions.size();
    }

    /** Ends all streams; what they have not delivered within a second is lost. */
    @Override
    public void close() {
        subscriptions.forEach(EventSubscription::complete);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Runnable work) {
        try {
            thread.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event came after the end of the service and is not delivered", e);
        }
    }

    /** One follower's or listener's failure is not another's, nor the import's. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // Errors too: after one that is thrown on, the ticks would never come again.
            LOG.log(System.Logger.Level.WARNING, "an event of a job could not be delivered", e);
        }
    }
}
