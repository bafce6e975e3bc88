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
import org.fscensus.query.Where;
import org.fscensus.query.WhereQuery;
import org.fscensus.rest.WhereViews.WhereView;

/** The places of files. The parameters are read by {@link WhereQuery}, which knows their meaning. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class WhereResource {
    private final WhereQuery query;
    private final Answers answers;
    private final Replies replies;

    WhereResource(WhereQuery query, Answers answers, Replies replies) {
        this.query = query;
        this.answers = answers;
        this.replies = replies;
    }

    /** The directories that hold most of a condition's files. */
    @GET
    @Path("{filesystem}/where")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getWhere",
            summary = "The directories in which some files really lie",
            description = "Where the old data of a group is: group=lab&age=3y-. A directory is found if its subtree,"
                    + " without the subtrees of directories found below it, holds minShare of all that the condition"
                    + " wants under the path. So of a chain of directories with nothing beside it the deepest is found,"
                    + " and no file is told twice: what the items have here and what is elsewhere add up to the total."
                    + " Exact, from every file's own uid and gid.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = "Only files in this directory and below; repeatable, what lies under several counts once",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = "Without files in this directory and below; repeatable",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "owner",
            in = ParameterIn.QUERY,
            description = "Only files of this user, by name or number; repeatable, of any of them",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "group",
            in = ParameterIn.QUERY,
            description = "Only files of this group, by name or number; repeatable, of any of them",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "age",
            in = ParameterIn.QUERY,
            description = "Only files of these ages: from 3 years on (3y-), from 1 to under 3 years (1y-3y), or buckets"
                    + " by number (4, 4-5, 6-). Bounds must be those of buckets: 0d, 30d, 90d, 180d, 1y to 7y."
                    + " Repeatable, of any of them",
            example = "3y-",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "size",
            in = ParameterIn.QUERY,
            description = "Only files of these sizes: from 1 GiB on (1GiB-), from 1 MiB to under 1 GiB (1MiB-1GiB), or"
                    + " buckets by number (4, 4-6, 7-). Bounds must be those of buckets: 0B, 1KiB, 10KiB, 100KiB, 1MiB,"
                    + " 10MiB, 100MiB, 1GiB, 10GiB, 100GiB. Repeatable, of any of them",
            example = "1GiB-",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = "A generation's id, of one file system; the newest where not given",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "What the share is of: bytes (allocated) or files",
            schema = @Schema(type = SchemaType.STRING, pattern = "bytes|files", defaultValue = "bytes"))
    @Parameter(
            name = "minShare",
            in = ParameterIn.QUERY,
            description = "Find directories with so much of the total, from 0.0001 to 1",
            example = "0.05",
            schema = @Schema(type = SchemaType.NUMBER, minimum = "0.0001", maximum = "1", defaultValue = "0.01"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Items in the answer",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "The directories",
            content = @Content(schema = @Schema(implementation = WhereView.class)))
    @APIResponse(
            responseCode = "409",
            description = "An older version imported the generation, without usage; import its scan again")
    public Response where(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, several joined by commas, or all: of these together",
                            example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, WhereQuery.PARAMETERS);
        EntityTag tag = answers.tag(selector, asked.parameters(), uri);
        return replies.list(asked, tag, Tables.WHERE, () -> {
            Where where = query.where(selector, asked.parameters());
            WhereView view = WhereView.of(where);
            return RowList.of(view.items(), view, null, where.problems());
        });
    }
}
