package org.fscensus.app.security;

import java.time.Instant;
import org.fscensus.query.Permitted;
import org.jspecify.annotations.Nullable;

/**
 * A good token of the identity provider.
 *
 * @param name who has it; told in the audit log
 * @param role null where its claim has no value that is known here
 * @param expires from when on it is not good any more
 */
record ProviderToken(String name, @Nullable Role role, Instant expires) {
    /** Null where nothing is known of what they may do. */
    @Nullable Caller caller() {
        return role == null ? null : new Caller(name, role, Permitted.EVERYTHING);
    }
}
