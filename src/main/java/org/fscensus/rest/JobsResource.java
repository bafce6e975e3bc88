package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.job.InvalidRequestException;
import org.fscensus.job.JobFinishedException;
import org.fscensus.job.JobPage;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.NoSuchJobException;
import org.fscensus.job.QueueFullException;
import org.jspecify.annotations.Nullable;

/** Submits, lists, shows and cancels jobs. */
@Path(JobsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Imports of scan logs: submit, watch, cancel.")
public class JobsResource {
    static final String PATH = "/api/v1/jobs";

    private static final int MAX_KEY_LENGTH = 255;

    private final JobService jobs;
    private final Replies replies;

    JobsResource(JobService jobs, Replies replies) {
        this.jobs = jobs;
        this.replies = replies;
    }

    /** Accepts an import. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createJob",
            summary = "Import a scan log or a directory tree",
            description = "Accepts an import of logs that the service can read, or of a live directory tree. The job is"
                    + " on disk before the answer and survives a restart; jobs for one file system run one after the"
                    + " other. With dryRun nothing is imported: the answer tells what would be.")
    @APIResponse(
            responseCode = "200",
            description = "With dryRun: what an import would come to.",
            content = @Content(schema = @Schema(implementation = DryRunView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; or accepted earlier under the same Idempotency-Key.",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "The job's own address.",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "A field is unknown, missing or malformed; the detail names it.")
    @APIResponse(responseCode = "403", description = "The path lies outside the configured roots.")
    @APIResponse(
            responseCode = "422",
            description =
                    "The source is missing or no readable file, the scan is too old to be kept beside newer ones, or the"
                            + " Idempotency-Key came with another request.")
    @APIResponse(
            responseCode = "429",
            description = "Too many jobs wait, or dry runs are being made.",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before the next try.",
                            schema = @Schema(type = SchemaType.INTEGER)))
    public Response create(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewJob.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "log",
                                                            value = "{\"source\": {\"path\":"
                                                                    + " \"20260125_csfs1_asp.list.list_all.log\"}}")))
                    @Nullable NewJob asked,
            @Parameter(
                            name = "Idempotency-Key",
                            in = ParameterIn.HEADER,
                            description = "Up to 255 characters of the client's choice. A request that comes again with"
                                    + " its key is not a further job: the earlier one is returned.")
                    @HeaderParam("Idempotency-Key")
                    @Nullable String key,
            @Context UriInfo uri)
            throws InvalidRequestException, QueueFullException {
        if (asked == null) {
            throw ProblemException.badRequest("The body is empty; give {\"source\": {\"path\": \"...\"}}");
        }
        if (key != null && (key.isBlank() || key.length() > MAX_KEY_LENGTH)) {
            throw ProblemException.badRequest("Idempotency-Key: must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        Answers.parameters(uri, Set.of());
        if (asked.isDryRun()) {
            return Response.ok(DryRunView.of(jobs.dryRun(asked.toRequest()))).build();
        }
        JobSnapshot job = jobs.submit(asked.toRequest(), key);
        return Response.status(Status.ACCEPTED)
                .location(URI.create(PATH + "/" + job.id()))
                .entity(JobView.of(job))
                .build();
    }

    /** A page of jobs. */
    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "listJobs", summary = "List jobs, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs.",
            content = @Content(schema = @Schema(implementation = JobView.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is unknown or malformed; the detail names it.")
    @Parameter(
            name = "state",
            in = ParameterIn.QUERY,
            description = "Only jobs in one of these states: several joined by commas, or repeated.",
            example = "queued,running",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "filesystem",
            in = ParameterIn.QUERY,
            description = "Only jobs of this file system.",
            example = "asp",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "At most so many jobs; 0 for all.",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50", minimum = "0"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "The next of the page before.",
            schema = @Schema(type = SchemaType.STRING))
    public Response list(@Context UriInfo uri, @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, JobListParameters.NAMES);
        return replies.list(asked, null, Tables.JOBS, () -> {
            JobPage page = jobs.list(JobListParameters.filter(asked.parameters()));
            JobView.Page view =
                    new JobView.Page(page.items().stream().map(JobView::of).toList(), page.next());
            return RowList.of(view.items(), view, page.next(), List.of());
        });
    }

    /** One job. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getJob", summary = "Show a job")
    @APIResponse(
            responseCode = "200",
            description = "The job at this moment.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "There is no such job.")
    public JobView get(@Parameter(description = "The job's id.") @PathParam("id") String id, @Context UriInfo uri)
            throws NoSuchJobException {
        Answers.parameters(uri, Set.of());
        return jobs.find(id).map(JobView::of).orElseThrow(() -> new NoSuchJobException(id));
    }

    /** Cancels a job. */
    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "A job that waits never starts; one that runs stops within a second and leaves nothing. The"
                    + " job stays listed.")
    @APIResponse(
            responseCode = "202",
            description = "It is, or is being, cancelled.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "There is no such job.")
    @APIResponse(responseCode = "409", description = "It is finished.")
    public Response cancel(@Parameter(description = "The job's id.") @PathParam("id") String id, @Context UriInfo uri)
            throws NoSuchJobException, JobFinishedException {
        Answers.parameters(uri, Set.of());
        return Response.status(Status.ACCEPTED)
                .entity(JobView.of(jobs.cancel(id)))
                .build();
    }

    /** Some of the lines that a job could not read. */
    @GET
    @Path("{id}/rejected")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listRejectedLines",
            summary = "Show rejected lines",
            description = "A sample of the lines that should have been an entry and could not be read, in the order of"
                    + " the log.")
    @APIResponse(
            responseCode = "200",
            description = "The sample; empty where no line was rejected.",
            content = @Content(schema = @Schema(implementation = RejectedLinesView.class)))
    @APIResponse(responseCode = "404", description = "There is no such job.")
    public Response rejected(
            @Parameter(description = "The job's id.") @PathParam("id") String id,
            @Context UriInfo uri,
            @Context RoutingContext routing)
            throws NoSuchJobException {
        Asked asked = Asked.forList(uri, routing, Set.of());
        RejectedLinesView view = RejectedLinesView.of(jobs.rejected(id));
        return replies.list(asked, null, Tables.REJECTED_LINES, () -> RowList.of(view.items(), view, null, List.of()));
    }
}
