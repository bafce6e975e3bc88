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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.query.GrowthQuery;
import org.fscensus.query.History;
import org.fscensus.query.HistoryQuery;
import org.fscensus.rest.GrowthViews.GrowthView;
import org.fscensus.rest.GrowthViews.HistoryView;

/** Changes over time. The parameters are read by {@link HistoryQuery} and {@link GrowthQuery}. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
public class GrowthResource {
    private static final String FILESYSTEM = "One file system's name";
    private static final String PATH = "The directory; the root where not given. %XX (itself escaped as %25XX in the"
            + " URL) stands for a byte that is no text.";
    private static final String TIME = " A generation's id; or a date (2024-01-31, the whole day), a time"
            + " (2024-01-31T08:00:00Z) or an age (30d, 6mo, 3y): the newest scan that is at least that old.";

    private final HistoryQuery history;
    private final GrowthQuery growth;
    private final Answers answers;
    private final Replies replies;

    GrowthResource(HistoryQuery history, GrowthQuery growth, Answers answers, Replies replies) {
        this.replies = replies;
        this.history = history;
        this.growth = growth;
        this.answers = answers;
    }

    /** One directory in every generation. */
    @GET
    @Path("{filesystem}/history")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getHistory",
            summary = "One directory over time",
            description = "One directory's own and recursive figures in every generation kept, the oldest scan first,"
                    + " with the change since the one before. It is enough that one generation has the directory.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH,
            example = "/gpfs/home/alice",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "/"))
    @APIResponse(
            responseCode = "200",
            description = "The directory over time",
            content = @Content(schema = @Schema(implementation = HistoryView.class)))
    public Response history(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = FILESYSTEM, example = "asp")
                    @PathParam("filesystem")
                    String filesystem,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, HistoryQuery.PARAMETERS);
        EntityTag tag = answers.tag(
                history.generations(filesystem, asked.parameters()),
                asked.parameters().permitted(),
                uri);
        return replies.list(asked, tag, Tables.HISTORY, () -> {
            History answer = history.history(filesystem, asked.parameters());
            HistoryView view = HistoryView.of(answer);
            return RowList.of(view.items(), view, null, answer.problems());
        });
    }

    /** Two generations compared. */
    @GET
    @Path("{filesystem}/growth")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getGrowth",
            summary = "What grew, shrank, came and went between two scans",
            description = "Directories under the path that changed most between two generations, matched by path."
                    + " With scope=local each change counts once, where it happened: a directory is listed for what"
                    + " changed in its own files, and for changes below it that were each too small to be listed"
                    + " (minChange) but add up; one that is new or has vanished is listed once, with all below it."
                    + " With scope=recursive every directory whose subtree changed is listed, with all its ancestors."
                    + " Sorted by the size of the change, equals by path. Users and groups are told with their"
                    + " changes under the path.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH + " It may be missing from one of the generations.",
            example = "/gpfs/home",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "/"))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "The earlier scan; the one before the later where not given." + TIME
                    + " Ages count back from the later scan.",
            example = "30d",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description =
                    "The later scan; the newest where not given." + TIME + " Ages count back from the newest scan.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "by",
            in = ParameterIn.QUERY,
            description = "What changes are compared by: allocated bytes, or the number of files",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"bytes", "files"},
                            defaultValue = "bytes"))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "local: where the changes happened, each counted once; recursive: every directory whose"
                    + " subtree changed",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"local", "recursive"},
                            defaultValue = "local"))
    @Parameter(
            name = "kind",
            in = ParameterIn.QUERY,
            description = "Only these: grown, shrunk, new, vanished; repeatable, one of them is enough",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "minChange",
            in = ParameterIn.QUERY,
            description = "List directories that changed by this or more, up or down: bytes (or 10GiB, 500MB), or with"
                    + " by=files a count (or 10K). Where not given, with scope=local the greatest power of ten that"
                    + " lists 100 directories, or 1; with scope=recursive 1.",
            example = "10GiB",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "maxDepth",
            in = ParameterIn.QUERY,
            description = "List directories of at most so many path components; with scope=local, changes below count"
                    + " for the directory of that depth above them",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Items in the answer",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "50"))
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = "Users, and groups, in the answer",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000", defaultValue = "10"))
    @APIResponse(
            responseCode = "200",
            description = "What changed",
            content = @Content(schema = @Schema(implementation = GrowthView.class)))
    public Response growth(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = FILESYSTEM, example = "asp")
                    @PathParam("filesystem")
                    String filesystem,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, GrowthQuery.PARAMETERS);
        EntityTag tag = answers.tag(
                growth.generations(filesystem, asked.parameters()),
                asked.parameters().permitted(),
                uri);
        return replies.list(asked, tag, Tables.GROWTH, () -> {
            GrowthView view = GrowthView.of(growth.growth(filesystem, asked.parameters()));
            return RowList.of(view.items(), view, null, List.of());
        });
    }
}
