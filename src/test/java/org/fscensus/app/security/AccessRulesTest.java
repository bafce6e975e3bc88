package org.fscensus.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.fscensus.app.security.AccessRules.Who;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    @ParameterizedTest
    @CsvSource({
        "GET,/,ANYBODY",
        "HEAD,/index.html,ANYBODY",
        "GET,/assets/app.1.js,ANYBODY",
        "GET,/q/health,ANYBODY",
        "GET,/q/health/group/imports,ANYBODY",
        "HEAD,/api/v1/filesystems,EVERY_TOKEN",
        "GET,/api/v1/filesystems/a%20b/histograms/age,EVERY_TOKEN",
        "GET,/q/metrics,UNLIMITED_VIEWERS",
        "GET,/q/swagger-ui/index.html,UNLIMITED_VIEWERS",
        "POST,/api/v1/jobs,OPERATORS",
        "PUT,/api/v1/uploads/x.log,OPERATORS",
        "DELETE,/api/v1/filesystems/asp,ADMINS"
    })
    void everyCallHasItsPlace(String method, String path, Who who) {
        assertThat(AccessRules.who(method, path)).isEqualTo(who);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/API/v1/jobs",
                "/api/v1/new",
                "/api/v1/jobs/",
                "/api/v1/jobs;x=1",
                "/api/v1/jobs/a;b",
                "/api/v1/jobs/a/b",
                "/api/v1/filesystems/asp/new",
                "/api/v1/filesystems//owners",
                "/%61pi/v1/jobs",
                "//api/v1/jobs",
                "/x/../api/v1/jobs",
                "/x;/api/v1/jobs",
                "/q",
                "/q/dev",
                "/q/healthy",
                "/.env",
                "*",
                ""
            })
    void whatIsNotInTheTableIsForNobody(String path) {
        assertThat(AccessRules.who("GET", path)).isNull();
    }

    @Test
    void otherMethodsAreForNobody() {
        assertThat(AccessRules.who("PATCH", "/api/v1/jobs")).isNull();
        assertThat(AccessRules.who("POST", "/index.html")).isNull();
        assertThat(AccessRules.who("TRACE", "/q/health")).isNull();
        assertThat(AccessRules.methods("/api/v1/jobs/x")).isEqualTo("DELETE, GET, HEAD");
        assertThat(AccessRules.methods("/index.html")).isEqualTo("GET, HEAD");
        assertThat(AccessRules.methods("/api/v1/none")).isEmpty();
    }

    @Test
    void ofManyRefusalsSomeAreTold() {
        RateLimit limit = new RateLimit(2, Duration.ofSeconds(10));
        long start = Long.MAX_VALUE - 5;
        assertThat(limit.take(start)).isZero();
        assertThat(limit.take(start + 1)).isZero();
        assertThat(limit.take(start + 2)).isEqualTo(-1);
        assertThat(limit.take(start + 3)).isEqualTo(-1);
        assertThat(limit.take(start + 10_000_000_000L)).isEqualTo(2);
        assertThat(limit.take(start + 10_000_000_001L)).isZero();
    }

    @Test
    void whatCameFromOutsideCannotBreakALine() {
        assertThat(HeaderText.printable("a\nb\u001b[0m\u00e9", 6)).isEqualTo("a?b?[0...");
    }
}
