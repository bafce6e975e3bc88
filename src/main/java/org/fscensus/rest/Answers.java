package org.fscensus.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Parameters;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** What all answers about generations have in common: they depend on the generations and the question alone. */
@ApplicationScoped
class Answers {
    private static final int TAG_BYTES = 15;

    /** Program and configuration decide too, how an answer looks; neither outlives the process. */
    private final String process = UUID.randomUUID().toString();

    private final Filesystems filesystems;

    Answers(Filesystems filesystems) {
        this.filesystems = filesystems;
    }

    /** The question's parameters; those that it does not know are refused. */
    static Parameters parameters(UriInfo uri, Set<String> allowed) {
        return new Parameters(uri.getQueryParameters(), allowed);
    }

    /** The answer, or a 304 where the asker has it already. */
    static Response unlessKnown(Request request, EntityTag tag, Supplier<Object> answer) {
        Response known = known(request, tag);
        return known == null ? answer(answer.get(), tag, List.of()) : known;
    }

    /** A 304 where the asker has the answer already, else null. */
    static @Nullable Response known(Request request, EntityTag tag) {
        Response.ResponseBuilder notModified = request.evaluatePreconditions(tag);
        return notModified == null ? null : withHeaders(notModified, tag).build();
    }

    /** The answer with its tag; one that lacks something has none. */
    static Response answer(Object answer, EntityTag tag, List<String> warnings) {
        Response.ResponseBuilder response = Response.ok(answer);
        return warnings.isEmpty() ? withHeaders(response, tag).build() : response.build();
    }

    private static Response.ResponseBuilder withHeaders(Response.ResponseBuilder response, EntityTag tag) {
        return response.tag(tag)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    /** The tag of an answer from the selected generations. A cursor names its own, and stands in the question. */
    EntityTag tag(String selector, Parameters parameters, UriInfo uri) {
        boolean goesOn = parameters.text("cursor") != null;
        return tag(goesOn ? List.of() : filesystems.select(selector, parameters.text("generation")), uri);
    }

    EntityTag tag(List<Generation> generations, UriInfo uri) {
        StringBuilder question = new StringBuilder(process)
                .append(uri.getRequestUri().getRawPath())
                .append('?')
                .append(uri.getRequestUri().getRawQuery());
        generations.forEach(generation -> question.append('\n').append(generation.id()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(question.toString().getBytes(StandardCharsets.UTF_8));
            return new EntityTag(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
