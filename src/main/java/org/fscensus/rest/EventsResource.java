package org.fscensus.rest;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.job.JobService;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** All jobs as server-sent events. */
@Path("/api/v1/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Tag(name = "Jobs")
public class EventsResource {
    private final JobService jobs;
    private final EventStreams streams;

    EventsResource(JobService jobs, EventStreams streams) {
        this.jobs = jobs;
        this.streams = streams;
    }

    /** The events of all jobs, for as long as the client likes. */
    @GET
    @Blocking
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = EventStreams.NO_BUFFERING, value = "no")
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
                            examples = @ExampleObject(name = "event", value = EventStreams.EXAMPLE)))
    public Multi<OutboundSseEvent> all(@Context UriInfo uri, @Context Sse sse) {
        Answers.parameters(uri, Set.of());
        return streams.of(jobs.events(), sse);
    }
}
