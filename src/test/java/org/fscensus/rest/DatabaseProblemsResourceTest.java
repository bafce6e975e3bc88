package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.Test;

/** What is told of databases that cannot be served, and of those that somebody has put there. */
@QuarkusTest
@TestProfile(DatabaseProblemsResourceTest.OwnData.class)
class DatabaseProblemsResourceTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    /** A data directory of the test's own. */
    public static final class OwnData implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "fscensus.data-dir",
                        Files.createTempDirectory("fscensus-problems").toString(),
                        "quarkus.http.test-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    GenerationStore store;

    @Test
    void problemsAreToldInEveryAnswerAndInTheMetrics() throws Exception {
        Path data = Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class));
        Generation sound = TestStore.publish(store, "sound", SCAN, "s", tree(1));
        Generation gone = TestStore.publish(store, "gone", SCAN, "g", tree(2));
        Path adopted = data.resolve("generations/hand/hand.db");
        Files.createDirectories(data.resolve("generations/hand"));
        tree(3).named("hand").writeTo(adopted);
        rest(adopted);
        store.watch().look();

        String tag = get("").statusCode(200)
                .body("items.name", contains("gone", "hand", "sound"))
                .body("", not(hasKey("problems")))
                .extract()
                .header("ETag");
        get("/hand")
                .statusCode(200)
                .body("generations.adopted", equalTo(List.of(true)))
                .body("generations[0].database", equalTo("generations/hand/hand.db"))
                .body("generations[0].schemaVersion", equalTo(sound.schemaVersion()))
                .body("", not(hasKey("problems")));
        get("/sound").body("generations.adopted", equalTo(List.of(false)));
        String tagOfAll = get("/all/owners").statusCode(200).extract().header("ETag");
        assertThat(tagOfAll).isNotNull();
        int files = get("/sound,hand/owners").extract().path("total.files");

        Files.delete(data.resolve(gone.database()));
        Path text = Files.writeString(data.resolve("generations/hand/notes.db"), "to be imported again");
        rest(text);
        store.watch().look();

        for (String question : List.of("/all/owners", "/all/groups", "/all/histograms/age", "/all/directories")) {
            ValidatableResponse answer = get(question)
                    .statusCode(200)
                    .body("problems", hasSize(1))
                    .body("problems[0].filesystem", equalTo("gone"))
                    .body("problems[0].generation", equalTo(gone.id()))
                    .body("problems[0].detail", containsString("restore it from a backup"));
            assertThat(answer.extract().header("ETag")).as(question).isNull();
        }
        get("/all/owners").body("total.files", equalTo(files));
        get("/gone/owners").statusCode(500).body("detail", containsString("restore it from a backup"));
        given().header("If-None-Match", tag)
                .get("/api/v1/filesystems")
                .then()
                .statusCode(200)
                .body("items.name", contains("gone", "hand", "sound"))
                .body("problems.filesystem", contains("gone", "hand"))
                .body("problems[0].generation", equalTo(gone.id()))
                .body("problems[1]", not(hasKey("generation")))
                .body("problems[1].detail", containsString("generations/hand/notes.db is no SQLite database"));
        get("/hand").body("problems.detail", contains(containsString("notes.db")));
        get("/gone").statusCode(200).body("problems.generation", contains(gone.id()));
        get("/sound").body("", not(hasKey("problems")));
        assertThat(given().accept("text/plain").get("/q/metrics").asString())
                .contains("fscensus_databases{state=\"served\",} 2.0")
                .contains("fscensus_databases{state=\"missing\",} 1.0")
                .contains("fscensus_databases{state=\"refused\",} 1.0")
                .contains("fscensus_databases{state=\"broken\",} 0.0")
                .containsPattern("fscensus_unreadable_answers_total [1-9]");
    }

    private static ValidatableResponse get(String path) {
        return given().get("/api/v1/filesystems" + path).then();
    }

    private static SampleTree tree(long seed) {
        return SampleTree.random(seed, SCAN.getEpochSecond(), 30);
    }

    /** As if it had been put there some time ago. */
    private static void rest(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
}
