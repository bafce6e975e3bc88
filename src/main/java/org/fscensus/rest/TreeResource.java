package org.fscensus.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.query.TreemapQuery;
import org.fscensus.rest.TreeViews.TreeView;

/** Treemaps. The parameters are read by {@link TreemapQuery}, which knows their meaning. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class TreeResource {
    private final TreemapQuery query;
    private final Answers answers;
    private final Replies replies;

    TreeResource(TreemapQuery query, Answers answers, Replies replies) {
        this.replies = replies;
        this.query = query;
        this.answers = answers;
    }

    /** The largest directories of each level. */
    @GET
    @Path("{filesystem}/tree")
    @Operation(
            operationId = "getTree",
            summary = "The largest directories below one, nested, for a treemap",
            description = "A directory with the largest of its subdirectories, the largest of these, and so on. What a"
                    + " level has besides them is summed in its rest, so that direct, children and rest add up to the"
                    + " directory. However large it is, the answer has at most " + TreemapQuery.MOST_NODES
                    + " directories: where depth and top ask for more, the largest of those are shown, and complete is"
                    + " false.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = "The directory; the root where not given",
            example = "/gpfs/home",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "/"))
    @Parameter(
            name = "depth",
            in = ParameterIn.QUERY,
            description = "Levels below the directory; depth times top is at most 500",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "50", defaultValue = "2"))
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = "So many of the largest subdirectories of each directory",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "10"))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "What large means: bytes (allocated) or files. By files at most " + TreemapQuery.MOST_COMPARED
                    + " subdirectories are compared for an answer; a directory whose subdirectories are too many for"
                    + " that shows those with the most bytes, and says so in childrenBy.",
            schema = @Schema(type = SchemaType.STRING, pattern = "bytes|files", defaultValue = "bytes"))
    @Parameter(
            name = "groupBy",
            in = ParameterIn.QUERY,
            description = "What the files of each directory are to be told by: age, owner, group, or several joined by"
                    + " commas. Takes about a millisecond for each directory that is large; without it none is read.",
            schema = @Schema(type = SchemaType.STRING, example = "age"))
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = "A generation's id; the newest where not given",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The tree",
            content = @Content(schema = @Schema(implementation = TreeView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "An older version imported the generation, without usage; import its scan again, or ask without"
                            + " groupBy")
    public Response tree(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "One file system's name",
                            example = "asp")
                    @PathParam("filesystem")
                    String filesystem,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forObject(uri, routing, TreemapQuery.PARAMETERS);
        EntityTag tag = answers.tag(filesystem, asked.parameters(), uri);
        return replies.object(asked, tag, () -> TreeView.of(query.treemap(filesystem, asked.parameters())));
    }
}
