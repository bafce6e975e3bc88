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
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.query.AccountList;
import org.fscensus.query.Histogram;
import org.fscensus.query.Parameters;
import org.fscensus.query.UsageQuery;
import org.fscensus.rest.UsageViews.AccountListView;
import org.fscensus.rest.UsageViews.HistogramView;

/** Who has how much, how old and how large. The parameters are read by {@link UsageQuery}, which knows their meaning. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS)
@APIResponse(
        responseCode = "409",
        description = "An older version imported the generation, without figures below paths; import its scan again")
@APIResponse(responseCode = "410", description = "The generation that the cursor belongs to is gone")
public class UsageResource {
    private static final String SELECTOR = "A file system's name, several joined by commas, or all";
    private static final String GENERATION = "A generation's id, of one file system; the newest where not given";
    private static final String PATH =
            "Only files in this directory and below; repeatable, what lies under several counts once";
    private static final String EXCLUDE = "Without files in this directory and below; repeatable";
    private static final String LIMIT = "Entries in the answer, 0 for all";
    private static final String CURSOR =
            "The next of the previous page, with all other parameters but limit as they were";
    private static final String TOP = "How many of the largest owners each bucket names";

    private final UsageQuery query;
    private final Answers answers;
    private final Replies replies;

    UsageResource(UsageQuery query, Answers answers, Replies replies) {
        this.query = query;
        this.answers = answers;
        this.replies = replies;
    }

    /** By owner. */
    @GET
    @Path("{filesystem}/owners")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listOwners",
            summary = "Files and bytes of each user",
            description = "Exact, from every file's own uid. The user with the most bytes comes first.")
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = GENERATION,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = EXCLUDE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = LIMIT,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = CURSOR,
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The users",
            content = @Content(schema = @Schema(implementation = AccountListView.class)))
    public Response owners(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = SELECTOR, example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        return accounts(selector, uri, routing, query::owners);
    }

    /** By group. */
    @GET
    @Path("{filesystem}/groups")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listGroups",
            summary = "Files and bytes of each group",
            description = "Exact, from every file's own gid. The group with the most bytes comes first.")
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = GENERATION,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = EXCLUDE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = LIMIT,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = CURSOR,
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The groups",
            content = @Content(schema = @Schema(implementation = AccountListView.class)))
    public Response groups(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = SELECTOR, example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        return accounts(selector, uri, routing, query::groups);
    }

    /** By age. */
    @GET
    @Path("{filesystem}/histograms/age")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getAgeHistogram",
            summary = "Files and bytes by age",
            description = "Age is the scan time minus the access time (or the modification time, where the import said"
                    + " so) in whole days; a missing time counts as oldest.")
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = GENERATION,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = EXCLUDE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = TOP,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000", defaultValue = "5"))
    @APIResponse(
            responseCode = "200",
            description = "The histogram",
            content = @Content(schema = @Schema(implementation = HistogramView.class)))
    public Response ages(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = SELECTOR, example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        return histogram(selector, uri, routing, query::ages);
    }

    /** By size. */
    @GET
    @Path("{filesystem}/histograms/size")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getSizeHistogram",
            summary = "Files and bytes by size",
            description = "By the files' allocated bytes.")
    @Parameter(
            name = "generation",
            in = ParameterIn.QUERY,
            description = GENERATION,
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = PATH,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "exclude",
            in = ParameterIn.QUERY,
            description = EXCLUDE,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = TOP,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000", defaultValue = "5"))
    @APIResponse(
            responseCode = "200",
            description = "The histogram",
            content = @Content(schema = @Schema(implementation = HistogramView.class)))
    public Response sizes(
            @Parameter(name = "filesystem", in = ParameterIn.PATH, description = SELECTOR, example = "all")
                    @PathParam("filesystem")
                    String selector,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        return histogram(selector, uri, routing, query::sizes);
    }

    private Response accounts(
            String selector,
            UriInfo uri,
            RoutingContext routing,
            BiFunction<String, Parameters, AccountList> question) {
        Asked asked = Asked.forList(uri, routing, UsageQuery.ACCOUNT_PARAMETERS);
        return replies.list(asked, answers.tag(selector, asked.parameters(), uri), Tables.ACCOUNTS, () -> {
            AccountList list = question.apply(selector, asked.parameters());
            AccountListView view = AccountListView.of(list);
            return RowList.of(view.items(), view, list.next(), list.problems());
        });
    }

    private Response histogram(
            String selector, UriInfo uri, RoutingContext routing, BiFunction<String, Parameters, Histogram> question) {
        Asked asked = Asked.forList(uri, routing, UsageQuery.HISTOGRAM_PARAMETERS);
        return replies.list(asked, answers.tag(selector, asked.parameters(), uri), Tables.BUCKETS, () -> {
            Histogram histogram = question.apply(selector, asked.parameters());
            HistogramView view = HistogramView.of(histogram);
            return RowList.of(view.items(), view, null, histogram.problems());
        });
    }
}
