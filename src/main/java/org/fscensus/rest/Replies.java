package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.function.Supplier;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions in the format and coding that is asked for. Answers with a tag are not given again to those who have
 * them, and the question is not put then. {@link Table} tells how to make a list of this.
 */
@ApplicationScoped
class Replies {
    /** One line for each database that is missing from an answer whose format has no place for it. */
    static final String PROBLEM = "Fscensus-Problem";

    private static final int MOST_PROBLEMS = 20;
    private static final int LONGEST_PROBLEM = 500;

    private static final String VARY = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    /** A newer generation may answer it otherwise. */
    private static final String ASK_AGAIN = "no-cache";

    /** Not for ever: the next version of this program may answer it otherwise, and its generation may be deleted. */
    private static final String KEEP = "private, max-age=3600, immutable";

    private final StallGuard stalls;
    private final ObjectMapper mapper;

    Replies(StallGuard stalls, ObjectMapper mapper) {
        this.stalls = stalls;
        this.mapper = mapper;
    }

    /**
     * A list.
     *
     * @param tag of what is asked, in whatever format; null where the answer changes with time
     * @param question put if the client has no answer yet; the rows are closed whatever happens
     */
    <T> Response list(Asked asked, @Nullable EntityTag tag, Table<T> table, Supplier<? extends RowList<T>> question) {
        EntityTag variant = tag == null ? null : asked.variant(tag);
        if (variant != null && asked.has(variant)) {
            return notModified(asked, variant);
        }
        RowList<T> rows = question.get();
        try {
            boolean whole = rows.problems().isEmpty();
            Response.ResponseBuilder response =
                    found(asked, whole ? variant : null).type(asked.format().contentType());
            if (asked.format() != ListFormat.JSON) {
                addWhatTheFormatLacks(response, asked, rows);
            }
            return response.entity(body(asked, table, rows)).build();
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    /** An object, in JSON; otherwise as {@link #list}. */
    Response object(Asked asked, @Nullable EntityTag tag, Supplier<Object> question) {
        EntityTag variant = tag == null ? null : asked.variant(tag);
        return variant != null && asked.has(variant)
                ? notModified(asked, variant)
                : found(asked, variant)
                        .type(MediaType.APPLICATION_JSON)
                        .entity(json(asked, question.get()))
                        .build();
    }

    private static Response.ResponseBuilder found(Asked asked, @Nullable EntityTag tag) {
        return head(Response.ok(), asked, tag).header(HttpHeaders.CONTENT_ENCODING, asked.gzip() ? "gzip" : null);
    }

    private static Response notModified(Asked asked, EntityTag tag) {
        return head(Response.notModified(), asked, tag).build();
    }

    private static Response.ResponseBuilder head(
            Response.ResponseBuilder response, Asked asked, @Nullable EntityTag tag) {
        response.header(HttpHeaders.VARY, VARY);
        if (tag != null) {
            response.tag(tag);
        }
        return response.header(HttpHeaders.CACHE_CONTROL, tag != null && asked.isPinned() ? KEEP : ASK_AGAIN);
    }

    private static void addWhatTheFormatLacks(Response.ResponseBuilder response, Asked asked, RowList<?> rows) {
        String next = rows.nextIfKnown();
        if (next != null) {
            response.header(HttpHeaders.LINK, "<" + asked.nextPage(next) + ">; rel=\"next\"");
        }
        List<DatabaseProblem> problems = rows.problems();
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> response.header(PROBLEM, inHeader(problem.detail())));
        if (problems.size() > MOST_PROBLEMS) {
            response.header(PROBLEM, "and " + (problems.size() - MOST_PROBLEMS) + " more; the list in JSON has them");
        }
        if (asked.isDownload()) {
            response.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + asked.fileName() + "\"");
        }
    }

    private static String inHeader(String problem) {
        String text = problem.replaceAll("[^ -~]", "?");
        return text.length() > LONGEST_PROBLEM ? text.substring(0, LONGEST_PROBLEM) + "..." : text;
    }

    private <T> Object body(Asked asked, Table<T> table, RowList<T> rows) {
        Object json = asked.format() == ListFormat.JSON ? rows.json() : null;
        if (json == null && !asked.isHead()) {
            return sent(asked, new ListBody<>(asked.format(), table, rows, mapper));
        }
        // Nobody will read them, so nobody would close them.
        rows.close();
        return json == null || asked.isHead() ? "" : json(asked, json);
    }

    private Object json(Asked asked, Object answer) {
        if (!asked.gzip()) {
            return answer;
        }
        return sent(asked, out -> {
            try (JsonGenerator json = ListBody.generator(mapper, out)) {
                mapper.writeValue(json, answer);
            }
        });
    }

    private StreamingOutput sent(Asked asked, StreamingOutput answer) {
        return stalls.guard(asked.gzip() ? new GzipBody(answer) : answer, asked.routing());
    }
}
