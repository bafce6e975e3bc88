package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.fscensus.fuzz.FreshData;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.OldDatabases;
import org.fscensus.store.SampleTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of the first schema, which has no usage, answers what it can, and for the rest says what to do. */
@QuarkusTest
@TestProfile(FreshData.class)
class OldGenerationsTest {
    private static final Instant SCAN = Instant.parse("2020-01-11T00:00:00Z");
    private static final SampleTree TREE =
            SampleTree.random(4, SCAN.getEpochSecond(), 60).named("ancient");

    @Inject
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    GenerationStore store;

    @BeforeEach
    void putThere() throws Exception {
        Path data = Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class));
        Path database = data.resolve("generations/ancient/ancient.db");
        if (!Files.exists(database)) {
            Files.createDirectories(data.resolve("generations/ancient"));
            TREE.writeTo(database);
            OldDatabases.makeFirst(database);
            Files.setLastModifiedTime(database, FileTime.from(Instant.now().minusSeconds(60)));
        }
        store.watch().look();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/directory",
                "/directory?path=/",
                "/directories?limit=0",
                "/directories?owner=1000&sort=-accessed&minSize=1K",
                "/search?q=a",
                "/tree",
                "/history",
                "/owners",
                "/groups",
                "/histograms/age",
                "/histograms/size",
            })
    void isAnswered(String question) {
        given().get("/api/v1/filesystems/ancient" + question).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/usage?groupBy=owner,age", "/where?age=3y-", "/owners?path=/", "/histograms/size?exclude=/x"})
    void isRefusedWithTheWayToImportItAgain(String question) {
        given().get("/api/v1/filesystems/ancient" + question)
                .then()
                .statusCode(409)
                .body("detail", containsString("(schema 1)"))
                .body("detail", containsString("import its scan again"));
    }

    @Test
    void figuresAreThoseOfItsTime() throws Exception {
        given().get("/api/v1/filesystems/ancient")
                .then()
                .body("generations[0].schemaVersion", equalTo(1))
                .body("generations[0].files", equalTo((int) TREE.figures().files()));
        given().get("/api/v1/filesystems/ancient/directory?path=/")
                .then()
                .body(
                        "recursive.allocatedBytes.toString()",
                        equalTo(String.valueOf(TREE.figures().allocatedBytes())));
    }

    @Test
    void canBeCheckedAgain() {
        String generation = given().get("/api/v1/filesystems/ancient").path("generations[0].id");
        String job = given().post("/api/v1/filesystems/ancient/generations/" + generation + "/verify")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !List.of("queued", "running")
                        .contains(
                                given().get("/api/v1/jobs/" + job).path("state").toString()));
        assertThat(given().get("/api/v1/jobs/" + job).path("state").toString()).isEqualTo("succeeded");
    }
}
