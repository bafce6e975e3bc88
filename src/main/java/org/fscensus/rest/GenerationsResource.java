package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.app.JobMetrics;
import org.fscensus.job.JobService;
import org.fscensus.job.JobSnapshot;
import org.fscensus.job.QueueFullException;
import org.fscensus.pipeline.TrustReport;
import org.fscensus.query.Filesystem;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Parameters;
import org.fscensus.query.Permitted;
import org.fscensus.query.Totals;
import org.fscensus.query.TrustQuery;
import org.fscensus.rest.FilesystemViews.GenerationView;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Generations one by one: how far they can be trusted, checking them again, deleting them. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Generations", description = "Care of finished scans")
public class GenerationsResource {
    private static final Logger LOG = Logger.getLogger(GenerationsResource.class);

    private final TrustQuery trust;
    private final Answers answers;
    private final Replies replies;
    private final Filesystems filesystems;
    private final GenerationStore generations;
    private final JobService jobs;
    private final JobMetrics metrics;

    GenerationsResource(
            TrustQuery trust,
            Answers answers,
            Replies replies,
            Filesystems filesystems,
            GenerationStore generations,
            JobService jobs,
            JobMetrics metrics) {
        this.trust = trust;
        this.answers = answers;
        this.replies = replies;
        this.filesystems = filesystems;
        this.generations = generations;
        this.jobs = jobs;
        this.metrics = metrics;
    }

    /** A generation with what its import has found. */
    @Schema(name = "GenerationDetail", description = "One finished database of one scan, with its trust report")
    record DetailView(
            @Schema(required = true) GenerationView generation,

            @Schema(
                    description = "What the import of the scan has found; null where an older version imported it.",
                    nullable = true)
            @Nullable TrustView trust) {

        static DetailView of(Generation generation, @Nullable TrustReport report) {
            return new DetailView(GenerationView.of(generation, Totals.of(generation), false), TrustView.of(report));
        }
    }

    /** A generation, and how far it can be trusted. */
    @GET
    @Path("{filesystem}/generations/{generation}")
    @Operation(
            operationId = "getGeneration",
            summary = "One generation, and how far it can be trusted",
            description =
                    "What was read of the scan, what was not, and what looks odd. The report is kept in the database"
                            + " itself, in scan_metadata under the key trust_report.")
    @APIResponse(
            responseCode = "200",
            description = "The generation",
            content = @Content(schema = @Schema(implementation = DetailView.class)))
    @APIResponse(responseCode = "304", description = "If-None-Match names the answer as it still is.")
    @APIResponse(responseCode = "404", description = "There is no such file system, or no such generation of it.")
    @APIResponse(responseCode = "503", description = "It took too long, or too many others ask.")
    public Response one(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, compared without case",
                            example = "asp")
                    @PathParam("filesystem")
                    String filesystem,
            @Parameter(name = "generation", in = ParameterIn.PATH, description = "The generation's id")
                    @PathParam("generation")
                    String id,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forObject(uri, routing, Set.of());
        Permitted permitted = asked.parameters().permitted();
        Generation generation = filesystems.generation(filesystem, id, permitted);
        return replies.object(
                asked,
                answers.tag(List.of(generation), permitted, uri),
                () -> DetailView.of(generation, trust.trust(generation).orElse(null)));
    }

    /** Checks a generation's database again. */
    @POST
    @Path("{filesystem}/generations/{generation}/verify")
    @Operation(
            operationId = "verifyGeneration",
            summary = "Check a generation again",
            description = "Makes a job that checks the generation's database as it was checked before it was published:"
                    + " its structure, its indexes, and every total. The job succeeds where it is whole, and fails"
                    + " telling what is wrong with it; it is served on either way. Its only phase is verify.")
    @APIResponse(
            responseCode = "202",
            description = "The job was accepted.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "There is no such file system, or no such generation of it.")
    @APIResponse(responseCode = "429", description = "Too many jobs wait.")
    public Response verify(
            @Parameter(description = "A file system's name, compared without case.", example = "asp")
                    @PathParam("filesystem")
                    String name,
            @Parameter(description = "The generation's id.") @PathParam("generation") String id,
            @Context UriInfo uri)
            throws QueueFullException {
        Parameters none = Answers.parameters(uri, Set.of());
        JobSnapshot job = jobs.verify(filesystems.generation(name, id, none.permitted()));
        return Response.status(Status.ACCEPTED)
                .location(URI.create(JobsResource.PATH + "/" + job.id()))
                .entity(JobView.of(job))
                .build();
    }

    /** Deletes a generation. */
    @DELETE
    @Path("{filesystem}/generations/{generation}")
    @Operation(
            operationId = "deleteGeneration",
            summary = "Delete a generation",
            description = "It is served no more when this returns; its file goes when the answers that are being read"
                    + " from it have ended. The next older one answers in place of a newest that is deleted.")
    @APIResponse(responseCode = "204", description = "It is deleted.")
    @APIResponse(responseCode = "404", description = "There is no such file system, or no such generation of it.")
    public void delete(
            @Parameter(description = "A file system's name, compared without case.", example = "asp")
                    @PathParam("filesystem")
                    String name,
            @Parameter(description = "The generation's id.") @PathParam("generation") String id,
            @Context UriInfo uri) {
        Parameters none = Answers.parameters(uri, Set.of());
        delete(List.of(filesystems.generation(name, id, none.permitted())));
    }

    /** Deletes a file system. */
    @DELETE
    @Path("{filesystem}")
    @Operation(
            operationId = "deleteFilesystem",
            summary = "Delete a file system",
            description = "Deletes every generation of it, also those that were put into the data directory by hand.")
    @APIResponse(responseCode = "204", description = "It is deleted.")
    @APIResponse(responseCode = "404", description = "There is no such file system.")
    @APIResponse(
            responseCode = "409",
            description = "Jobs of it wait or run, which would make it appear again; the detail names one.")
    public void deleteFilesystem(
            @Parameter(description = "Its name, compared without case.", example = "asp") @PathParam("filesystem")
                    String name,
            @Context UriInfo uri) {
        Parameters none = Answers.parameters(uri, Set.of());
        Filesystem filesystem = filesystems.one(name, none.permitted());
        List<JobSnapshot> unfinished = jobs.unfinished(name);
        if (!unfinished.isEmpty()) {
            throw new ProblemException(
                    Status.CONFLICT,
                    "Job " + unfinished.get(0).id() + " of file system " + filesystem.name()
                            + " is not finished; wait for it, or cancel it, and delete the file system then.");
        }
        delete(filesystem.generations());
    }

    private void delete(List<Generation> all) {
        try {
            for (Generation generation : all) {
                generations.retire(generation);
                LOG.infof("Generation %s of %s was deleted on request", generation.id(), generation.filesystem());
            }
        } catch (IOException e) {
            LOG.error("A generation could not be deleted", e);
            throw new ProblemException(
                    Status.SERVICE_UNAVAILABLE,
                    "The control database could not be written (" + e.getMessage()
                            + "), and what is still listed was not"
                            + " deleted. See that the data directory can be written; then try again.");
        } finally {
            metrics.generationsChanged();
        }
    }
}
