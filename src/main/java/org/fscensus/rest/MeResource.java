package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fscensus.app.security.Caller;
import org.fscensus.app.security.Tokens;
import org.jspecify.annotations.Nullable;

/** Who the caller is, as far as the service knows. */
@Path("/api/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access", description = "Who asks, and what they may do.")
public class MeResource {
    private final Tokens tokens;

    MeResource(Tokens tokens) {
        this.tokens = tokens;
    }

    /** What the caller may do and see. */
    @Schema(name = "Me")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MeView(
            @Schema(description = "The access token's name; absent without tokens", examples = "ann") @Nullable String name,

            @Schema(
                    description = "viewer asks, operator also imports and cancels, admin also deletes",
                    enumeration = {"viewer", "operator", "admin"},
                    required = true)
            String role,

            @Schema(description = "Whether requests need an access token", required = true)
            boolean tokens,

            @Schema(description = "The only file systems that may be seen; absent where all may") @Nullable List<String> filesystems,

            @Schema(description = "The only paths that may be seen, with all below; absent where all may") @Nullable List<String> paths) {}

    /** The caller. */
    @GET
    @Operation(
            operationId = "getMe",
            summary = "Who asks",
            description = "The role of the access token that the request has, and what it is limited to.")
    @APIResponse(
            responseCode = "200",
            description = "The caller",
            content = @Content(schema = @Schema(implementation = MeView.class)))
    @APIResponse(responseCode = "401", description = "An access token is needed")
    public Response me(@Context UriInfo uri, @Context RoutingContext routing) {
        Answers.parameters(uri, Set.of());
        Caller caller = Caller.of(routing);
        MeView view = new MeView(
                caller.name(),
                caller.role().label(),
                tokens.areNeeded(),
                nullIfEmpty(caller.permitted().filesystems()),
                nullIfEmpty(caller.permitted().pathTexts()));
        return Response.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static @Nullable List<String> nullIfEmpty(List<String> values) {
        return values.isEmpty() ? null : values;
    }
}
