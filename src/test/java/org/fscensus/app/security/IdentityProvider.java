package org.fscensus.app.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * An identity provider on this machine, with what one has that a service needs: its description and its public keys. The
 * test and the service, which are of different class loaders, share its private key through a system property.
 */
public class IdentityProvider implements QuarkusTestResourceLifecycleManager {
    /** Whom its tokens are made out to. */
    static final String AUDIENCE = "fs-census";

    private static final String KEY = "test-provider-key";
    private static final String ISSUER = "test-provider-issuer";
    private static final String AWAY = "test-provider-away";
    private static final String PATH = "/realms/site";

    @SuppressWarnings("NullAway.Init") // set when it starts
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            RsaJsonWebKey key = newKey("first");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String issuer = "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
            serve(
                    "/.well-known/openid-configuration",
                    "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/certs\",\"introspection_endpoint\":\""
                            + issuer + "/introspect\"}");
            serve("/certs", "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}");
            server.start();
            System.setProperty(KEY, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            System.setProperty(ISSUER, issuer);
            return Map.of("fscensus.security.oidc.url", issuer, "fscensus.security.oidc.audience", AUDIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(String path, String json) {
        server.createContext(PATH + path, exchange -> answer(exchange, json));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(Boolean.getBoolean(AWAY) ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** Whether it has a day on which it answers nothing but 503. */
    static void setAway(boolean away) {
        System.setProperty(AWAY, Boolean.toString(away));
    }

    static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That by which it signs. */
    static PublicJsonWebKey key() {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(System.getProperty(KEY));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good token of somebody with those roles. */
    static String token(String... roles) {
        return token(claims -> claims.setClaim("realm_access", Map.of("roles", List.of(roles))));
    }

    /** One that is good but for what is changed in it. */
    static String token(Consumer<JwtClaims> change) {
        return signed(change, key -> {});
    }

    /** Likewise, with another signature. */
    static String signed(Consumer<JwtClaims> change, Consumer<JsonWebSignature> signing) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(System.getProperty(ISSUER));
        claims.setAudience(AUDIENCE);
        claims.setSubject("1234");
        claims.setClaim("preferred_username", "eve");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        change.accept(claims);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key().getPrivateKey());
        signature.setKeyIdHeaderValue(key().getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signing.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So much later than now, or earlier. */
    static NumericDate in(Duration time) {
        return NumericDate.fromMilliseconds(System.currentTimeMillis() + time.toMillis());
    }
}
