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
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Set;
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
import org.fscensus.job.NoSuchJobException;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** One job as server-sent events. */
@Path("/api/v1/jobs/{id}/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Tag(name = "Jobs")
public class JobEventsResource {
    private final JobService jobs;
    private final EventStreams streams;

    JobEventsResource(JobService jobs, EventStreams streams) {
        this.jobs = jobs;
        this.streams = streams;
    }

    /** The events of one job, until it is finished. */
    @GET
    @Blocking
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = EventStreams.NO_BUFFERING, value = "no")
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
                            examples = @ExampleObject(name = "event", value = EventStreams.EXAMPLE)))
    @APIResponse(
            responseCode = "204",
            description = "Last-Event-ID is the job's last event: there is nothing more, and no need to reconnect.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    public Multi<OutboundSseEvent> job(
            @Parameter(description = "The job's id.") @PathParam("id") String id,
            @Parameter(
                            name = HttpHeaders.LAST_EVENT_ID_HEADER,
                            in = ParameterIn.HEADER,
                            description = "The id of the last event seen, which browsers send when they reconnect.")
                    @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Nullable String lastEventId,
            @Context UriInfo uri,
            @Context Sse sse)
            throws NoSuchJobException {
        Answers.parameters(uri, Set.of());
        Flow.Publisher<JobEvent> events = jobs.events(id);
        if (JobEvent.finalId(id).equals(lastEventId)) {
            throw new WebApplicationException(Response.noContent().build());
        }
        return streams.of(events, sse);
    }
}
