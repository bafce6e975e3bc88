package org.fscensus.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.NoSuchJobException;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Jobs as server-sent events. */
@Path("/api/v1")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Tag(name = "Jobs")
public class EventsResource {
    /** Proxies would otherwise hold events back until a buffer is full. */
    private static final String NO_BUFFERING = "X-Accel-Buffering";

    private static final long RETRY_MILLIS = 2000;
    private static final String EXAMPLE = """
            retry:2000
            event:state
            id:06f3k2v9xq8m4t7b1n5c0d2e3a.17
            data:{"id":"06f3k2v9xq8m4t7b1n5c0d2e3a","filesystem":"asp","state":"running",...}

            """;

    private final JobService jobs;

    EventsResource(JobService jobs) {
        this.jobs = jobs;
    }

    /** The events of one job, until it is finished. */
    @GET
    @Path("jobs/{id}/events")
    @Blocking
    @ResponseHeader(name = NO_BUFFERING, value = "no")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    @Operation(
            operationId = "followJob",
            summary = "Follow a job",
            description =
                    "Server-sent events named state (a new state; the first event is the present one, the last the"
                            + " final one, then the stream ends), phase (a phase began or ended) and progress (at least each"
                            + " second while the job runs). The data of each is the Job, as GET shows it. Comment lines keep a"
                            + " silent connection alive. What was missed is not told again: who reconnects gets the present"
                            + " state first.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; the schema is that of the data of an event.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = JobView.class),
                            examples = @ExampleObject(name = "event", value = EXAMPLE)))
    @APIResponse(
            responseCode = "204",
            description = "Last-Event-ID is the job's last event: there is nothing more, and no need to reconnect.")
    @APIResponse(
            responseCode = "404",
            description = "There is no such job.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> job(
            @Parameter(description = "The job's id.") @PathParam("id") String id,
            @Parameter(
                            name = HttpHeaders.LAST_EVENT_ID_HEADER,
                            in = ParameterIn.HEADER,
                            description = "The id of the last event seen, which browsers send when they reconnect.")
                    @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Nullable String lastEventId,
            @Context Sse sse) {
        try {
            Flow.Publisher<JobEvent> events = jobs.events(id);
            if (JobEvent.finalId(id).equals(lastEventId)) {
                throw new WebApplicationException(Response.noContent().build());
            }
            return stream(events, sse);
        } catch (NoSuchJobException e) {
            throw JobProblems.of(e);
        }
    }

    /** The events of all jobs, for as long as the client likes. */
    @GET
    @Path("events")
    @Blocking
    @ResponseHeader(name = NO_BUFFERING, value = "no")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    @Operation(
            operationId = "followAllJobs",
            summary = "Follow all jobs",
            description = "As the events of one job, of every job; first the present state of those that are not"
                    + " finished. The stream does not end by itself.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; the schema is that of the data of an event.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = JobView.class),
                            examples = @ExampleObject(name = "event", value = EXAMPLE)))
    public Multi<OutboundSseEvent> all(@Context Sse sse) {
        return stream(jobs.events(), sse);
    }

    private static Multi<OutboundSseEvent> stream(Flow.Publisher<JobEvent> events, Sse sse) {
        return Multi.createFrom().publisher(events).map(event -> outbound(event, sse));
    }

    private static OutboundSseEvent outbound(JobEvent event, Sse sse) {
        JobSnapshot job = event.job();
        if (job == null) {
            return sse.newEventBuilder().comment(event.kind().label()).build();
        }
        OutboundSseEvent.Builder builder = sse.newEventBuilder()
                .id(event.id())
                .name(event.kind().label())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(JobView.class, JobView.of(job));
        if (event.kind() == JobEvent.Kind.STATE) {
            builder.reconnectDelay(RETRY_MILLIS);
        }
        return builder.build();
    }
}
