package org.fscensus.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.job.InvalidRequestException;
import org.fscensus.job.JobOptions;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.QueueFullException;
import org.fscensus.job.UploadException;
import org.fscensus.query.Parameters;
import org.fscensus.query.Units;
import org.jspecify.annotations.Nullable;

/** Takes logs over HTTP. */
@Path(UploadsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class UploadsResource {
    static final String PATH = "/api/v1/uploads";

    private static final Set<String> OPTIONS = Set.of(
            "filesystem",
            "format",
            "scanTime",
            "timeZone",
            "pathEscape",
            "ageFrom",
            "hardLinks",
            "maxRejected",
            "acceptShrink",
            "workers",
            "dryRun",
            "size");

    private final JobService jobs;

    UploadsResource(JobService jobs) {
        this.jobs = jobs;
    }

    /** Receives a log and accepts its import. */
    @PUT
    @Path("{fileName}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "uploadLog",
            summary = "Send a scan log and import it",
            description =
                    "The body is the log, compressed or not. What can be refused is refused before it is read; the"
                            + " answer comes after its last byte, when the job is on disk. The log is deleted with the end of"
                            + " the job; of an upload that breaks off nothing is kept. With dryRun nothing is imported or kept:"
                            + " the answer tells what would be, judging by the beginning of the body. The beginning of the"
                            + " log, cut off anywhere, is enough then, with the size of the whole as size.")
    @APIResponse(
            responseCode = "200",
            description = "With dryRun: what an import would come to.",
            content = @Content(schema = @Schema(implementation = DryRunView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Received and accepted.",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "The job's own address.",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "An option is unknown or malformed; the detail names it.")
    @APIResponse(responseCode = "413", description = "The log is larger than is taken.")
    @APIResponse(responseCode = "422", description = "The scan is too old to be kept beside newer ones.")
    @APIResponse(
            responseCode = "429",
            description = "Too many jobs wait, logs come in, or dry runs are being made.",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "Seconds to wait before the next try.",
                            schema = @Schema(type = SchemaType.INTEGER)))
    @APIResponse(responseCode = "507", description = "The disk has no room; the detail has free and needed bytes.")
    @Parameter(
            name = "filesystem",
            in = ParameterIn.QUERY,
            description = "As in a new job, like all below.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "format", in = ParameterIn.QUERY, example = "gpfs", schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "scanTime",
            in = ParameterIn.QUERY,
            example = "2026-01-25",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "timeZone",
            in = ParameterIn.QUERY,
            example = "America/Denver",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "pathEscape",
            in = ParameterIn.QUERY,
            example = "none",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "ageFrom", in = ParameterIn.QUERY, example = "access", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "hardLinks", in = ParameterIn.QUERY, example = "each", schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "maxRejected", in = ParameterIn.QUERY, example = "1%", schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "acceptShrink",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(name = "workers", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "size",
            in = ParameterIn.QUERY,
            description = "With dryRun: bytes of the whole log, where the body is only its beginning.",
            example = "150GB")
    public Response upload(
            @Parameter(
                            description = "The log's name, from which file system and date are taken where it is"
                                    + " YYYYMMDD_server_filesystem.list.",
                            example = "20260125_csfs1_asp.list.list_all.log.zst")
                    @PathParam("fileName")
                    String fileName,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
            @Context UriInfo uri,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
                    InputStream body)
            throws InvalidRequestException, QueueFullException, UploadException {
        Parameters given = Answers.parameters(uri, OPTIONS);
        JobOptions options = options(given);
        long announced = length == null ? -1 : length;
        long size = size(given);
        if (given.flag("dryRun")) {
            return Response.ok(DryRunView.of(jobs.dryRunOfUpload(fileName, options, announced, size, body)))
                    .build();
        }
        if (size >= 0) {
            throw ProblemException.badRequest("size: goes with dryRun=true only; an import takes the whole log");
        }
        JobSnapshot job = jobs.upload(fileName, options, announced, body);
        return Response.status(Status.ACCEPTED)
                .location(URI.create(JobsResource.PATH + "/" + job.id()))
                .entity(JobView.of(job))
                .build();
    }

    private static JobOptions options(Parameters given) {
        return new JobOptions(
                given.text("filesystem"),
                given.text("format"),
                given.text("scanTime"),
                given.text("timeZone"),
                given.text("pathEscape"),
                given.text("ageFrom"),
                given.text("hardLinks"),
                given.text("maxRejected"),
                acceptShrink(given.text("acceptShrink")),
                workers(given.text("workers")));
    }

    private static long size(Parameters given) {
        Long size = given.read("size", Units::bytes);
        return size == null ? -1 : size;
    }

    private static @Nullable Boolean acceptShrink(@Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw ProblemException.badRequest("acceptShrink: \"" + text + "\" is neither true nor false");
        }
        return text == null ? null : Boolean.valueOf(text);
    }

    private static @Nullable Integer workers(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest("workers: \"" + text + "\" is no number");
        }
    }
}
