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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.query.Crosstab;
import org.fscensus.query.CrosstabQuery;
import org.fscensus.rest.CrosstabViews.UsageRowView;
import org.fscensus.rest.CrosstabViews.UsageView;

/**
 * Usage under any paths, broken down by owner, group, age and size. The parameters are read by {@link CrosstabQuery},
 * which knows their meaning.
 */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class CrosstabResource {
    private final CrosstabQuery query;
    private final Answers answers;
    private final Replies replies;

    CrosstabResource(CrosstabQuery query, Answers answers, Replies replies) {
        this.query = query;
        this.answers = answers;
        this.replies = replies;
    }

    /** By any of the four. */
    @GET
    @Path("{filesystem}/usage")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getUsage",
            summary = "Files and bytes by any of owner, group, age and size",
            description =
                    "Exact under any path, from every file's own uid and gid. Age is the scan time minus the access"
                            + " time (or the modification time, where the import said so) in whole days; size is allocated"
                            + " bytes. Who sits on data untouched for three years: groupBy=owner&age=3y-")
    @Parameter(
            name = "groupBy",
            in = ParameterIn.QUERY,
            description = "Any of owner, group, age, size, joined by commas; a single sum where not given",
            example = "owner,age",
            schema = @Schema(type = SchemaType.STRING))
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
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Rows in the answer, those with the most bytes; 0 for all",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @APIResponse(
            responseCode = "200",
            description = "The sums",
            content = @Content(schema = @Schema(implementation = UsageView.class)))
    @APIResponse(
            responseCode = "409",
            description = "An older version imported the generation, without usage; import its scan again")
    public Response usage(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, several joined by commas, or all",
                            example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, CrosstabQuery.PARAMETERS);
        return replies.list(asked, answers.tag(selector, asked.parameters(), uri), Tables.USAGE, () -> {
            Crosstab crosstab = query.usage(selector, asked.parameters());
            return RowList.of(UsageRowView.of(crosstab.rows()), UsageView.of(crosstab), null, crosstab.problems());
        });
    }
}
