package org.fscensus.rest;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Hands every failure of a resource to {@link ProblemTable}. The types beside {@link Throwable} are those for which the
 * framework brings mappers of its own, which would win as the more specific ones.
 */
public class ProblemMappers {

    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        ValidationException.class,
        MismatchedInputException.class,
        InvalidDefinitionException.class
    })
    public Response toResponse(Throwable failure, ContainerRequestContext request) {
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse(); // an early answer, no error
        }
        Problem problem = ProblemTable.problem(
                failure,
                0,
                new ProblemTable.Request(
                        request.getMethod(),
                        request.getUriInfo().getRequestUri().getRawPath()));
        // A resource's own headers stay: Allow, Retry-After.
        Response.ResponseBuilder answer = failure instanceof WebApplicationException web
                ? Response.fromResponse(web.getResponse()).status(problem.status())
                : Response.status(problem.status());
        long retryAfter = ProblemTable.retryAfterSeconds(failure);
        if (retryAfter > 0) {
            answer.header(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, null)
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
