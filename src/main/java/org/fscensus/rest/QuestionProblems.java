package org.fscensus.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.fscensus.query.QuestionException;
import org.fscensus.query.QuestionException.Kind;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Which status a question gets that cannot be answered. */
class QuestionProblems {
    private static final Map<Kind, Response.StatusType> STATUS = Map.of(
            Kind.INVALID, Response.Status.BAD_REQUEST,
            Kind.UNKNOWN, Response.Status.NOT_FOUND,
            Kind.GONE, Response.Status.GONE,
            Kind.TIMEOUT, Response.Status.SERVICE_UNAVAILABLE,
            Kind.BUSY, Response.Status.SERVICE_UNAVAILABLE,
            Kind.UNAVAILABLE, Response.Status.SERVICE_UNAVAILABLE,
            Kind.UNREADABLE, Response.Status.INTERNAL_SERVER_ERROR,
            Kind.UNSUPPORTED, Response.Status.NOT_IMPLEMENTED);

    @ServerExceptionMapper
    Response map(QuestionException e, UriInfo uri) {
        Response.StatusType status = STATUS.getOrDefault(e.kind(), Response.Status.INTERNAL_SERVER_ERROR);
        Problem problem = new Problem(
                "about:blank",
                status.getReasonPhrase(),
                status.getStatusCode(),
                String.valueOf(e.getMessage()),
                uri.getRequestUri().getRawPath());
        Response.ResponseBuilder response =
                Response.status(status).type(Problem.MEDIA_TYPE).entity(problem);
        if (e.kind() == Kind.BUSY) {
            response.header("Retry-After", 1);
        }
        return response.build();
    }
}
