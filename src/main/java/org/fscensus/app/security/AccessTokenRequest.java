package org.fscensus.app.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose an access token is. It has no text form: the token is to get nowhere. */
final class AccessTokenRequest extends BaseAuthenticationRequest {
    private final String token;

    AccessTokenRequest(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
