package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.fscensus.query.WhereQuery;
import org.fscensus.store.GenerationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over the data of {@link FilesystemsResourceTest}. */
@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class WhereResourceTest {
    private static final String ODD = "/gpfs/alice/%FFodd %25 caf\u00e9";

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
    void theOldDataOfAGroupIsFound() {
        get("/asp/where?group=users&age=2y-")
                .statusCode(200)
                .body("by", equalTo("bytes"))
                .body("total", equalTo(Map.of("files", 1, "allocatedBytes", 1 << 20)))
                .body("minHere", equalTo(10_486))
                .body("items", hasSize(1))
                .body("items[0].filesystem", equalTo("asp"))
                .body("items[0].path", equalTo(ODD))
                .body("items[0].here", equalTo(Map.of("files", 1, "allocatedBytes", 1 << 20)))
                .body("items[0].share", equalTo(1.0f))
                .body("items[0].subtree.files", equalTo(1))
                .body("found", equalTo(1))
                .body("elsewhere", equalTo(Map.of("files", 0, "allocatedBytes", 0)))
                .body("$", not(hasKey("problems")));
    }

    @Test
    void filesAreToldOnceAndWhatTheLimitCutsIsElsewhere() {
        get("/asp/where?by=files&path=/glade/u")
                .statusCode(200)
                .body("items.path", equalTo(List.of("/gpfs/alice", ODD, "/gpfs/bob", "/gpfs/bob/unlisted")))
                .body("items[0].here.files", equalTo(1))
                .body("items[0].subtree.files", equalTo(2));
        get("/asp/where?by=files&path=/gpfs&limit=1&exclude=/gpfs/bob")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("total.files", equalTo(2))
                .body("found", equalTo(2))
                .body("elsewhere", equalTo(Map.of("files", 1, "allocatedBytes", 1 << 20)));
    }

    @Test
    void severalFileSystemsAddUp() {
        JsonPath where = get("/all/where?minShare=0.005&limit=20")
                .statusCode(200)
                .extract()
                .jsonPath();

        long here = where.getList("items.here.allocatedBytes", Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(here + where.getLong("elsewhere.allocatedBytes")).isEqualTo(where.getLong("total.allocatedBytes"));
        assertThat(where.getLong("total.allocatedBytes"))
                .isEqualTo(get("/asp").extract().jsonPath().getLong("allocatedBytes")
                        + get("/big").extract().jsonPath().getLong("allocatedBytes"));
    }

    @Test
    void itIsATableToo() {
        String table = get("/asp/where?owner=bob&format=csv")
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(table.lines())
                .containsExactly(
                        "filesystem,path,hereFiles,hereAllocatedBytes,share,subtreeFiles,subtreeAllocatedBytes",
                        "asp,/gpfs/bob,1,8192,1.0,1,8192");
    }

    @ParameterizedTest
    @CsvSource({
        "/asp/where?path=/gpfs/nowhere,404,/gpfs/nowhere",
        "/asp/where?owner=alise,400,did you mean alice",
        "/asp/where?age=100d-,400,means no whole buckets",
        "/asp/where?minShare=2,400,no share",
        "/asp/where?by=size,400,'size' is neither",
        "/asp/where?generation=x,404,no generation 'x'",
        "/nowhere/where,404,nowhere",
        "/asp/where?depth=1,400,unknown parameter depth"
    })
    void wrongQuestionsAreProblems(String path, int status, String detail) {
        get(path).statusCode(status).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }

    @Test
    void anAnswerThatTheAskerHasIsNotGivenAgain() {
        String tag = get("/asp/where").statusCode(200).extract().header("ETag");
        given().header("If-None-Match", tag)
                .get("/api/v1/filesystems/asp/where")
                .then()
                .statusCode(304);
    }

    @Test
    void everyParameterIsDescribed() {
        List<Map<String, Object>> parameters = given().accept("application/json")
                .get("/q/openapi?format=json")
                .jsonPath()
                .getList("paths.'/api/v1/filesystems/{filesystem}/where'.get.parameters");

        TreeSet<String> described = new TreeSet<>();
        for (Map<String, Object> parameter : parameters) {
            if ("query".equals(parameter.get("in"))) {
                described.add(String.valueOf(parameter.get("name")));
            }
        }
        TreeSet<String> known = new TreeSet<>(WhereQuery.PARAMETERS);
        described.remove("format");
        assertThat(described).isEqualTo(known);
    }
}
