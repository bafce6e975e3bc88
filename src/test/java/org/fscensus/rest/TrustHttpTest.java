package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust reports and shrunk scans over HTTP, through the real pipeline. */
@QuarkusTest
class TrustHttpTest {
    private static final String FILESYSTEM = "trust-http";
    private static final String DIRECTORY = "1 1 0 s=0 a=8 u=1 g=1 p=drwxr-xr-x ac=2026-01-01 00:00:00 nl=2 -- /fs\n";
    private static final String FILE = "2 1 0 s=5 a=8 u=1 g=1 p=-rw-r--r-- ac=2025-01-01 00:00:00 nl=1 -- /fs/f%d\n";

    @Inject
    GenerationStore store;

    @AfterEach
    void retire() throws Exception {
        for (Generation generation : store.generations(FILESYSTEM)) {
            store.retire(generation);
        }
    }

    private static String log(int files) {
        return DIRECTORY + IntStream.range(0, files).mapToObj(FILE::formatted).collect(Collectors.joining());
    }

    @Test
    void jobEventsAndGenerationHaveTheSameReport() {
        String id = upload("2026-02-01", log(10) + "broken\n", "&maxRejected=1");
        JsonPath job = end(id);

        Assertions.assertThat(job.getString("state")).isEqualTo("succeeded");
        Assertions.assertThat(job.getString("trust.verdict")).isEqualTo("withWarnings");
        Assertions.assertThat(job.getInt("trust.rejectedByReason[0].first.lineNumber"))
                .isEqualTo(12);
        Assertions.assertThat(job.getMap("trust.database")).isEqualTo(job.getMap("trust.source"));
        String event = given().get("/api/v1/jobs/{id}/events", id)
                .asString()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .reduce("", (before, last) -> last);
        Assertions.assertThat(JsonPath.from(event.substring("data:".length())).getMap("trust"))
                .isEqualTo(job.getMap("trust"));
        given().get("/api/v1/filesystems/{fs}/generations/{id}", FILESYSTEM, job.getString("generation"))
                .then()
                .statusCode(200)
                .body("generation.id", equalTo(job.getString("generation")))
                .body("generation.files", equalTo(10))
                .body("trust.verdict", equalTo("withWarnings"))
                .body("trust.lines", equalTo(12))
                .body("trust.rejectedByReason[0].lines", equalTo(1))
                .body("trust.endSeen", equalTo(true))
                .body("trust.database", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "20260201T000000Z-none"})
    void aGenerationThatThereIsNotIsA404(String id) {
        end(upload("2026-02-01", log(1), ""));
        given().get("/api/v1/filesystems/{fs}/generations/{id}", FILESYSTEM, id)
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("has no generation '" + id + "'"));
    }

    @Test
    void aScanThatHasShrunkFailsUnlessItIsAccepted() {
        String first = end(upload("2026-02-01", log(10), "")).getString("generation");

        JsonPath failed = end(upload("2026-02-02", log(1), "&acceptShrink=false"));
        Assertions.assertThat(failed.getString("state")).isEqualTo("failed");
        Assertions.assertThat(failed.getString("error.message")).contains("has shrunk", "then 10 files");
        Assertions.assertThat(failed.getInt("trust.source.files")).isEqualTo(1);
        newestIs(first);

        JsonPath accepted = end(upload("2026-02-02", log(1), "&acceptShrink=true"));
        Assertions.assertThat(accepted.getString("state")).isEqualTo("succeeded");
        newestIs(accepted.getString("generation"));
        given().get("/api/v1/jobs/{id}", accepted.getString("id"))
                .then()
                .body("warnings", hasItem(containsString("(acceptShrink)")));
    }

    @Test
    void whatIsNeitherTrueNorFalseIsRefusedByName() {
        send("2026-02-02", log(1), "&acceptShrink=yes").statusCode(400).body("detail", containsString("acceptShrink"));
    }

    private static void newestIs(String generation) {
        given().get("/api/v1/filesystems/{fs}", FILESYSTEM)
                .then()
                .statusCode(200)
                .body("generation", equalTo(generation));
    }

    private static ValidatableResponse send(String date, String log, String options) {
        return given().contentType("application/octet-stream")
                .body(log.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put("/api/v1/uploads/some.log?filesystem=" + FILESYSTEM + "&scanTime=" + date + options)
                .then();
    }

    private static String upload(String date, String log, String options) {
        return send(date, log, options).statusCode(202).extract().path("id");
    }

    private static JsonPath end(String id) {
        return await().until(
                        () -> given().get("/api/v1/jobs/{id}", id).jsonPath(), job -> job.get("finishedAt") != null);
    }
}
