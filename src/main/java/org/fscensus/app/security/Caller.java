package org.fscensus.app.security;

import io.vertx.ext.web.RoutingContext;
import org.fscensus.query.Permitted;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request. {@link AccessPolicy} notes it with every request that it lets through.
 *
 * @param name of the access token; null where there are no tokens, or none is needed
 * @param permitted what of the data the caller may see
 */
public record Caller(@Nullable String name, Role role, Permitted permitted) {
    /** Whoever can reach the service, where there are no tokens. */
    static final Caller ANYBODY = new Caller(null, Role.ADMIN, Permitted.EVERYTHING);

    private static final String KEY = Caller.class.getName();

    /**
     * Who sent a request.
     *
     * @throws IllegalStateException if the request never passed the policy; so no answer is given by mistake
     */
    public static Caller of(RoutingContext request) {
        Caller caller = request.get(KEY);
        if (caller == null) {
            throw new IllegalStateException("nobody has judged who may do this");
        }
        return caller;
    }

    void note(RoutingContext request) {
        request.put(KEY, this);
    }
}
