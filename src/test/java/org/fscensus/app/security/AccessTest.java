package org.fscensus.app.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fscensus.app.security.TokensProfile.as;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and roles over HTTP. */
@QuarkusTest
@TestProfile(TokensProfile.class)
class AccessTest {
    private static final String PROBLEM = "application/problem+json";

    @ConfigProperty(name = "fscensus.data-dir")
    Path data;

    /** Everything that is logged meanwhile, formatted as the console shows it. */
    private static final class Captured extends Handler implements AutoCloseable {
        final List<String> lines = new CopyOnWriteArrayList<>();
        private final PatternFormatter formatter = new PatternFormatter("%c %s%e");
        private final Logger root = Logger.getLogger("");

        Captured() {
            root.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(formatter.format(record));
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            root.removeHandler(this);
        }
    }

    @Test
    void everyCallOfTheApiHasARule() {
        Map<String, Map<String, Object>> paths = as(TokensProfile.VIEWER)
                .get("/q/openapi?format=json")
                .jsonPath()
                .getMap("paths");
        assertThat(paths).hasSizeGreaterThan(15);
        paths.forEach((path, operations) -> operations.keySet().forEach(method -> {
            String example = path.replaceAll("\\{[^}]*}", "x");
            assertThat(AccessRules.who(method.toUpperCase(Locale.ROOT), example))
                    .as(method + " " + path + " needs a line in AccessRules")
                    .isNotNull()
                    .isNotEqualTo(AccessRules.Who.ANYBODY);
        }));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/filesystems",
        "GET,/api/v1/me",
        "GET,/api/v1/new",
        "GET,/api",
        "POST,/api/v1/jobs",
        "DELETE,/api/v1/jobs/x",
        "OPTIONS,/api/v1/jobs",
        "GET,/api/v1/events",
        "GET,/q/metrics",
        "GET,/q/openapi",
        "GET,/q/swagger-ui/",
        "GET,/q/dev-ui",
        "POST,/"
    })
    void withoutATokenThereIsOnlyTheQuestionForOne(String method, String path) {
        given().request(method, path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"fs-census\"")
                .header("Cache-Control", "no-store")
                .contentType(PROBLEM)
                .body("status", equalTo(401))
                .body("detail", containsString("Authorization: Bearer <token>"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer fsc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer",
                "Bearer two words",
                "Basic YW5uOmFubg==",
                "nonsense",
                ""
            })
    void aBadTokenIsRefusedWhateverIsAsked(String header) {
        for (String path : List.of("/api/v1/filesystems", "/q/health")) {
            given().header("Authorization", header)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
                    .contentType(PROBLEM);
        }
    }

    @Test
    void aTokenCountsInItsHeaderAlone() {
        String token = TokensProfile.token(TokensProfile.ADMIN);
        given().get("/api/v1/filesystems?access_token=" + token).then().statusCode(401);
        given().cookie("access_token", token).get("/api/v1/filesystems").then().statusCode(401);
        given().header("Authorization", "bearer  " + token)
                .get("/api/v1/filesystems")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + token)
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/filesystems")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "vera,POST,/api/v1/jobs,operator",
        "vera,DELETE,/api/v1/jobs/x,operator",
        "vera,PUT,/api/v1/uploads/x.log,operator",
        "vera,DELETE,/api/v1/filesystems/asp,admin",
        "otto,DELETE,/api/v1/filesystems/asp,admin",
        "otto,DELETE,/api/v1/filesystems/asp/generations/x,admin",
        "of-asp,POST,/api/v1/jobs,operator"
    })
    void aRoleThatIsTooLowIsToldWhichIsNeeded(String who, String method, String path, String needed) {
        as(who).request(method, path)
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\", scope=\"" + needed + "\""))
                .contentType(PROBLEM)
                .body("detail", containsString("needs the role " + needed));
    }

    @ParameterizedTest
    @CsvSource({
        "vera,GET,/api/v1/filesystems,200",
        "vera,GET,/api/v1/jobs,200",
        "vera,HEAD,/api/v1/jobs,200",
        "vera,GET,/q/metrics,200",
        "vera,GET,/q/openapi,200",
        "vera,GET,/q/swagger-ui/,200",
        "otto,GET,/api/v1/filesystems,200",
        "otto,DELETE,/api/v1/jobs/none,404",
        "otto,POST,/api/v1/jobs,415",
        "anna,DELETE,/api/v1/jobs/none,404",
        "vera,GET,/api/v1/none,404",
        "anna,GET,/api/v1/jobs;x=1,404",
        "anna,PATCH,/api/v1/jobs,405"
    })
    void aRoleMayDoWhatTheLowerOnesMay(String who, String method, String path, int status) {
        as(who).urlEncodingEnabled(false).request(method, path).then().statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs",
                "/api/v1/jobs/x",
                "/api/v1/jobs/x/events",
                "/api/v1/jobs/x/rejected",
                "/api/v1/events",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui/"
            })
    void limitedViewersAreNotToldOfWhatIsNotLimited(String path) {
        for (String who : List.of(TokensProfile.OF_ASP, TokensProfile.OF_PATHS)) {
            as(who).get(path).then().statusCode(403).contentType(PROBLEM).body("detail", containsString("limited"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/group/tokens"})
    void healthIsForAll(String path) {
        given().get(path).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void pagesAreForAll() {
        assertThat(given().get("/").statusCode()).isIn(200, 404);
        given().get("/none.html").then().statusCode(404);
    }

    @Test
    void everybodyIsToldWhoTheyAre() {
        as(TokensProfile.OPERATOR)
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("$", equalTo(Map.of("name", "otto", "role", "operator", "tokens", true)));
        as(TokensProfile.OF_PATHS)
                .get("/api/v1/me")
                .then()
                .body("role", equalTo("viewer"))
                .body("filesystems", equalTo(List.of("asp")))
                .body("paths", equalTo(List.of("/gpfs/alice", "/gpfs/team 1")));
        as(TokensProfile.OF_ALICE).get("/api/v1/me").then().body("$", not(hasKey("filesystems")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs;x=1",
                "//api/v1/jobs",
                "/%61pi/v1/jobs",
                "/x/../api/v1/jobs",
                "/x/%2e%2e/api/v1/jobs",
                "/api/v1//jobs",
                "/api/v1/jobs/",
                "/API/v1/jobs",
                "/api%2Fv1%2Fjobs",
                "/q/../api/v1/jobs",
                "/q/health/../../api/v1/jobs",
                "/q/health/../metrics",
                "/q/health;/../metrics",
                "/q/health/%2e%2e/metrics"
            })
    void noSpellingOfAPathGetsRoundTheRules(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1", "Host: localhost")).containsPattern("^HTTP/1.1 (401|404) ");
    }

    @Test
    void anUploadIsRefusedBeforeItsBody() throws IOException {
        assertThat(exchange("PUT /api/v1/uploads/x.log HTTP/1.1", "Host: localhost", "Content-Length: 100000000000"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(exchange(
                        "PUT /api/v1/uploads/x.log HTTP/1.1",
                        "Host: localhost",
                        "Transfer-Encoding: chunked",
                        "Authorization: Bearer " + TokensProfile.token(TokensProfile.VIEWER)))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void withTokensOtherNamesAreServedButOnlyOneAtATime() throws IOException {
        assertThat(exchange("GET /q/health/live HTTP/1.1", "Host: census.example.org", "Origin: https://evil.com"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(exchange("GET /q/health/live HTTP/1.1", "Host: localhost", "Host: evil.com"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(
                        "OPTIONS /api/v1/jobs HTTP/1.1",
                        "Host: census.example.org",
                        "Origin: https://evil.com",
                        "Access-Control-Request-Headers: authorization",
                        "Access-Control-Request-Method: POST"))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void everyAnswerTellsBrowsersToBeCareful() throws IOException {
        String policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        for (Response answer : List.of(
                as(TokensProfile.VIEWER).get("/api/v1/filesystems"),
                as(TokensProfile.VIEWER).get("/api/v1/none"),
                as(TokensProfile.VIEWER).post("/api/v1/jobs"),
                given().get("/api/v1/filesystems"),
                given().get("/q/health"),
                given().get("/none.html"))) {
            careful(answer.then()).header("Content-Security-Policy", policy);
        }
        careful(as(TokensProfile.VIEWER).get("/q/swagger-ui/").then())
                .statusCode(200)
                .header("Content-Security-Policy", containsString("script-src 'self' 'unsafe-inline'"));
        assertThat(exchange("GET /q/health HTTP/1.1", "Host: a", "Host: b"))
                .containsIgnoringCase("Content-Security-Policy: default-src")
                .containsIgnoringCase("X-Frame-Options: DENY");
        assertThat(as(TokensProfile.VIEWER).get("/api/v1/filesystems").headers().getValues("Vary"))
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("authorization"));
    }

    private static ValidatableResponse careful(ValidatableResponse answer) {
        return answer.header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    @Test
    void changesAreOnRecordAndTokensAreNowhere() throws IOException {
        String token = TokensProfile.token(TokensProfile.OPERATOR);
        String unknown = "fsc_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
        Files.writeString(data.resolve("incoming/20260125_s_audited.list"), "no line of a log\n");
        try (Captured log = new Captured()) {
            Response submitted = as(TokensProfile.OPERATOR)
                    .contentType("application/json")
                    .body("{\"source\": {\"path\": \"20260125_s_audited.list\"}}")
                    .post("/api/v1/jobs");
            submitted.then().statusCode(202);
            String id = submitted.path("id");
            as(TokensProfile.OPERATOR).delete("/api/v1/jobs/" + id);
            given().header("Authorization", "Bearer " + unknown).get("/api/v1/jobs");
            as(TokensProfile.VIEWER).delete("/api/v1/jobs/" + id);
            as(TokensProfile.OPERATOR).get("/api/v1/jobs");

            String audit = "fscensus.audit ";
            await().untilAsserted(() -> assertThat(log.lines)
                    .contains(audit + "POST /api/v1/jobs status=202 job=" + id
                            + " token=otto role=operator address=127.0.0.1")
                    .anyMatch(line -> line.startsWith(audit + "DELETE /api/v1/jobs/" + id + " status=")
                            && line.endsWith(" job=" + id + " token=otto role=operator address=127.0.0.1")));
            assertThat(log.lines)
                    .anyMatch(line ->
                            line.startsWith(audit + "GET /api/v1/jobs status=401 refused token=none address=127.0.0.1"))
                    .anyMatch(line -> line.startsWith(audit + "DELETE /api/v1/jobs/" + id
                            + " status=403 refused token=vera role=viewer address=127.0.0.1"))
                    .noneMatch(line -> line.startsWith(audit + "GET /api/v1/jobs status=200"))
                    .noneMatch(line -> line.contains(token) || line.contains(unknown));
            for (String path : List.of("/api/v1/jobs", "/api/v1/jobs/" + id, "/q/metrics", "/api/v1/me", "/q/health")) {
                assertThat(as(TokensProfile.OPERATOR).get(path).asString()).doesNotContain(token, "sha256:");
            }
        }
    }

    @Test
    void aTokenThatIsTakenOutOfTheFileIsRefusedSoon() throws IOException {
        Path file = TokensProfile.file();
        String before = Files.readString(file);
        String token = TokenHash.newToken();
        try {
            Files.writeString(
                    file, before + TokenLine.write("guest", Role.VIEWER, TokenHash.of(token), List.of(), List.of()));
            await().untilAsserted(() -> assertThat(me(token)).isEqualTo(200));
            Files.writeString(file, before + "guest is gone\n");
            await().untilAsserted(() ->
                    given().get("/q/health/group/tokens").then().statusCode(503).body("status", equalTo("DOWN")));
            assertThat(me(token)).isEqualTo(200);
            given().get("/q/health/ready").then().statusCode(200);
        } finally {
            Files.writeString(file, before);
        }
        await().untilAsserted(() -> assertThat(me(token)).isEqualTo(401));
        given().get("/q/health/group/tokens").then().statusCode(200);
    }

    @Test
    void whatIsBeingAnsweredEndsWithItsToken() throws IOException {
        Path file = TokensProfile.file();
        String before = Files.readString(file);
        String token = TokenHash.newToken();
        try (Socket events = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            Files.writeString(
                    file, before + TokenLine.write("listener", Role.VIEWER, TokenHash.of(token), List.of(), List.of()));
            await().untilAsserted(() -> assertThat(me(token)).isEqualTo(200));
            events.setSoTimeout(20_000);
            events.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(events.getInputStream().readNBytes(13)).asString().isEqualTo("HTTP/1.1 200 ");
            Files.writeString(file, before);
            // Returns at the end of the connection, and times out if there is none.
            events.getInputStream().readAllBytes();
        } finally {
            Files.writeString(file, before);
        }
        assertThat(me(token)).isEqualTo(401);
    }

    private static int me(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/v1/me")
                .statusCode();
    }

    @Test
    void jsonThatIsNestedWithoutEndIsAMistakeOfTheCaller() throws Exception {
        String whole = "{\"source\": {\"path\": " + "[".repeat(100) + "]".repeat(100) + "}}";
        for (String body : List.of("[".repeat(400_000), "{\"source\":".repeat(50_000), whole)) {
            // Not by REST Assured, which parses the body as well.
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + "/api/v1/jobs"))
                    .header("Authorization", "Bearer " + TokensProfile.token(TokensProfile.OPERATOR))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(PROBLEM));
            assertThat(answer.body()).hasSizeLessThan(1000);
        }
    }

    private static String exchange(String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
