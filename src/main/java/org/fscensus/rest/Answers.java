package org.fscensus.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.app.CensusConfig;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Parameters;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * What all answers about generations have in common: they depend on the generations, the question, the program and the
 * mount aliases alone. So do their tags, and a client's copy outlives a restart of the service.
 */
@ApplicationScoped
class Answers {
    private static final int TAG_BYTES = 15;

    /** Of what answers look like and mean; to be raised with any change to that within a version of the program. */
    private static final int FORMAT = 1;

    private final Filesystems filesystems;
    private final String context;

    @Inject
    Answers(
            Filesystems filesystems,
            CensusConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this(filesystems, config.mountAliases().orElse(List.of()), version);
    }

    /** @param aliases as configured: they decide which directory a path means */
    Answers(Filesystems filesystems, List<String> aliases, String version) {
        this.filesystems = filesystems;
        this.context = FORMAT + "\n" + version + "\n" + String.join("\n", aliases) + "\n";
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
    static Response answer(Object answer, EntityTag tag, List<DatabaseProblem> problems) {
        Response.ResponseBuilder response = Response.ok(answer);
        return problems.isEmpty() ? withHeaders(response, tag).build() : response.build();
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
        return tag(generations, uri.getRequestUri());
    }

    EntityTag tag(List<Generation> generations, URI asked) {
        StringBuilder question = new StringBuilder(context)
                .append(asked.getRawPath())
                .append('?')
                .append(asked.getRawQuery());
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
