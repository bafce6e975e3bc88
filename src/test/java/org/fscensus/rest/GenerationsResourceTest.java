package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.JDBC;

/** Generations of a file system of its own, imported for real, are checked again and deleted over HTTP. */
@QuarkusTest
class GenerationsResourceTest {
    private static final Path DATA = Path.of("target/test-data").toAbsolutePath();
    private static final Path LOG = DATA.resolve("incoming/kept.log");
    private static final String FILESYSTEM = "/api/v1/filesystems/kept";

    private String older = "";
    private String newer = "";

    @BeforeEach
    void twoGenerations() throws Exception {
        Path sample = Path.of("src/test/resources/sample/20260115_gpfs1_demo.list.list_all.log");
        Files.write(LOG, Files.readAllBytes(sample), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        older = imported("2026-01-01");
        newer = imported("2026-01-08");
    }

    @AfterEach
    void nothingStays() {
        given().delete(FILESYSTEM);
        given().get(FILESYSTEM).then().statusCode(404);
    }

    private static String imported(String scanTime) {
        String id = given().contentType("application/json")
                .body("{\"source\": {\"path\": \"kept.log\"}, \"filesystem\": \"kept\", \"scanTime\": \"" + scanTime
                        + "\"}")
                .post("/api/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        finish(id);
        return given().get("/api/v1/jobs/" + id)
                .then()
                .body("state", equalTo("succeeded"))
                .extract()
                .path("generation");
    }

    private static void finish(String job) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !List.of("queued", "running")
                        .contains(
                                given().get("/api/v1/jobs/" + job).path("state").toString()));
    }

    private static String check(String generation) {
        String id = given().post(FILESYSTEM + "/generations/" + generation + "/verify")
                .then()
                .statusCode(202)
                .header("Location", containsString("/api/v1/jobs/"))
                .body("filesystem", equalTo("kept"))
                .body("source.generation", equalTo(generation))
                .extract()
                .path("id");
        finish(id);
        return id;
    }

    @Test
    void aWholeGenerationIsFoundWhole() {
        given().get("/api/v1/jobs/" + check(older))
                .then()
                .body("state", equalTo("succeeded"))
                .body("generation", equalTo(older))
                .body("phases.name", equalTo(List.of("verify")))
                .body("phases[0].state", equalTo("done"))
                .body("error", equalTo(null));
    }

    @Test
    void whatIsWrongWithADamagedOneIsToldAndOthersAnswerAsBefore() throws Exception {
        Path file = DATA.resolve(given().get(FILESYSTEM)
                .path("generations.find { it.id == '" + newer + "' }.database")
                .toString());
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE owner_summary SET total_files = total_files + 1");
        }
        given().get("/api/v1/jobs/" + check(newer))
                .then()
                .body("state", equalTo("failed"))
                .body("error.message", containsString("is damaged: sums of owner_summary, files"))
                .body("error.hint", containsString("import its scan again"))
                .body("phases[0].state", equalTo("failed"));
        given().get("/api/v1/jobs/" + check(older)).then().body("state", equalTo("succeeded"));
        // Regression: alerts heard of the ends of checks at the next start only.
        String metrics = given().get("/q/metrics").asString();
        for (String state : List.of("failed", "succeeded")) {
            assertThat(metrics.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("fscensus_job_last_end_timestamp_seconds{")
                            .contains("filesystem=\"kept\"", "kind=\"verify\"", "state=\"" + state + "\""));
        }
    }

    @Test
    void theNextOlderAnswersInPlaceOfADeletedNewest() {
        Path file = DATA.resolve(given().get(FILESYSTEM)
                .path("generations.find { it.id == '" + newer + "' }.database")
                .toString());
        assertThat(file).exists();
        given().get(FILESYSTEM).then().body("generation", equalTo(newer));

        given().delete(FILESYSTEM + "/generations/" + newer).then().statusCode(204);

        given().get(FILESYSTEM).then().body("generations", hasSize(1)).body("generations[0].id", equalTo(older));
        given().get(FILESYSTEM).then().body("generation", equalTo(older));
        given().get(FILESYSTEM + "/directory?path=/").then().statusCode(200);
        await().untilAsserted(() -> assertThat(file).doesNotExist());
        given().delete(FILESYSTEM + "/generations/" + newer)
                .then()
                .statusCode(404)
                .body("detail", containsString("has no generation '" + newer + "'"));
        given().post(FILESYSTEM + "/generations/" + newer + "/verify").then().statusCode(404);
    }

    @Test
    void aFilesystemIsDeletedWithAllItsGenerations() {
        given().delete("/api/v1/filesystems/KEPT").then().statusCode(204);

        given().get(FILESYSTEM).then().statusCode(404);
        given().get("/api/v1/filesystems").then().body("items.name", not(hasItem("kept")));
        await().untilAsserted(() -> assertThat(DATA.resolve("generations/kept")).isEmptyDirectory());
        given().delete(FILESYSTEM).then().statusCode(404);
        given().delete("/api/v1/filesystems/all").then().statusCode(400);
    }
}
