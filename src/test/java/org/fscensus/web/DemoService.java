package org.fscensus.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;

/**
 * A service of its own with the policy that the page is made for, and what it has imported: {@code science} in several
 * generations, and {@code generated}, a wild tree.
 */
public class DemoService implements QuarkusTestProfile {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-data"));
            Path data = Files.createTempDirectory(parent.toAbsolutePath(), "web");
            Path incoming = data.resolve("incoming");
            return Map.of(
                    "fscensus.data-dir", data.toString(),
                    "fscensus.accounts.passwd", incoming.resolve("passwd").toString(),
                    "fscensus.accounts.group", incoming.resolve("group").toString(),
                    "fscensus.accounts.getent", "false",
                    "quarkus.http.header.\"Content-Security-Policy\".value", POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports everything into the running service; takes a few seconds. */
    static void fill(Path incoming) throws IOException {
        for (Path log : DemoScans.write(incoming)) {
            importLog(log);
        }
        Path wild = incoming.resolve("20260115_csfs2_generated.list.list_all.log");
        LogShape shape = LogShape.from(
                Map.of("--directories", "3000", "--files", "30000", "--odd-names", "0.2", "--owners", "60"));
        try (OutputStream out = Files.newOutputStream(wild)) {
            new LogGenerator(shape).writeTo(out);
        }
        importLog(wild);
    }

    /** Imports a log, and waits for it. */
    static void importLog(Path log) {
        String job = submit(log);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask("/api/v1/jobs/" + job).get("finishedAt") != null);
        assertThat(ask("/api/v1/jobs/" + job).getString("state")).isEqualTo("succeeded");
    }

    /** Asks for an import, and returns the job's id. */
    static String submit(Path log) {
        return given().contentType("application/json")
                .body(Map.of("source", Map.of("path", log.toString())))
                .post("/api/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** What the API answers. */
    static JsonPath ask(String question) {
        return given().urlEncodingEnabled(false)
                .get(question)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
