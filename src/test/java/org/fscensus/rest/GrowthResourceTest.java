package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.fscensus.query.GrowthQuery;
import org.fscensus.query.HistoryQuery;
import org.fscensus.store.GenerationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over the data of {@link FilesystemsResourceTest}: {@code asp} has two generations, a week from each other. */
@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class GrowthResourceTest {
    private static final String OLD = "20260104T000000Z-old";
    private static final String NEW = "20260111T000000Z-new";

    @Inject
    GenerationStore store;

    @Inject
    Flyway flyway;

    @BeforeEach
    void publish() throws Exception {
        FilesystemsResourceTest.publish(store, flyway);
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false)
                .get("/api/v1/filesystems" + path)
                .then();
    }

    @Test
    void changesAreToldForAllAndForEachDirectory() {
        JsonPath before = get("/asp/directory?generation=" + OLD)
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath growth = get("/asp/growth?limit=2")
                .statusCode(200)
                .body("filesystem", equalTo("asp"))
                .body("path", equalTo("/"))
                .body("from", equalTo(Map.of("generation", OLD, "scanTime", "2026-01-04T00:00:00Z")))
                .body("to.generation", equalTo(NEW))
                .body("by", equalTo("bytes"))
                .body("scope", equalTo("local"))
                .body("minChange", equalTo(1))
                .body("total.after", equalTo(Map.of("files", 4, "directories", 6, "allocatedBytes", 1_060_864)))
                .body("items", hasSize(2))
                .body("owners.name", hasItem("alice"))
                .body("groups.name", hasItem("lab"))
                .extract()
                .jsonPath();

        assertThat(growth.getLong("total.before.allocatedBytes"))
                .isEqualTo(before.getLong("recursive.allocatedBytes"))
                .isEqualTo(
                        growth.getLong("total.after.allocatedBytes") - growth.getLong("total.change.allocatedBytes"));
        assertThat(growth.getLong("found")).isEqualTo(3);
        long listed = growth.getList("items.changeHere.allocatedBytes", Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(listed + growth.getLong("other.allocatedBytes"))
                .isEqualTo(growth.getLong("total.change.allocatedBytes"));
    }

    @Test
    void aDirectoryThatIsNewIsListedOnceAndWithAllBelowItOnDemand() {
        get("/asp/growth?path=/glade/u/alice&by=files")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].path", equalTo("/gpfs/alice"))
                .body("items[0].kind", equalTo("new"))
                .body("items[0].changeHere", equalTo(Map.of("files", 2, "allocatedBytes", 4096 + (1 << 20))))
                .body("items[0].before.directories", equalTo(0))
                .body("items[0].change.directories", equalTo(1))
                .body("owners.change.files.sum()", equalTo(2));
        get("/asp/growth?path=/gpfs/alice&scope=recursive&kind=new&from=7d&to=2026-01-11")
                .statusCode(200)
                .body("items.path", equalTo(List.of("/gpfs/alice", "/gpfs/alice/%FFodd %25 caf\u00e9")))
                .body("$", not(hasKey("other")));
    }

    @Test
    void aDirectoryHasItsHistory() {
        get("/asp/history?path=/gpfs/alice")
                .statusCode(200)
                .body("path", equalTo("/gpfs/alice"))
                .body("items.generation", equalTo(List.of(OLD, NEW)))
                .body("items.exists", equalTo(List.of(false, true)))
                .body("items[0].recursive", nullValue())
                .body("items[0].change", nullValue())
                .body("items[1].scanTime", equalTo("2026-01-11T00:00:00Z"))
                .body("items[1].recursive.files", equalTo(2))
                .body("items[1].direct.files", equalTo(1))
                .body("items[1].change.allocatedBytes", equalTo(4096 + (1 << 20)))
                .body("$", not(hasKey("problems")));
    }

    @ParameterizedTest
    @CsvSource({
        "/asp/history?path=/gpfs/nowhere,404,/gpfs/nowhere",
        "/asp/history?generation=x,400,generation",
        "/all/history,400,means several",
        "/nowhere/history,404,nowhere",
        "/asp/growth?path=/gpfs/nowhere,404,/gpfs/nowhere",
        "/asp/growth?path=gpfs,400,not absolute",
        "/big/growth,404,no generation before",
        "/all/growth,400,means several",
        "/asp/growth?from=20260101T000000Z-none,404,20260101T000000Z-none",
        "/asp/growth?from=8d,404,no generation as old",
        "/asp/growth?from=20260111T000000Z-new,400,not older",
        "/asp/growth?from=1d&to=20260104T000000Z-old,404,from",
        "/asp/growth?by=size,400,'size' is none of",
        "/asp/growth?scope=all,400,scope",
        "/asp/growth?kind=grown&kind=moved,400,'moved' is none of",
        "/asp/growth?minChange=0,400,minChange",
        "/asp/growth?by=files&minChange=1GiB,400,is no count",
        "/asp/growth?limit=0,400,limit",
        "/asp/growth?top=1001,400,top",
        "/asp/growth?maxDepth=-1,400,maxDepth",
        "/asp/growth?depth=3,400,unknown parameter depth"
    })
    void wrongQuestionsAreProblems(String path, int status, String detail) {
        get(path).statusCode(status).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }

    @ParameterizedTest
    @CsvSource({"/asp/growth", "/asp/growth?from=7d&by=files", "/asp/history?path=/gpfs"})
    void anAnswerThatTheAskerHasIsNotGivenAgain(String question) {
        String tag = get(question).statusCode(200).extract().header("ETag");
        assertThat(tag).startsWith("\"");
        given().urlEncodingEnabled(false)
                .header("If-None-Match", tag)
                .get("/api/v1/filesystems" + question)
                .then()
                .statusCode(304);
    }

    @ParameterizedTest
    @CsvSource({"growth", "history"})
    void everyParameterIsDescribed(String question) {
        List<Map<String, Object>> parameters = given().accept("application/json")
                .get("/q/openapi?format=json")
                .jsonPath()
                .getList("paths.'/api/v1/filesystems/{filesystem}/" + question + "'.get.parameters");

        TreeSet<String> described = new TreeSet<>();
        for (Map<String, Object> parameter : parameters) {
            if ("query".equals(parameter.get("in"))) {
                described.add(String.valueOf(parameter.get("name")));
            }
        }
        TreeSet<String> known =
                new TreeSet<>(question.equals("growth") ? GrowthQuery.PARAMETERS : HistoryQuery.PARAMETERS);
        known.add("format");
        assertThat(described).isEqualTo(known);
    }
}
