package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.job.FakeImporter;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(JobsTestProfile.class)
class JobsResourceTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final Set<String> FIELDS = Set.of(
            "id",
            "filesystem",
            "state",
            "attempt",
            "source",
            "options",
            "format",
            "scanTime",
            "createdAt",
            "startedAt",
            "finishedAt",
            "phase",
            "phases",
            "counters",
            "warnings",
            "trust",
            "error",
            "generation");

    @Inject
    FakeImporter importer;

    @Inject
    GenerationStore generations;

    @Inject
    AgroalDataSource control;

    @ConfigProperty(name = "fscensus.data-dir")
    Path data;

    @BeforeEach
    void putLogs() throws IOException {
        for (String name : List.of("asp", "cgd", "eol", "gdex")) {
            Files.writeString(log(name), "a line\n");
        }
    }

    @AfterEach
    void cancelWhatIsLeft() {
        List<String> left = given().get(JOBS + "?state=queued,running").path("items.id");
        left.forEach(id -> given().delete(JOBS + "/" + id));
        await().until(() ->
                given().get(JOBS + "?state=queued,running").path("items.size()").equals(0));
    }

    @Test
    void aJobIsAcceptedShownAndFinished() {
        ValidatableResponse accepted = submit("{\"source\": {\"path\": \"" + log("asp") + "\"}, \"maxRejected\": 10}");
        accepted.statusCode(202)
                .header("Location", endsWith(JOBS + "/" + accepted.extract().path("id")))
                .body("state", equalTo("queued"))
                .body("filesystem", equalTo("asp"))
                .body("scanTime", equalTo("2026-01-25T00:00:00Z"))
                .body("attempt", equalTo(1))
                .body("source.path", endsWith("asp.list"))
                .body("phases.name", contains("scan", "order", "write", "index", "verify", "publish"))
                .body("phases.state", everyItem(equalTo("pending")))
                .body("startedAt", nullValue());
        String id = accepted.extract().path("id");
        assertThat(new HashSet<>(given().get(JOBS + "/" + id)
                        .<java.util.Map<String, Object>>path("$")
                        .keySet()))
                .isEqualTo(FIELDS);

        await().until(() -> importer.started().contains(id));
        given().get(JOBS + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("phase", equalTo("scan"))
                .body("phases[0].done", equalTo(500))
                .body("phases[0].total", equalTo(1000))
                .body("phases[0].unit", equalTo("bytes"))
                .body("phases[0].secondsLeft", notNullValue())
                .body("counters.files", equalTo(7))
                .body("counters", not(hasKey("allocatedBytes")));
        given().get(JOBS + "/" + id + "/rejected")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].lineNumber", equalTo(3))
                .body("items[0].byteOffset", equalTo(120))
                .body("items[0].line", equalTo("<0> 1 2 %FF"));
        given().accept("text/csv")
                .get(JOBS + "/" + id + "/rejected")
                .then()
                .statusCode(200)
                .body(startsWith("file,lineNumber,byteOffset,reason,line"), containsString(",3,120,"));

        importer.finish(id);
        awaitState(id, "succeeded")
                .body("generation", equalTo("g-" + id))
                .body("format", equalTo("gpfs"))
                .body("warnings", contains("1 line was rejected"))
                .body("error", nullValue())
                .body("finishedAt", notNullValue());
        given().delete(JOBS + "/" + id)
                .then()
                .statusCode(409)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("succeeded"));
    }

    @Test
    void jobsComeInEveryFormat() throws IOException {
        String id = submit("{\"source\": {\"path\": \"" + log("asp") + "\"}}")
                .extract()
                .path("id");
        await().until(() -> importer.started().contains(id));
        importer.finish(id);
        awaitState(id, "succeeded");

        JsonNode job = new ObjectMapper().readTree(given().get(JOBS + "/" + id).asString());
        String csv = given().header("Accept", "text/csv").get(JOBS + "?limit=0").asString();
        assertThat(Csv.rows(csv).stream().map(FormatsHttpTest::present))
                .filteredOn(row -> id.equals(row.get("id")))
                .containsExactly(FormatsHttpTest.flat("", job));
        String line = given().get(JOBS + "?limit=1&format=ndjson").asString();
        assertThat(new ObjectMapper().readTree(line)).isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/jobs/none?colour=red,colour",
        "DELETE,/jobs/none?colour=red,colour",
        "GET,/jobs/none/rejected?colour=red,colour",
        "GET,/jobs/none/events?colour=red,colour",
        "GET,/events?colour=red,colour",
        "POST,/jobs?colour=red,colour",
        "GET,/jobs?colour=red,colour",
        "GET,/jobs?limit=1&limit=2,limit is given 2 times"
    })
    void parametersThatACallDoesNotHaveAreRefused(String method, String call, String complaint) {
        given().contentType(ContentType.JSON)
                .body(method.equals("POST") ? "{\"source\": {\"path\": \"" + log("asp") + "\"}}" : "")
                .request(method, "/api/v1" + call)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString(complaint));
    }

    @Test
    void aKeyReturnsTheEarlierJob() {
        String body = "{\"source\": {\"path\": \"20260125_csfs1_asp.list\"}}";
        String id = given().header("Idempotency-Key", "k1")
                .contentType(ContentType.JSON)
                .body(body)
                .post(JOBS)
                .path("id");

        given().header("Idempotency-Key", "k1")
                .contentType(ContentType.JSON)
                .body(body)
                .post(JOBS)
                .then()
                .statusCode(202)
                .body("id", equalTo(id));
        given().header("Idempotency-Key", "k1")
                .contentType(ContentType.JSON)
                .body("{\"source\": {\"path\": \"20260125_csfs1_cgd.list\"}}")
                .post(JOBS)
                .then()
                .statusCode(422)
                .body("detail", containsString(id));
        given().header("Idempotency-Key", "x".repeat(256))
                .contentType(ContentType.JSON)
                .body(body)
                .post(JOBS)
                .then()
                .statusCode(400)
                .body("detail", containsString("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | source            |
                    400 | source            | {}
                    400 | source            | {"source": null}
                    400 | source            | {"source": {}}
                    400 | source.path       | {"source": {"path": ""}}
                    400 | pth               | {"source": {"pth": "x"}}
                    400 | sauce             | {"sauce": {"path": "x"}}
                    400 | workers           | {"source": {"path": "20260125_csfs1_asp.list"}, "workers": "many"}
                    400 | workers           | {"source": {"path": "20260125_csfs1_asp.list"}, "workers": 0}
                    400 | maxRejected       | {"source": {"path": "20260125_csfs1_asp.list"}, "maxRejected": "-1"}
                    400 | maxRejected       | {"source": {"path": "20260125_csfs1_asp.list"}, "maxRejected": true}
                    400 | dryRun            | {"source": {"path": "20260125_csfs1_asp.list"}, "dryRun": "maybe"}
                    400 | filesystem        | {"source": {"path": "20260125_csfs1_asp.list"}, "filesystem": "all"}
                    400 | format            | {"source": {"path": "20260125_csfs1_asp.list"}, "format": "tar"}
                    400 | scanTime          | {"source": {"path": "20260125_csfs1_asp.list"}, "scanTime": "soon"}
                    400 | line 1            | {"source":
                    403 | source.path       | {"source": {"path": "/etc/passwd"}}
                    403 | source.path       | {"source": {"path": "../../../../../../../etc/passwd"}}
                    422 | source.path       | {"source": {"path": "20260125_csfs1_none.list"}}
                    400 | source            | {"source": {"path": "20260125_csfs1_asp.list", "paths": ["b"]}}
                    400 | source.paths      | {"source": {"paths": []}}
                    400 | exclude           | {"source": {"path": "20260125_csfs1_asp.list"}, "exclude": ["*.tmp"]}
                    400 | oneFileSystem     | {"source": {"path": "20260125_csfs1_asp.list"}, "oneFileSystem": true}
                    403 | source.directory  | {"source": {"directory": "/usr"}, "filesystem": "usr"}
                    403 | source.paths      | {"source": {"paths": ["20260125_csfs1_asp.list", "/etc/passwd"]}}
                    422 | source.paths      | {"source": {"paths": ["/et?/passwd"]}}
                    422 | source.paths      | {"source": {"paths": ["*.none"]}}
                    400 | acceptShrink      | {"source": {"path": "20260125_csfs1_asp.list"}, "acceptShrink": "perhaps"}
                    """)
    void whatCannotBecomeAJobIsRefusedByName(int status, String named, String body) {
        submit(body == null ? "" : body)
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("detail", containsString(named));
    }

    @Test
    void aScanThatWouldNotBeKeptIsRefusedAtOnceButForADryRun() throws Exception {
        Instant newer = Instant.parse("2026-01-26T00:00:00Z");
        TestStore.publish(generations, "eol", newer, "newer", SampleTree.random(1, newer.getEpochSecond(), 5));
        String body = "{\"source\": {\"path\": \"" + log("eol") + "\"}, \"dryRun\": %s}";

        submit(body.formatted(false))
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("title", equalTo("Unprocessable Content"))
                .body("detail", containsString("scanTime: "))
                .body("detail", containsString("fscensus.generations.keep is 1"))
                .body("detail", containsString(newer.toString()));
        submit(body.formatted(true)).statusCode(200).body("dryRun", equalTo(true));
        generations.retire(generations.generations("eol").get(0));
    }

    @Test
    void aControlDatabaseThatFailsIsA503() throws Exception {
        try (Connection connection = control.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE jobs RENAME TO jobs_away");
            try {
                given().get(JOBS)
                        .then()
                        .statusCode(503)
                        .contentType(Problem.MEDIA_TYPE)
                        .body("status", equalTo(503))
                        .body("title", equalTo("Service Unavailable"))
                        .body("detail", containsString("data directory can be written"));
            } finally {
                statement.execute("ALTER TABLE jobs_away RENAME TO jobs");
            }
        }
        given().get(JOBS).then().statusCode(200);
    }

    @Test
    void aFullQueueSaysWhenToComeBack() {
        String running = accept("asp");
        await().until(() -> importer.started().contains(running));
        accept("cgd");
        accept("eol");

        submit("{\"source\": {\"path\": \"" + log("gdex") + "\"}}")
                .statusCode(429)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", equalTo("30"))
                .body("detail", containsString("fscensus.jobs.queue"));
    }

    @Test
    void aCancelledJobStopsAndStaysListed() {
        String running = accept("asp");
        String queued = accept("cgd");
        await().until(() -> importer.started().contains(running));

        given().delete(JOBS + "/" + queued).then().statusCode(202).body("state", equalTo("cancelled"));
        given().delete(JOBS + "/" + running).then().statusCode(202);

        awaitState(running, "cancelled").body("phases[0].state", equalTo("cancelled"));
        given().get(JOBS + "?state=cancelled&filesystem=CGD")
                .then()
                .body("items[0].id", equalTo(queued))
                .body("items.state", everyItem(equalTo("cancelled")));
    }

    @Test
    void listsArePagedNewestFirst() {
        String asp = accept("asp");
        String cgd = accept("cgd");
        String eol = accept("eol");

        String next = given().get(JOBS + "?limit=2&state=queued&state=running")
                .then()
                .statusCode(200)
                .body("items.id", contains(eol, cgd))
                .extract()
                .path("next");
        given().get(JOBS + "?limit=1&state=queued,running&cursor=" + next)
                .then()
                .body("items.id", contains(asp))
                .body("$", not(hasKey("next")));
    }

    @ParameterizedTest
    @CsvSource({"limit=-1, limit", "limit=x, limit", "cursor=x, cursor", "state=done, state", "sort=id, sort"})
    void malformedListParametersAreRefusedByName(String query, String named) {
        given().get(JOBS + "?" + query).then().statusCode(400).body("detail", containsString(named));
    }

    @Test
    void jobsThatDoNotExistAreNotFound() {
        for (String call : List.of("", "/rejected", "/events")) {
            given().get(JOBS + "/nothing" + call)
                    .then()
                    .statusCode(404)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("detail", containsString("nothing"));
        }
        given().delete(JOBS + "/nothing").then().statusCode(404);
    }

    @Test
    void metricsAndHealthTellOfJobs() {
        String id = accept("asp");
        await().until(() -> importer.started().contains(id));
        await().untilAsserted(() -> assertThat(
                        given().accept("text/plain").get("/q/metrics").asString())
                .contains("fscensus_job_progress_ratio{filesystem=\"asp\",job_id=\"" + id + "\",phase=\"scan\",} 0.5")
                .contains("fscensus_jobs{state=\"running\",} 1.0")
                .contains("fscensus_job_queue_oldest_seconds 0.0")
                .contains("fscensus_import_memory_bytes 0.0")
                .containsPattern("fscensus_import_memory_limit_bytes [1-9]"));
        importer.finish(id);
        awaitState(id, "succeeded");

        await().untilAsserted(() -> assertThat(
                        given().accept("text/plain").get("/q/metrics").asString())
                .contains("fscensus_import_phase_seconds_count{filesystem=\"asp\",phase=\"scan\",}")
                .contains("fscensus_import_lines_total{filesystem=\"asp\",}")
                .contains("fscensus_import_bytes_total{filesystem=\"asp\",}")
                .contains("fscensus_import_rejected_lines_total{filesystem=\"asp\",}")
                .doesNotContain("fscensus_job_progress_ratio{filesystem=\"asp\""));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("questions", "Graceful Shutdown"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/group/imports").then().statusCode(200).body("checks.name", contains("imports"));
    }

    @Test
    void importsThatCannotRunDoNotFlipTheOtherChecks() throws IOException {
        Path scratch = data.resolve("scratch");
        Path aside = Files.move(scratch, data.resolve("aside"));
        try {
            given().get("/q/health/group/imports")
                    .then()
                    .statusCode(503)
                    .body("checks.data.dataDirectory", contains(containsString("cannot be written")));
            given().get("/q/health")
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"))
                    .body("checks.name", containsInAnyOrder("questions", "job-workers", "Graceful Shutdown"));
        } finally {
            Files.move(aside, scratch);
        }
    }

    private Path log(String filesystem) {
        return data.resolve("incoming/20260125_csfs1_" + filesystem + ".list");
    }

    private String accept(String filesystem) {
        return submit("{\"source\": {\"path\": \"" + log(filesystem) + "\"}}")
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse submit(String body) {
        return given().contentType(ContentType.JSON).body(body).post(JOBS).then();
    }

    private static ValidatableResponse awaitState(String id, String state) {
        await().until(() -> state.equals(given().get(JOBS + "/" + id).path("state")));
        return given().get(JOBS + "/" + id).then();
    }
}
