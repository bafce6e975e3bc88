package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class NetworkGuardHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health/live",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui/",
                "/api/v1/nothing",
                "/",
                "/nothing"
            })
    void asksEveryUrlForALoopbackHost(String url) throws IOException {
        assertThat(RawHttp.exchange("GET " + url + " HTTP/1.1", "Host: rebound.evil.com:" + RestAssured.port))
                .startsWith("HTTP/1.1 421 ")
                .contains("application/problem+json", "rebound.evil.com");
        assertThat(RawHttp.exchange("GET " + url + " HTTP/1.1", "Host: 127.0.0.1:" + RestAssured.port))
                .doesNotStartWith("HTTP/1.1 421");
    }

    @Test
    void refusesARequestWithoutHostOrWithTwo() throws IOException {
        assertThat(RawHttp.exchange("GET /q/health/live HTTP/1.0")).startsWith("HTTP/1.0 400 ");
        assertThat(RawHttp.exchange("GET /q/health/live HTTP/1.1")).startsWith("HTTP/1.1 400 ");
        assertThat(RawHttp.exchange("GET /q/health/live HTTP/1.1", "Host: localhost", "Host: evil.com"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void letsItsOwnPagesInAndNoOthers() throws IOException {
        String host = "Host: localhost:" + RestAssured.port;
        String live = "GET /q/health/live HTTP/1.1";
        assertThat(RawHttp.exchange(live, host, "Origin: http://localhost:" + RestAssured.port))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.exchange(live, host, "Origin: http://localhost:1")).startsWith("HTTP/1.1 403 ");
        assertThat(RawHttp.exchange(live, host, "Origin: null")).startsWith("HTTP/1.1 403 ");
        assertThat(RawHttp.exchange(live, host, "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void refusesThePreflightOfAForeignPage() throws IOException {
        String answer = RawHttp.exchange(
                "OPTIONS /api/v1/jobs HTTP/1.1",
                "Host: localhost:" + RestAssured.port,
                "Origin: https://evil.com",
                "Access-Control-Request-Method: POST");
        assertThat(answer).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void answersAWholeUrlByItsHostHeaderAlone() throws IOException {
        assertThat(RawHttp.exchange("GET http://localhost/q/health/live HTTP/1.1", "Host: evil.com"))
                .startsWith("HTTP/1.1 421 ");
    }
}
