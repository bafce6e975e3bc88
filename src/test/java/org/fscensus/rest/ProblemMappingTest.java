package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemMappingTest {
    private static final String PROBE = "/api/v1/filesystems/asp/probe";

    static Stream<Arguments> failures() {
        return Stream.of(
                get(PROBE + "/fail/problem", 409, "Conflict", "it is finished; leave it"),
                get(PROBE + "/fail/notfound", 404, "Not Found", "no such thing; look elsewhere"),
                get(PROBE + "/fail/retry", 429, "Too Many Requests", "the queue is full"),
                get(PROBE + "/fail/rejected", 503, "Service Unavailable", "try again"),
                get(PROBE + "/fail/catalogue", 503, "Service Unavailable", "the catalogue failed; try again"),
                get(PROBE + "/fail/timeout", 503, "Service Unavailable", "no answer; ask for less"),
                get(PROBE + "/fail/outdated", 409, "Conflict", "import its scan again"),
                get(PROBE + "/fail/busy", 503, "Service Unavailable", "too many ask; try again soon"),
                get(PROBE + "/nothing", 404, "Not Found", "nothing at " + PROBE + "/nothing; /q/swagger-ui"),
                get("/api/v1/nothing", 404, "Not Found", "nothing at /api/v1/nothing"),
                get("/api", 404, "Not Found", "nothing at /api"),
                get("/nothing", 404, "Not Found", "nothing at /nothing"),
                get("/q/nothing", 404, "Not Found", "nothing at /q/nothing"),
                get(PROBE + "/number?n=x", 400, "Bad Request", "For input string: \"x\""),
                get(PROBE + "/number?n=6", 400, "Bad Request", "'n' must be less than or equal to 5"),
                Arguments.of(
                        "DELETE",
                        "/api/v1/events",
                        "Accept: application/json",
                        "",
                        405,
                        "Method Not Allowed",
                        "DELETE is not possible at /api/v1/events"),
                post("", 400, "Bad Request", "'body' must not be null"),
                post("{", 400, "Bad Request", "no valid JSON (line 1, column 2): Unexpected end-of-input"),
                post("{\n \"name\": \"a\",, }", 400, "Bad Request", "no valid JSON (line 2, column 14)"),
                post("{\"name\": \"a\"} {", 400, "Bad Request", "goes on after its end (line 1, column 15)"),
                post("{\"name\": \"a\", \"name\": \"b\"}", 400, "Bad Request", "Duplicate field 'name'"),
                // A limit of the parser, which was a 500.
                post("{\"workers\": " + "9".repeat(150) + "}", 400, "Bad Request", "length (150) exceeds the maximum"),
                post("{\"name\": \"a\"} " + "9".repeat(150), 400, "Bad Request", "exceeds the maximum allowed (100)"),
                post("[]", 400, "Bad Request", "The body (line 1, column 1) must be an object"),
                post("3", 400, "Bad Request", "must be an object"),
                post(
                        "{\"name\": \"a\", \"wrokers\": 3}",
                        400,
                        "Bad Request",
                        "there is no field 'wrokers' here; it takes colour, name, parts, workers."),
                post(
                        "{\"name\": \"a\", \"parts\": [{\"size\": 1}, {\"seize\": 2}]}",
                        400,
                        "Bad Request",
                        "'parts[1].seize'"),
                post(
                        "{\"name\": \"a\", \"workers\": \"3\"}",
                        400,
                        "Bad Request",
                        "'workers' (line 1, column 26) must be a whole number"),
                post("{\"name\": \"a\", \"workers\": 3.5}", 400, "Bad Request", "'workers'"),
                post("{\"name\": \"a\", \"workers\": 99999999999}", 400, "Bad Request", "'workers'"),
                post("{\"name\": {}}", 400, "Bad Request", "'name' (line 1, column 10) must be a string"),
                post("{\"name\": \"a\", \"colour\": \"green\"}", 400, "Bad Request", "must be one of [red, blue]"),
                post(
                        "{\"name\": \"a\", \"parts\": 3}",
                        400,
                        "Bad Request",
                        "'parts' (line 1, column 24) must be an array"),
                post("{\"name\": \"a\", \"parts\": [{\"size\": -1}]}", 400, "Bad Request", "size cannot be negative"),
                post(
                        "{\"name\": \"a\", \"parts\": [{\"size\": 11}]}",
                        400,
                        "Bad Request",
                        "'body.parts[0].size' must be less than or equal to 10"),
                post("{\"name\": \" \"}", 400, "Bad Request", "'body.name' must not be blank"),
                Arguments.of(
                        "POST",
                        PROBE,
                        "Content-Type: text/plain",
                        "x",
                        415,
                        "Unsupported Media Type",
                        "Content-Type: application/json"),
                Arguments.of(
                        "GET",
                        PROBE + "/number?n=1",
                        "Accept: image/png",
                        "",
                        406,
                        "Not Acceptable",
                        "application/json"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsEveryFailureAsAProblem(
            String method, String url, String header, String body, int status, String title, String detail) {
        RequestSpecification request = given().header(header.replaceFirst(":.*", ""), header.replaceFirst(".*: ", ""));
        if (method.equals("POST")) {
            request.body(body);
        }
        request.when()
                .request(method, url)
                .then()
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("type", equalTo("about:blank"))
                .body("status", equalTo(status))
                .body("title", equalTo(title))
                .body("detail", containsString(detail))
                .body("instance", equalTo(url.replaceFirst("\\?.*", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "checked"})
    void tellsNothingOfAnErrorOfItsOwnButAnId(String how) {
        Response answer = given().when().get(PROBE + "/fail/" + how);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.contentType()).startsWith(Problem.MEDIA_TYPE);
        assertThat(answer.path("detail").toString()).containsPattern("error id [0-9a-f-]{36}\\.$");
        assertThat(answer.asString()).doesNotContain("secret", "Exception", "org.fscensus");
    }

    @Test
    void keepsTheHeadersOfAResourcesOwn() {
        given().get(PROBE + "/fail/retry").then().header("Retry-After", "7");
    }

    @Test
    void saysWhenToComeBackOnlyWhereThatHelps() {
        given().get(PROBE + "/fail/busy").then().header("Retry-After", "5");
        given().get(PROBE + "/fail/rejected").then().header("Retry-After", "5");
        // The same question would take as long again.
        given().get(PROBE + "/fail/timeout").then().header("Retry-After", nullValue());
    }

    @Test
    void leavesAnEarlyAnswerThatIsNoErrorAlone() {
        given().get(PROBE + "/fail/early").then().statusCode(204).header("X-Early", "yes");
    }

    @Test
    void refusesABodyThatIsTooLargeWithAProblem() throws java.io.IOException {
        String answer = RawHttp.exchange(
                "POST " + PROBE + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 1048577");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json", "uploads");
    }

    /**
     * Regressions: one whose length was not told was refused without a word; with the words for a missing Host header where
     * it was not blank; and only when it had come to its end.
     */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\"/a/path/of/a/log\", "})
    void refusesABodyThatTurnsOutToBeTooLargeWithAProblemThoughItDoesNotEnd(String part) throws IOException {
        String answer = RawHttp.exchangeChunks(
                "{\"paths\": [" + part.repeat(3_000_000 / part.length()),
                "POST " + PROBE + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked");
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("connection: close")
                .contains("application/problem+json", "uploads");
    }

    private static Arguments get(String url, int status, String title, String detail) {
        return Arguments.of("GET", url, "Accept: application/json", "", status, title, detail);
    }

    private static Arguments post(String body, int status, String title, String detail) {
        return Arguments.of("POST", PROBE, "Content-Type: application/json", body, status, title, detail);
    }

    /** Was a 400 without a word, and without the headers of all answers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/filesystems?%",
                "/api/v1/filesystems/%zz",
                "/api/v1/filesystems/asp/directories?name={a,b}",
                "/%2"
            })
    void aMalformedUrlIsToldWhatIsWrongWithIt(String url) throws IOException {
        assertThat(RawHttp.exchange("GET " + url + " HTTP/1.1", "Host: localhost:" + RestAssured.port))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "The URL is malformed", "at index", "nosniff");
    }
}
