package org.fscensus.rest;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.Flow;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Makes server-sent events of the events of jobs. All followers of a job are told the same, one right after the other:
 * its JSON is written once for all of them. Any thread.
 */
@Singleton
class EventStreams {
    /** Proxies would otherwise hold events back until a buffer is full. */
    static final String NO_BUFFERING = "X-Accel-Buffering";

    /** What an event looks like, for the API's description. */
    static final String EXAMPLE = """
            retry:2000
            event:state
            id:06f3k2v9xq8m4t7b1n5c0d2e3a.17
            data:{"id":"06f3k2v9xq8m4t7b1n5c0d2e3a","filesystem":"asp","state":"running",...}

            """;

    private static final long RETRY_MILLIS = 2000;

    private final JobJson json;

    /** The event that was written last. */
    private volatile @Nullable Written last;

    private record Written(JobEvent event, String json) {}

    EventStreams(JobJson json) {
        this.json = json;
    }

    /** The client's pace is the publisher's: an event is asked for once the one before is written. */
    Multi<OutboundSseEvent> of(Flow.Publisher<JobEvent> events, Sse sse) {
        return Multi.createFrom().publisher(events).map(event -> outbound(event, sse));
    }

    private OutboundSseEvent outbound(JobEvent event, Sse sse) {
        JobSnapshot job = event.job();
        if (job == null) {
            return sse.newEventBuilder().comment(event.kind().label()).build();
        }
        OutboundSseEvent.Builder builder =
                sse.newEventBuilder().id(event.id()).name(event.kind().label()).data(String.class, json(event, job));
        if (event.kind() == JobEvent.Kind.STATE) {
            builder.reconnectDelay(RETRY_MILLIS);
        }
        return builder.build();
    }

    @SuppressWarnings("ReferenceEquality") // The very event, not one that is like it.
    private String json(JobEvent event, JobSnapshot job) {
        Written written = last;
        if (written == null || written.event != event) {
            written = new Written(event, json.json(job));
            last = written;
        }
        return written.json;
    }
}
