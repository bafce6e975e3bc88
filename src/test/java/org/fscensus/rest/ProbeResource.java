package org.fscensus.rest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.fscensus.query.QuestionException;
import org.jspecify.annotations.Nullable;

/** Fails in every way that a resource can; only the tests have it. */
@Path("/api/v1/filesystems/{fs}/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {
    /** A body with one field of each kind. */
    public record Body(
            @NotBlank String name,
            int workers,
            @Nullable Colour colour,
            @Nullable List<@Valid Part> parts) {}

    /** Something nested. */
    public record Part(@Max(10) int size) {
        public Part {
            if (size < 0) {
                throw new IllegalArgumentException("size cannot be negative");
            }
        }
    }

    /** A closed set of values. */
    public enum Colour {
        red,
        blue
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String post(@NotNull @Valid Body body) {
        return "\"" + body.name() + "\"";
    }

    @GET
    @Path("number")
    @Operation(hidden = true)
    public int number(@QueryParam("n") @Max(5) int n) {
        return n;
    }

    @GET
    @Path("fail/{how}")
    @Operation(hidden = true)
    public String fail(@PathParam("how") String how) throws Exception {
        switch (how) {
            case "problem" -> throw new ProblemException(Response.Status.CONFLICT, "it is finished; leave it");
            case "notfound" -> throw new NotFoundException("no such thing; look elsewhere");
            case "retry" ->
                throw new WebApplicationException(
                        "the queue is full",
                        Response.status(429).header("Retry-After", "7").build());
            case "early" ->
                throw new WebApplicationException(
                        Response.noContent().header("X-Early", "yes").build());
            case "rejected" -> throw new RejectedExecutionException("pool of 20 threads");
            case "catalogue" ->
                throw new QuestionException(QuestionException.Kind.UNAVAILABLE, "the catalogue failed; try again");
            case "timeout" -> throw new QuestionException(QuestionException.Kind.TIMEOUT, "no answer; ask for less");
            case "outdated" -> throw new QuestionException(QuestionException.Kind.OUTDATED, "import its scan again");
            case "busy" -> throw new QuestionException(QuestionException.Kind.BUSY, "too many ask; try again soon");
            case "bug" -> throw new IllegalStateException("secret detail");
            case "checked" -> throw new java.io.IOException("secret detail");
            default -> throw new AssertionError(how);
        }
    }
}
