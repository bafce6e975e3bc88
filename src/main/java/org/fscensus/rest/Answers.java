package org.fscensus.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.app.CensusConfig;
import org.fscensus.query.Filesystems;
import org.fscensus.query.Parameters;
import org.fscensus.query.Permitted;
import org.fscensus.store.Generation;

/**
 * What all answers about generations have in common: they depend on the generations, the question, what the asker may
 * see, the program and the mount aliases alone. So do their tags, and a client's copy outlives a restart of the service.
 */
@ApplicationScoped
class Answers {
    private static final int TAG_BYTES = 15;

    /** Of what answers look like and mean; to be raised with any change to that within a version of the program. */
    private static final int FORMAT = 2;

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

    /** The parameters of what is no question about generations; those that it does not know are refused. */
    static Parameters parameters(UriInfo uri, Set<String> allowed) {
        return new Parameters(uri.getQueryParameters(), allowed, Permitted.EVERYTHING);
    }

    /** The tag of an answer from the selected generations. A cursor names its own, and stands in the question. */
    EntityTag tag(String selector, Parameters parameters, UriInfo uri) {
        boolean goesOn = parameters.text("cursor") != null;
        return tag(goesOn ? List.of() : filesystems.select(selector, parameters), parameters.permitted(), uri);
    }

    EntityTag tag(List<Generation> generations, Permitted permitted, UriInfo uri) {
        return tag(generations, permitted, uri.getRequestUri());
    }

    EntityTag tag(List<Generation> generations, Permitted permitted, URI asked) {
        StringBuilder question = new StringBuilder(context)
                .append(permitted)
                .append('\n')
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
