package org.fscensus.app.security;

import org.fscensus.query.Permitted;

/**
 * A token as the tokens file has it.
 *
 * @param name who has the token; told in the audit log
 * @param hash of the token; nothing from which the token could be told
 * @param permitted what its owner may see
 */
record TokenEntry(String name, Role role, TokenHash hash, Permitted permitted) {
    Caller caller() {
        return new Caller(name, role, permitted);
    }
}
