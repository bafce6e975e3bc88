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
import org.fscensus.query.DirectoryQuery;
import org.fscensus.rest.FilesystemViews.DirectoryDetailView;
import org.fscensus.rest.FilesystemViews.DirectoryListView;

/** Directories: one, and filtered lists. The parameters are read by {@link DirectoryQuery}, which knows their meaning. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class DirectoriesResource {
    private static final String SIZE_HELP = " Bytes, or with a unit: 10GiB, 10G, 1.5T (1024), 500MB (1000).";
    private static final String TIME_HELP =
            " A date (2024-01-31), a time (2024-01-31T08:00:00Z), or an age before the scan: 3y (365 days each),"
                    + " 6mo (30 days each), 90d.";

    private final DirectoryQuery query;
    private final Answers answers;
    private final Replies replies;

    DirectoriesResource(DirectoryQuery query, Answers answers, Replies replies) {
        this.query = query;
        this.answers = answers;
        this.replies = replies;
    }

    /** One directory. */
    @GET
    @Path("{filesystem}/directory")
    @Operation(
            operationId = "getDirectory",
            summary = "One directory",
            description = "One directory's own and recursive figures, its owner and group, and its ancestors.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = "The directory; the root where not given. %XX (itself escaped as %25XX in the URL) stands for"
                    + " a byte that is no text.",
            example = "/gpfs/home/alice",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "/"))
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = "A generation's id; the newest where not given",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The directory",
            content = @Content(schema = @Schema(implementation = DirectoryDetailView.class)))
    public Response one(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "One file system's name",
                            example = "asp")
                    @PathParam("filesystem")
                    String filesystem,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forObject(uri, routing, DirectoryQuery.ONE_PARAMETERS);
        EntityTag tag = answers.tag(filesystem, asked.parameters(), uri);
        return replies.object(asked, tag, () -> DirectoryDetailView.of(query.one(filesystem, asked.parameters())));
    }

    /** A filtered, sorted, paged list. */
    @GET
    @Path("{filesystem}/directories")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listDirectories",
            summary = "Directories by size, owner, age, name, ...",
            description = "Every directory for which all given filters hold, sorted and paged; several file systems are"
                    + " merged. With limit=0 the whole list is streamed. In CSV,"
                    + " TSV and NDJSON, pages beyond 1000 directories do not tell where the list goes on. Of lists"
                    + " beyond 1000 directories, a few are served at a time (else a 503 with Retry-After), and a client"
                    + " that stops reading one is cut off.")
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
            name = "name",
            in = ParameterIn.QUERY,
            description = "The directory's name matches this pattern (*, ?, [a-z], [!a-z]); repeatable, one of them is"
                    + " enough",
            example = "*cache*",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "ignoreCase",
            in = ParameterIn.QUERY,
            description = "Names match without case",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "owner",
            in = ParameterIn.QUERY,
            description = "All files of the subtree are this user's: a uid or a user name",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "group",
            in = ParameterIn.QUERY,
            description = "All files of the subtree are this group's: a gid or a group name",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "inodeOwner",
            in = ParameterIn.QUERY,
            description = "The directory itself is this user's: a uid or a user name",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "inodeGroup",
            in = ParameterIn.QUERY,
            description = "The directory itself is this group's: a gid or a group name",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "singleOwner",
            in = ParameterIn.QUERY,
            description = "All files of the subtree are one user's",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "singleGroup",
            in = ParameterIn.QUERY,
            description = "All files of the subtree are one group's",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "leavesOnly",
            in = ParameterIn.QUERY,
            description = "Only directories without directories in them",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "minSize",
            in = ParameterIn.QUERY,
            description = "Allocated bytes, at least." + SIZE_HELP,
            example = "10GiB",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "maxSize",
            in = ParameterIn.QUERY,
            description = "Allocated bytes, at most." + SIZE_HELP,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "minFiles",
            in = ParameterIn.QUERY,
            description = "Files in the subtree, at least. A number, or 10K (1000).",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "maxFiles",
            in = ParameterIn.QUERY,
            description = "Files in the subtree, at most. A number, or 10K (1000).",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "minAverageSize",
            in = ParameterIn.QUERY,
            description = "Allocated bytes for each file, at least." + SIZE_HELP,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "maxAverageSize",
            in = ParameterIn.QUERY,
            description = "Allocated bytes for each file, at most." + SIZE_HELP,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "accessedBefore",
            in = ParameterIn.QUERY,
            description = "The last access to any file was before this." + TIME_HELP,
            example = "3y",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "accessedAfter",
            in = ParameterIn.QUERY,
            description = "The last access to any file was then or later." + TIME_HELP,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "direct",
            in = ParameterIn.QUERY,
            description = "Size and time filters look at the directory's own files instead of the subtree's",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "size, directSize, files, directFiles, directories and accessed have the largest first, path"
                    + " and depth the smallest; - in front reverses",
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
    public Response list(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, several joined by commas, or all",
                            example = "asp,cgd")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, DirectoryQuery.LIST_PARAMETERS);
        EntityTag tag = answers.tag(selector, asked.parameters(), uri);
        return replies.list(
                asked, tag, Tables.DIRECTORIES, () -> new DirectoryRowList(query.list(selector, asked.parameters())));
    }
}
