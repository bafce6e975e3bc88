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
import org.fscensus.query.DirectorySearch;
import org.fscensus.rest.FilesystemViews.DirectoryListView;

/** Directories by name. The parameters are read by {@link DirectorySearch}, which knows their meaning. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class SearchResource {
    private final DirectorySearch search;
    private final Answers answers;
    private final Replies replies;

    SearchResource(DirectorySearch search, Answers answers, Replies replies) {
        this.search = search;
        this.answers = answers;
        this.replies = replies;
    }

    /** By part of the name, or by a pattern. */
    @GET
    @Path("{filesystem}/search")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "searchDirectories",
            summary = "Find directories by part of their name",
            description = "Directories whose name, the last one of their path, contains a text or matches a pattern."
                    + " .../directories has every other filter, and the same as name.")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            required = true,
            description = "What to look for: with * or ? in it a pattern for the whole name (*, ?, [a-z], [!a-z]), else"
                    + " a part of the name. Repeatable, one of them is enough. %XX (itself escaped as %25XX in the URL)"
                    + " stands for a byte that is no text, and for a wildcard that is meant literally.",
            example = "scratch",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = "Only this directory and what is below it; repeatable, overlaps count once",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = "Not this directory nor what is below it; repeatable",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "minDepth",
            in = ParameterIn.QUERY,
            description = "At least so many path components; / has 0",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(
            name = "maxDepth",
            in = ParameterIn.QUERY,
            description = "At most so many path components",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(
            name = "ignoreCase",
            in = ParameterIn.QUERY,
            description = "Whether case does not matter",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "true"))
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "As of .../directories: the largest first",
            example = "-accessed",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            pattern = "-?(size|directSize|files|directFiles|directories|accessed|path|depth)",
                            defaultValue = "size"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Directories in the answer, 0 for all",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0", defaultValue = "50"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "The next of the previous page, with all other parameters but limit as they were",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = "A generation's id, of one file system; the newest where not given",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The directories",
            content = @Content(schema = @Schema(implementation = DirectoryListView.class)))
    @APIResponse(responseCode = "410", description = "The generation that the cursor belongs to is gone")
    public Response search(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, several joined by commas, or all",
                            example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, DirectorySearch.PARAMETERS);
        EntityTag tag = answers.tag(selector, asked.parameters(), uri);
        return replies.list(
                asked, tag, Tables.DIRECTORIES, () -> new DirectoryRowList(search.list(selector, asked.parameters())));
    }
}
