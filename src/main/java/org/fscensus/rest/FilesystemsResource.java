package org.fscensus.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
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
import org.fscensus.query.Filesystem;
import org.fscensus.query.Filesystems;
import org.fscensus.rest.FilesystemViews.FilesystemListView;
import org.fscensus.rest.FilesystemViews.FilesystemView;
import org.fscensus.store.Generation;

/** The file systems that can be asked about. */
@Path("/api/v1/filesystems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = ApiDescription.QUESTIONS, description = "Exact answers from finished scans")
public class FilesystemsResource {
    private final Filesystems filesystems;
    private final Answers answers;

    FilesystemsResource(Filesystems filesystems, Answers answers) {
        this.filesystems = filesystems;
        this.answers = answers;
    }

    /** All of them. */
    @GET
    @Operation(
            operationId = "listFilesystems",
            summary = "Every file system",
            description = "Every file system that has a finished scan, by name, with the figures of its newest one.")
    @APIResponse(
            responseCode = "200",
            description = "Every file system",
            content = @Content(schema = @Schema(implementation = FilesystemListView.class)))
    public Response list(@Context UriInfo uri, @Context Request request) {
        Answers.parameters(uri, Set.of());
        List<Filesystem> all = filesystems.all();
        EntityTag tag = answers.tag(
                all.stream().flatMap(one -> one.generations().stream()).toList(), uri);
        return Answers.unlessKnown(
                request,
                tag,
                () -> new FilesystemListView(all.stream()
                        .map(filesystem -> FilesystemView.of(filesystem, false))
                        .toList()));
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
            @Context Request request) {
        Answers.parameters(uri, Set.of());
        Filesystem filesystem = filesystems.one(name);
        List<Generation> generations = filesystem.generations();
        return Answers.unlessKnown(request, answers.tag(generations, uri), () -> FilesystemView.of(filesystem, true));
    }
}
