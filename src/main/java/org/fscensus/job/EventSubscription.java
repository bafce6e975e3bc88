package org.fscensus.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One follower's line of undelivered events. Bounded: of a job's progress only the newest waits, and where a follower is
 * far behind its oldest events are dropped, but never a job's last. Offered to by any thread, delivered on the executor,
 * one event at a time.
 */
final class EventSubscription implements Flow.Subscription {
    private static final int MAX_WAITING = 256;

    private final Flow.Subscriber<? super JobEvent> follower;
    private final @Nullable String jobId;
    private final Executor delivery;
    private final Consumer<EventSubscription> onEnd;

    private final Deque<JobEvent> waiting = new ArrayDeque<>();
    private long demand;
    private boolean delivering;
    /** No more events are taken; what waits is still delivered. */
    private boolean ended;

    /** What may wait: more, where it begins with more. */
    private int mostWaiting = MAX_WAITING;

    private boolean cancelled;
    private @Nullable Throwable failure;
    private long lastEventNanos = System.nanoTime();

    /**
     * @param jobId the one job that is followed, whose last event ends the subscription; null for all
     * @param onEnd called once or more when nothing will be delivered any more
     */
    EventSubscription(
            Flow.Subscriber<? super JobEvent> follower,
            @Nullable String jobId,
            Executor delivery,
            Consumer<EventSubscription> onEnd) {
        this.follower = follower;
        this.jobId = jobId;
        this.delivery = delivery;
        this.onEnd = onEnd;
    }

    boolean follows(String id) {
        return jobId == null || jobId.equals(id);
    }

    /**
     * Offers the first events. Events that happen meanwhile wait for them, so that none is overtaken by what was the
     * present before it. Where there are none, the subscription ends; where they cannot be told, it fails.
     */
    synchronized void begin(Supplier<List<JobEvent>> present) {
        List<JobEvent> first;
        try {
            first = present.get();
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        mostWaiting = Math.max(MAX_WAITING, 2 * first.size());
        first.forEach(this::offer);
        if (first.isEmpty()) {
            complete();
        }
    }

    synchronized void offer(JobEvent event) {
        if (ended || cancelled) {
            return;
        }
        // Every event carries the whole job, so a progress that still waits is told by this one too.
        waiting.removeIf(earlier -> earlier.kind() == JobEvent.Kind.PROGRESS && earlier.isAbout(event));
        waiting.add(event);
        lastEventNanos = System.nanoTime();
        ended = jobId != null && event.isFinal();
        if (waiting.size() > mostWaiting && !dropOldest()) {
            fail(new IllegalStateException("a follower is " + mostWaiting + " finished jobs behind and was given up"));
            return;
        }
        deliver();
    }

    /** Keeps a silent connection alive. */
    synchronized void beat(long silenceNanos) {
        if (waiting.isEmpty() && System.nanoTime() - lastEventNanos >= silenceNanos) {
            offer(JobEvent.HEARTBEAT);
        }
    }

    /** Ends the subscription once what waits is delivered. */
    synchronized void complete() {
        ended = true;
        deliver();
    }

    /** Ends the subscription with an error, in place of what waits. Holding the lock. */
    private void fail(RuntimeException reason) {
        ended = true;
        failure = reason;
        waiting.clear();
        deliver();
    }

    @Override
    public synchronized void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("a follower asked for " + n + " events"));
            return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        deliver();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
            waiting.clear();
        }
        onEnd.accept(this);
    }

    private boolean dropOldest() {
        for (Iterator<JobEvent> oldest = waiting.iterator(); oldest.hasNext(); ) {
            if (!oldest.next().isFinal()) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    /** Holding the lock: at most one delivery runs. */
    private void deliver() {
        if (!delivering) {
            delivering = true;
            delivery.execute(this::run);
        }
    }

    private void run() {
        try {
            JobEvent event = next();
            while (event != null) {
                follower.onNext(event);
                event = next();
            }
            finish();
        } catch (RuntimeException e) {
            // A follower that cannot take its events is gone.
            cancel();
            throw e;
        }
    }

    private synchronized @Nullable JobEvent next() {
        if (cancelled || demand == 0 || waiting.isEmpty()) {
            // Left set once ended: then nothing is delivered after the end.
            delivering = cancelled || (ended && waiting.isEmpty());
            return null;
        }
        demand--;
        return waiting.remove();
    }

    private void finish() {
        Throwable reason;
        synchronized (this) {
            if (cancelled || !ended || !waiting.isEmpty()) {
                return;
            }
            cancelled = true;
            reason = failure;
        }
        onEnd.accept(this);
        if (reason == null) {
            follower.onComplete();
        } else {
            follower.onError(reason);
        }
    }
}
