package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.pipeline.TrustReport;
import org.fscensus.query.TrustQuery;
import org.fscensus.rest.FilesystemViews.GenerationView;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** One generation of a file system, and how far it can be trusted. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class GenerationResource {
    private final TrustQuery query;
    private final Answers answers;
    private final Replies replies;

    GenerationResource(TrustQuery query, Answers answers, Replies replies) {
        this.query = query;
        this.answers = answers;
        this.replies = replies;
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
            return new DetailView(GenerationView.of(generation), TrustView.of(report));
        }
    }

    /** One of them. */
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
        Generation generation = query.generation(filesystem, id);
        return replies.object(
                asked,
                answers.tag(List.of(generation), uri),
                () -> DetailView.of(generation, query.trust(generation).orElse(null)));
    }
}
