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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.entry.FilesystemName;
import org.fscensus.query.Filesystem;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Permitted;
import org.fscensus.query.Totals;
import org.fscensus.query.TotalsQuery;
import org.fscensus.rest.FilesystemViews.FilesystemListView;
import org.fscensus.rest.FilesystemViews.FilesystemView;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/** The file systems that can be asked about. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS, description = "Exact answers from finished scans")
public class FilesystemsResource {
    private final Filesystems filesystems;
    private final TotalsQuery totals;
    private final Answers answers;
    private final Replies replies;

    FilesystemsResource(Filesystems filesystems, TotalsQuery totals, Answers answers, Replies replies) {
        this.filesystems = filesystems;
        this.totals = totals;
        this.answers = answers;
        this.replies = replies;
    }

    /** All of them. */
    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listFilesystems",
            summary = "Every file system",
            description = "Every file system that has a finished scan, by name, with the figures of its newest one; and"
                    + " the databases in the data directory that cannot be served.")
    @APIResponse(
            responseCode = "200",
            description = "Every file system",
            content = @Content(schema = @Schema(implementation = FilesystemListView.class)))
    public Response list(@Context UriInfo uri, @Context RoutingContext routing) {
        Asked asked = Asked.forList(uri, routing, Set.of());
        Permitted permitted = asked.parameters().permitted();
        List<DatabaseProblem> problems = filesystems.problems(permitted);
        List<Filesystem> all = filesystems.all(permitted);
        return replies.list(asked, tag(all, problems, permitted, uri), Tables.FILESYSTEMS, () -> {
            TotalsQuery.Answer answer =
                    totals.totals(all.stream().map(Filesystem::newest).toList(), permitted);
            List<DatabaseProblem> missing = both(problems, answer.problems());
            FilesystemListView view = new FilesystemListView(
                    items(all, answer.byGeneration(), permitted), DatabaseProblemView.of(missing));
            return RowList.of(view.items(), view, null, missing);
        });
    }

    /** One of them. */
    @GET
    @Path("{filesystem}")
    @Operation(
            operationId = "getFilesystem",
            summary = "One file system",
            description = "One file system with every generation of it that is kept, the newest scan first.")
    @APIResponse(
            responseCode = "200",
            description = "The file system",
            content = @Content(schema = @Schema(implementation = FilesystemView.class)))
    public Response one(
            @Parameter(
                            name = "filesystem",
                            in = ParameterIn.PATH,
                            description = "A file system's name, compared without case",
                            example = "asp")
                    @PathParam("filesystem")
                    String name,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        Asked asked = Asked.forObject(uri, routing, Set.of());
        Permitted permitted = asked.parameters().permitted();
        List<DatabaseProblem> all = filesystems.problems(permitted);
        Filesystem filesystem = filesystems.one(name, permitted);
        List<DatabaseProblem> problems =
                all.stream().filter(problem -> isOf(problem, filesystem)).toList();
        return replies.object(asked, tag(List.of(filesystem), problems, permitted, uri), () -> {
            TotalsQuery.Answer answer = totals.totals(filesystem.generations(), permitted);
            if (!answer.byGeneration().containsKey(filesystem.newest().id())) {
                throw new ProblemException(
                        Response.Status.INTERNAL_SERVER_ERROR,
                        answer.problems().get(0).detail());
            }
            return FilesystemView.withGenerations(
                    filesystem, answer.byGeneration(), permitted.isLimitedToPaths(), both(problems, answer.problems()));
        });
    }

    /** Those that can be read. */
    private static List<FilesystemView> items(List<Filesystem> all, Map<String, Totals> totals, Permitted permitted) {
        List<FilesystemView> items = new ArrayList<>();
        for (Filesystem filesystem : all) {
            Totals known = totals.get(filesystem.newest().id());
            if (known != null) {
                items.add(FilesystemView.of(filesystem, known, permitted.isLimitedToPaths()));
            }
        }
        return items;
    }

    /** What the watch knows of, and what was found while the databases were read. */
    private static List<DatabaseProblem> both(List<DatabaseProblem> known, List<DatabaseProblem> found) {
        return Stream.concat(known.stream(), found.stream()).distinct().toList();
    }

    /** A tag tells of generations, not of what is wrong with their files. */
    private @Nullable EntityTag tag(
            List<Filesystem> all, List<DatabaseProblem> problems, Permitted permitted, UriInfo uri) {
        return problems.isEmpty()
                ? answers.tag(
                        all.stream().flatMap(one -> one.generations().stream()).toList(), permitted, uri)
                : null;
    }

    private static boolean isOf(DatabaseProblem problem, Filesystem filesystem) {
        String name = problem.filesystem();
        return name != null && FilesystemName.key(name).equals(FilesystemName.key(filesystem.name()));
    }
}
