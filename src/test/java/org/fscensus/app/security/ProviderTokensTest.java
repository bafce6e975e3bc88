package org.fscensus.app.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fscensus.app.security.TokensProfile.as;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an identity provider over HTTP, with a provider that runs on this machine. */
@QuarkusTest
@TestProfile(ProviderProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProviderTokensTest {
    private static final String PROBLEM = "application/problem+json";

    /** Before all others: what the provider has told once is remembered. */
    @Test
    @Order(1)
    void aProviderThatIsAwayCostsItsOwnTokensAlone() {
        IdentityProvider.setAway(true);
        try {
            me(IdentityProvider.token("viewer"))
                    .statusCode(503)
                    .header("Retry-After", "10")
                    .contentType(PROBLEM)
                    .body("detail", containsString("The identity provider does not answer"));
            as(TokensProfile.VIEWER).get("/api/v1/me").then().statusCode(200);
            given().get("/q/health/ready").then().statusCode(200);
        } finally {
            IdentityProvider.setAway(false);
        }
        me(IdentityProvider.token("viewer")).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "viewer,viewer,200,403,403",
        "operator,operator,200,404,403",
        "storage-team,operator,200,404,403",
        "admin,admin,200,404,404"
    })
    void theClaimTellsTheRole(String value, String role, int jobs, int cancel, int delete) {
        String token = IdentityProvider.token("offline_access", value);
        me(token).statusCode(200).body("$", equalTo(Map.of("name", "oidc:eve", "role", role, "tokens", true)));
        given().auth().oauth2(token).get("/api/v1/jobs").then().statusCode(jobs);
        given().auth().oauth2(token).delete("/api/v1/jobs/none").then().statusCode(cancel);
        given().auth().oauth2(token).delete("/api/v1/filesystems/none").then().statusCode(delete);
    }

    @Test
    void ofSeveralRolesTheHighestCounts() {
        me(IdentityProvider.token("viewer", "admin", "operator")).body("role", equalTo("admin"));
    }

    static Stream<Named<String>> withoutARole() {
        return Stream.of(
                Named.of("others", IdentityProvider.token("Viewer", "root")),
                Named.of("none", IdentityProvider.token()),
                Named.of("no claim", IdentityProvider.token(claims -> {})),
                Named.of("a claim elsewhere", IdentityProvider.token(claims -> claims.setClaim("roles", "admin"))));
    }

    @ParameterizedTest
    @MethodSource
    void withoutARole(String token) {
        for (String path : List.of("/api/v1/me", "/api/v1/filesystems", "/q/metrics")) {
            given().auth()
                    .oauth2(token)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""))
                    .contentType(PROBLEM)
                    .body(
                            "detail",
                            allOf(
                                    startsWith("The token of oidc:eve is good, but gives no role here"),
                                    containsString("claim realm_access/roles, values admin, operator, storage-team")));
        }
        given().auth().oauth2(token).get("/q/health").then().statusCode(200);
    }

    static Stream<Named<Supplier<String>>> badTokens() {
        String good = IdentityProvider.token("admin");
        return Stream.of(
                bad(
                        "expired",
                        () -> IdentityProvider.token(
                                claims -> claims.setExpirationTime(IdentityProvider.in(Duration.ofMinutes(-1))))),
                bad("without an end", () -> IdentityProvider.token(claims -> claims.unsetClaim("exp"))),
                bad(
                        "not yet good",
                        () -> IdentityProvider.token(
                                claims -> claims.setNotBefore(IdentityProvider.in(Duration.ofHours(1))))),
                bad(
                        "of another issuer",
                        () -> IdentityProvider.token(claims -> claims.setIssuer("http://127.0.0.1/realms/other"))),
                bad("of no issuer", () -> IdentityProvider.token(claims -> claims.unsetClaim("iss"))),
                bad("for another service", () -> IdentityProvider.token(claims -> claims.setAudience("mail"))),
                bad("for nobody", () -> IdentityProvider.token(claims -> claims.unsetClaim("aud"))),
                bad(
                        "signed by another key of that name",
                        () -> IdentityProvider.signed(
                                claims -> {},
                                jws -> jws.setKey(
                                        IdentityProvider.newKey("first").getPrivateKey()))),
                bad(
                        "signed by a key that nobody knows",
                        () -> IdentityProvider.signed(claims -> {}, jws -> {
                            jws.setKey(IdentityProvider.newKey("second").getPrivateKey());
                            jws.setKeyIdHeaderValue("second");
                        })),
                bad(
                        "not signed",
                        () -> IdentityProvider.signed(claims -> {}, jws -> {
                            jws.setKey(null);
                            jws.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
                            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
                        })),
                bad(
                        "signed by the public key as a secret",
                        () -> IdentityProvider.signed(claims -> {}, jws -> {
                            jws.setKey(new HmacKey(
                                    IdentityProvider.key().getPublicKey().getEncoded()));
                            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
                        })),
                bad("changed", () -> good.replaceFirst("\\.ey", ".eY")),
                bad("cut off", () -> good.substring(0, good.length() - 2)),
                bad("half", () -> good.substring(0, good.lastIndexOf('.'))),
                bad("without content", () -> "a.b.c"),
                bad("all dots", () -> "..."),
                bad("opaque", () -> "2YotnFZFEjr1zCsicMWpAA"),
                bad("large", () -> "e".repeat(15_000)),
                bad("an unknown one of this service", TokenHash::newToken));
    }

    private static Named<Supplier<String>> bad(String what, Supplier<String> token) {
        return Named.of(what, token);
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void whatTheProviderDidNotMakeForThisServiceIsRefused(Supplier<String> token) {
        for (String path : List.of("/api/v1/me", "/q/health")) {
            given().auth()
                    .oauth2(token.get())
                    .get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
                    .contentType(PROBLEM);
        }
    }

    @Test
    void tokensOfTheFileAreAsGoodAsBefore() {
        as(TokensProfile.ADMIN).get("/api/v1/me").then().body("name", equalTo("anna"));
        me(ProviderProfile.MADE_BY_HAND).statusCode(200).body("name", equalTo("hanna"));
        given().get("/api/v1/me").then().statusCode(401);
    }

    @Test
    void aNameCannotLookLikeAnotherFieldOfTheAuditLog() {
        me(IdentityProvider.token(claims -> {
                    claims.setClaim("preferred_username", "eve role=admin\n\u00e9");
                    claims.setClaim("realm_access", Map.of("roles", List.of("viewer")));
                }))
                .body("name", equalTo("oidc:eve?role=admin??"));
    }

    @Test
    void eventsEndWithTheToken() throws IOException {
        String token = IdentityProvider.token(claims -> {
            claims.setExpirationTime(IdentityProvider.in(Duration.ofSeconds(2)));
            claims.setClaim("realm_access", Map.of("roles", List.of("viewer")));
        });
        try (Socket events = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            events.setSoTimeout(10_000);
            events.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(events.getInputStream().readNBytes(13)).asString().isEqualTo("HTTP/1.1 200 ");
            // Returns at the end of the connection, and times out if there is none.
            events.getInputStream().readAllBytes();
        }
        me(token).statusCode(401);
    }

    private static ValidatableResponse me(String token) {
        return given().auth().oauth2(token).get("/api/v1/me").then();
    }
}
