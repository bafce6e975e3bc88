package org.fscensus.app;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobSnapshot;

/**
 * Tells the configured receivers when a job has ended, by a signed POST of the job. At best once each, at most as often
 * as configured: what cannot be delivered until then, or until the service stops, is lost to the receiver and named in
 * the log. Jobs never wait for it.
 */
@Singleton
public class Webhooks {
    private final CensusConfig config;
    private final JobDocument document;
    private final MeterRegistry meters;
    private final Clock clock;

    private volatile List<WebhookReceiver> receivers = List.of();

    public Webhooks(CensusConfig config, JobDocument document, MeterRegistry meters, Clock clock) {
        this.config = config;
        this.document = document;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Once, before the first job ends.
     *
     * @throws StartException if the settings cannot be used
     */
    void start() {
        receivers = WebhookSettings.of(config.webhooks()).map(this::receivers).orElse(List.of());
    }

    private List<WebhookReceiver> receivers(WebhookSettings settings) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout())
                .build();
        return settings.receivers().stream()
                .map(address -> new WebhookReceiver(address, settings, client, meters, clock))
                .toList();
    }

    /** On the thread on which a job's events happen: returns at once. */
    void onEvent(JobEvent event) {
        JobSnapshot job = event.job();
        if (receivers.isEmpty()
                || job == null
                || event.kind() != JobEvent.Kind.STATE
                || !job.state().isFinal()) {
            return;
        }
        String body = document.json(job);
        for (WebhookReceiver receiver : receivers) {
            receiver.offer(new WebhookReceiver.Delivery(
                    "msg_" + UUID.randomUUID(), "job." + job.state().label(), job.id(), body));
        }
    }

    /** When no job runs any more. */
    void close() {
        receivers.forEach(WebhookReceiver::close);
    }
}
