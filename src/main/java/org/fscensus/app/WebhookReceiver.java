package org.fscensus.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells one receiver of ended jobs, on a thread of its own, so that a dead one delays nobody else. What waits for its
 * first or a further attempt is bounded; beyond, deliveries are dropped, and every delivery that is given up is told in
 * the log and counted.
 */
final class WebhookReceiver implements AutoCloseable {
    /** Waiting deliveries, each a job of some kilobytes. */
    static final int MOST_WAITING = 100;

    private static final Logger LOG = Logger.getLogger(WebhookReceiver.class);
    private static final int BACK_OFF_FACTOR = 4;
    /** For the attempt that is being made when the service stops. */
    private static final long STOP_SECONDS = 2;

    private static final int SUCCESS = 2;

    private final URI address;
    private final String name;
    private final WebhookSettings settings;
    private final HttpClient client;
    private final Clock clock;
    private final Counter delivered;
    private final Counter failed;
    private final Counter dropped;
    private final Counter retried;
    /** By id. */
    private final Map<String, Delivery> waiting = new ConcurrentHashMap<>();

    private final ScheduledThreadPoolExecutor thread;

    /** What is to be told, the same in every attempt. */
    record Delivery(String id, String event, String jobId, String body) {}

    WebhookReceiver(URI address, WebhookSettings settings, HttpClient client, MeterRegistry meters, Clock clock) {
        this.address = address;
        this.name = WebhookSettings.name(address);
        this.settings = settings;
        this.client = client;
        this.clock = clock;
        this.delivered = counter(meters, "delivered");
        this.failed = counter(meters, "failed");
        this.dropped = counter(meters, "dropped");
        this.retried = Counter.builder("fscensus.webhook.retries")
                .description("Further attempts to tell a receiver of an ended job")
                .tag("receiver", name)
                .register(meters);
        Gauge.builder("fscensus.webhook.waiting", waiting, Map::size)
                .description("Ended jobs that a receiver has not been told of yet")
                .tag("receiver", name)
                .register(meters);
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread daemon = new Thread(work, "webhook-" + name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("fscensus.webhook.deliveries")
                .description("Ended jobs that a receiver was told of, or was not, by outcome")
                .tag("receiver", name)
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Takes a delivery and returns at once. */
    void offer(Delivery delivery) {
        if (waiting.size() >= MOST_WAITING) {
            tellLost(delivery, dropped, MOST_WAITING + " others are waiting");
            return;
        }
        waiting.put(delivery.id(), delivery);
        later(delivery, 1, Duration.ZERO);
    }

    private void later(Delivery delivery, int attempt, Duration delay) {
        try {
            ScheduledFuture<?> next =
                    thread.schedule(() -> attempt(delivery, attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
            LOG.tracef("Attempt %d of webhook %s: %s", attempt, delivery.id(), next);
        } catch (RejectedExecutionException e) {
            LOG.debug("the service stops", e);
            giveUp(delivery, dropped, "the service stops");
        }
    }

    private void attempt(Delivery delivery, int attempt) {
        if (attempt > 1) {
            retried.increment();
        }
        String failure;
        try {
            int status = send(delivery);
            if (status / 100 == SUCCESS) {
                waiting.remove(delivery.id());
                delivered.increment();
                LOG.infof("Webhook %s: %s was told that job %s has ended", delivery.id(), name, delivery.jobId());
                return;
            }
            failure = "it answered " + status;
        } catch (IOException | RuntimeException e) {
            failure = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(delivery, dropped, "the service stops");
            return;
        }
        if (attempt >= settings.attempts()) {
            giveUp(delivery, failed, "after " + attempt + " attempts: " + failure);
            return;
        }
        Duration pause = settings.backOff().multipliedBy((long) Math.pow(BACK_OFF_FACTOR, attempt - 1.0));
        LOG.warnf(
                "Webhook %s: %s could not be told of job %s: %s; attempt %d of %d follows in %d ms",
                delivery.id(), name, delivery.jobId(), failure, attempt + 1, settings.attempts(), pause.toMillis());
        later(delivery, attempt + 1, pause);
    }

    private int send(Delivery delivery) throws IOException, InterruptedException {
        Instant now = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "fs-census")
                .header("Fscensus-Event", delivery.event())
                .header("webhook-id", delivery.id())
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", settings.signature().of(delivery.id(), now, delivery.body()))
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body()))
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        // The answer's head is all that counts; a body that never ends is not waited for.
        answer.body().close();
        return answer.statusCode();
    }

    private void giveUp(Delivery delivery, Counter outcome, String reason) {
        if (waiting.remove(delivery.id(), delivery)) {
            tellLost(delivery, outcome, reason);
        }
    }

    private void tellLost(Delivery delivery, Counter outcome, String reason) {
        outcome.increment();
        LOG.errorf(
                "Webhook %s: %s was not told that job %s has ended (%s): %s; GET /api/v1/jobs/%s tells",
                delivery.id(), name, delivery.jobId(), delivery.event(), reason, delivery.jobId());
    }

    /** Lets the attempt that is being made come to its end, for a moment; what waits is given up, and the log says so. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warnf("The thread that tells %s of jobs does not end", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.values().forEach(delivery -> giveUp(delivery, dropped, "the service stops"));
    }
}
