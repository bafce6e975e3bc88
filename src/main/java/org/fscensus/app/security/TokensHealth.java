package org.fscensus.app.security;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the tokens file can be used as it is now. At {@code /q/health/group/tokens} only and no part of
 * {@code /q/health}: the tokens that were good stay so. Everybody may ask, so it does not tell what is wrong.
 */
@HealthGroup("tokens")
@ApplicationScoped
public class TokensHealth implements HealthCheck {
    private final Tokens tokens;

    TokensHealth(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public HealthCheckResponse call() {
        return tokens.problem() == null
                ? HealthCheckResponse.named("tokens").up().build()
                : HealthCheckResponse.named("tokens")
                        .down()
                        .withData("reason", "the file of " + TokensFile.KEY + " cannot be used; the log tells why")
                        .build();
    }
}
