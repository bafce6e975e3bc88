package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.fscensus.app.Disconnection;
import org.fscensus.app.RequestRefusedException;
import org.fscensus.job.InvalidRequestException;
import org.fscensus.job.JobFinishedException;
import org.fscensus.job.JobStoreException;
import org.fscensus.job.NoSuchJobException;
import org.fscensus.job.QueueFullException;
import org.fscensus.job.UploadException;
import org.fscensus.query.QuestionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which failure becomes which problem; the one table, for errors of resources and of the server around them. What is
 * not in it is an error of ours: a 500 that quotes nothing but an id, under which the log has the rest. Thread-safe.
 */
final class ProblemTable {
    private static final Logger LOG = Logger.getLogger(ProblemTable.class);
    private static final String UNTYPED = "about:blank";
    private static final long BUSY_SECONDS = 5;
    /** Uploads take their time. */
    private static final long UPLOAD_SECONDS = 60;

    /** The framework's words for a URL below a known one. */
    private static final String NO_RESOURCE = "Unable to find matching target resource method";

    private ProblemTable() {}

    /**
     * @param failure null where there is only a status
     * @param status the status that the server would answer with, below 400 if it has none in mind
     * @param request the method and the path, for the default texts
     */
    static Problem problem(@Nullable Throwable failure, int status, Request request) {
        if (failure instanceof ProblemException known) {
            return new Problem(UNTYPED, known.title(), known.status(), text(known), request.path());
        }
        int told = failure == null ? 0 : statusOfTold(failure);
        if (failure != null && told != 0) {
            return of(told, text(failure), request);
        }
        if (failure instanceof ClientGoneException || Disconnection.isCauseOf(failure)) {
            // Nobody is there to be told, and it is no error of ours.
            LOG.debugf(failure, "%s %s broke off", request.method(), request.path());
            return of(400, "The request broke off, or its body is no valid HTTP; send it again.", request);
        }
        if (failure instanceof ConstraintViolationException invalid && isCallers(invalid.getConstraintViolations())) {
            return of(400, violations(invalid.getConstraintViolations()), request);
        }
        if (failure instanceof JsonProcessingException json && isCallers(json)) {
            return of(400, JsonProblems.detail(json), request);
        }
        if (failure instanceof WebApplicationException web) {
            return ofWeb(web, request);
        }
        if (failure instanceof JobStoreException) {
            LOG.error(text(failure), failure);
            return of(503, text(failure) + ". See that the data directory can be written; then try again.", request);
        }
        if (failure instanceof RejectedExecutionException) {
            return of(503, "Too many requests are being answered right now; try again in a few seconds.", request);
        }
        if (status >= 400 && (failure == null || status < 500)) {
            return of(status, defaultDetail(status, request), request);
        }
        return internal(failure, request);
    }

    /** Seconds after which the same request may well be answered; 0 where waiting is not what helps. */
    static long retryAfterSeconds(Throwable failure) {
        if (failure instanceof QueueFullException full) {
            return full.retryAfter().toSeconds();
        }
        if (failure instanceof UploadException upload && upload.reason() == UploadException.Reason.BUSY) {
            return UPLOAD_SECONDS;
        }
        boolean busy = failure instanceof QuestionException question && question.kind() == QuestionException.Kind.BUSY;
        return busy || failure instanceof RejectedExecutionException ? BUSY_SECONDS : 0;
    }

    /** The status of a failure whose message is for the caller: it says what is wrong and what to do; 0 of others. */
    private static int statusOfTold(Throwable failure) {
        if (failure instanceof RequestRefusedException refused) {
            return refused.status();
        }
        if (failure instanceof QuestionException question) {
            return switch (question.kind()) {
                case INVALID -> 400;
                case UNKNOWN -> 404;
                case OUTDATED -> 409;
                case GONE -> 410;
                case UNREADABLE -> 500;
                case UNSUPPORTED -> 501;
                case TIMEOUT, BUSY, UNAVAILABLE -> 503;
            };
        }
        if (failure instanceof InvalidRequestException invalid) {
            return switch (invalid.reason()) {
                case MALFORMED -> 400;
                case FORBIDDEN -> 403;
                case UNPROCESSABLE -> 422;
            };
        }
        if (failure instanceof UploadException upload) {
            return switch (upload.reason()) {
                case BROKEN_OFF -> 400;
                case TOO_LARGE -> 413;
                case BUSY -> 429;
                case UNWRITABLE -> 503;
                case NO_SPACE -> 507;
            };
        }
        if (failure instanceof NoSuchJobException) {
            return 404;
        }
        if (failure instanceof JobFinishedException) {
            return 409;
        }
        return failure instanceof QueueFullException ? 429 : 0;
    }

    /** A request as far as an error's text needs it. */
    record Request(String method, String path) {}

    private static Problem ofWeb(WebApplicationException failure, Request request) {
        Throwable cause = failure.getCause();
        int status = failure.getResponse().getStatus();
        if (cause instanceof JsonProcessingException json && isCallers(json)) {
            return of(400, JsonProblems.detail(json), request);
        }
        if (failure instanceof NotFoundException && cause != null) {
            // What Jakarta REST makes of a parameter that is not of its type.
            return of(400, "A parameter cannot be read: " + text(cause), request);
        }
        if (status >= 500 && cause != null) {
            return internal(failure, request);
        }
        return of(status, isOurs(failure, status) ? text(failure) : defaultDetail(status, request), request);
    }

    /** Whether a resource of ours said what is wrong, and not the framework in its own terms. */
    private static boolean isOurs(WebApplicationException failure, int status) {
        return switch (status) {
            case 404 -> !text(failure).startsWith("HTTP ") && !text(failure).equals(NO_RESOURCE);
            case 405, 406, 415 -> false;
            default -> !text(failure).startsWith("HTTP ");
        };
    }

    private static Problem internal(@Nullable Throwable failure, Request request) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(failure, "%s %s failed, error id %s", request.method(), request.path(), id);
        return of(
                500,
                "The service failed to answer; this is an error of its own. Its log has the cause under error id " + id
                        + ".",
                request);
    }

    private static Problem of(int status, String detail, Request request) {
        return new Problem(UNTYPED, title(status), status, detail, request.path());
    }

    /** Of those for which Jakarta REST has no constant, those that this service uses. */
    private static String title(int status) {
        Status known = Status.fromStatusCode(status);
        return switch (status) {
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 507 -> "Insufficient Storage";
            default -> known == null ? "Error" : known.getReasonPhrase();
        };
    }

    private static String defaultDetail(int status, Request request) {
        return switch (status) {
            case 400 -> "The request is no valid HTTP; it needs exactly one Host header, such as localhost:8080.";
            case 404 -> "There is nothing at " + request.path() + "; /q/swagger-ui lists the calls, all below /api/v1.";
            case 405 -> request.method() + " is not possible at " + request.path() + "; /q/swagger-ui lists what is.";
            case 406 -> "No answer here is of a media type that the Accept header takes; ask for application/json.";
            case 413 -> "The body is larger than this service takes here; logs go to /api/v1/uploads/{fileName}.";
            case 414 -> "The URL is longer than this service takes; ask for less at once.";
            case 415 ->
                "The body's Content-Type is not understood here; send JSON with Content-Type: application/json, a log"
                        + " with application/octet-stream.";
            case 431 -> "The request's headers are larger than this service takes.";
            default -> "The request cannot be answered (status " + status + ").";
        };
    }

    /** Whether a violation is about what came in; one about a value that is returned is ours. */
    private static boolean isCallers(Set<ConstraintViolation<?>> violations) {
        return violations.stream().noneMatch(violation -> {
            for (Path.Node node : violation.getPropertyPath()) {
                if (node.getKind() == ElementKind.RETURN_VALUE) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Reading goes through a parser, writing does not; what is deeper or longer than is taken does not tell it. */
    private static boolean isCallers(JsonProcessingException failure) {
        return failure instanceof StreamConstraintsException
                || failure.getProcessor() instanceof com.fasterxml.jackson.core.JsonParser;
    }

    private static String violations(Set<ConstraintViolation<?>> violations) {
        return violations.stream()
                .map(violation -> "'" + field(violation.getPropertyPath()) + "' " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; ", "", "."));
    }

    /** The path of a field or parameter, without the Java method that it belongs to. */
    private static String field(Path path) {
        StringBuilder name = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getKind() != ElementKind.METHOD && node.getKind() != ElementKind.CONSTRUCTOR) {
                name.append(name.isEmpty() ? "" : ".").append(node);
            }
        }
        return name.toString();
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
