package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.fscensus.query.DirectorySearch;
import org.fscensus.query.TreemapQuery;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class TreeAndSearchResourceTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");

    @Inject
    GenerationStore store;

    @Inject
    Flyway flyway;

    @BeforeEach
    void publish() throws Exception {
        flyway.migrate();
        store.recover();
        long scan = SCAN.getEpochSecond();
        SampleTree tree = new SampleTree(scan);
        tree.file("/gpfs/alice", 1000, 100, 4096, 100, scan - 100);
        tree.file("/gpfs/alice/Cache", 1000, 100, 8192, 5000, scan - 50);
        tree.file("/gpfs/alice/tmp", 1000, 100, 4096, 7, scan - 50);
        tree.file("/gpfs/alice/tmp", 1000, 100, 0, 7, scan - 50);
        tree.file("/gpfs/bob/old_cache", 1001, 101, 1 << 20, 1 << 20, scan - 50);
        tree.directory("/gpfs/bob/empty%FF", 1001, 101);
        TestStore.publish(store, "maps", SCAN, "maps", tree);
    }

    /** The other tests of this profile count the file systems. */
    @AfterEach
    void retire() throws Exception {
        for (Generation generation : store.generations("maps")) {
            store.retire(generation);
        }
    }

    private static ValidatableResponse get(String question) {
        return given().urlEncodingEnabled(false)
                .get("/api/v1/filesystems/maps/" + question)
                .then();
    }

    private static void problem(String question, int status, String detail) {
        get(question).statusCode(status).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }

    @Test
    void aTreeHasTheLargestOfEachLevelAndTheRest() {
        get("tree?path=/gpfs&depth=2&top=1")
                .statusCode(200)
                .body("filesystem", equalTo("maps"))
                .body("by", equalTo("bytes"))
                .body("nodes", equalTo(2))
                .body("complete", equalTo(true))
                .body("root.name", equalTo("gpfs"))
                .body("root.path", equalTo("/gpfs"))
                .body("root.files", equalTo(5))
                .body("root.directories", equalTo(6))
                .body("root.allocatedBytes", equalTo(4096 + 8192 + 4096 + (1 << 20)))
                .body("root.owner.kind", equalTo("several"))
                .body("root.lastAccess", equalTo("2026-01-10T23:59:10Z"))
                .body("root.direct.files", equalTo(0))
                .body("root.direct.directories", equalTo(2))
                .body("root", not(hasKey("childrenBy")))
                .body("root.children.name", equalTo(List.of("bob")))
                .body("root.children[0].owner.name", equalTo("bob"))
                .body("root.children[0].group.name", equalTo("lab"))
                .body("root.children[0].children.path", equalTo(List.of("/gpfs/bob/old_cache")))
                .body("root.children[0].children[0].children", hasSize(0))
                .body("root.children[0].children[0]", not(hasKey("rest")))
                .body("root.children[0].rest.count", equalTo(1))
                .body(
                        "root.rest",
                        equalTo(Map.of(
                                "count",
                                1,
                                "files",
                                4,
                                "directories",
                                2,
                                "allocatedBytes",
                                16_384,
                                "apparentBytes",
                                5114)));
        get("tree?path=/gpfs&depth=1&groupBy=age,owner,group")
                .body("root.ages.size()", equalTo(11))
                .body("root.ages.sum()", equalTo(4096 + 8192 + 4096 + (1 << 20)))
                .body("root.topOwner.name", equalTo("bob"))
                .body("root.topGroup.name", equalTo("lab"))
                .body("root.children[0].topOwner.allocatedBytes", equalTo(1 << 20))
                .body("root.children[0].topOwner.files", equalTo(1));
        get("tree?path=/gpfs").body("root", not(hasKey("ages"))).body("root", not(hasKey("topOwner")));
        get("tree?by=files&depth=3&top=2")
                .body("by", equalTo("files"))
                .body("root.name", equalTo("/"))
                .body("root.children[0].children.name", equalTo(List.of("alice", "bob")))
                .body("root.children[0].children[0].children.name", equalTo(List.of("tmp", "Cache")))
                .body("root.children[0].children[1].children[1].name", equalTo("empty%FF"))
                .body("root.children[0].children[1].children[1].lastAccess", nullValue());
    }

    @Test
    void namesAreSearchedInAnyCase() {
        get("search?q=cache")
                .statusCode(200)
                .body("items.path", equalTo(List.of("/gpfs/bob/old_cache", "/gpfs/alice/Cache")))
                .body("items[0].recursive.files", equalTo(1))
                .body("", not(hasKey("next")));
        get("search?q=cache&ignoreCase=false&path=/glade/u").body("items", hasSize(1));
        get("search?q=CACH?&path=/gpfs/alice").body("items.path", equalTo(List.of("/gpfs/alice/Cache")));
        get("search?q=%25FF").body("items.path", equalTo(List.of("/gpfs/bob/empty%FF")));
        String next =
                get("search?q=e&limit=1").body("items", hasSize(1)).extract().path("next");
        get("search?q=e&limit=1&cursor=" + next).body("items.path", equalTo(List.of("/gpfs/alice")));
        given().head("/api/v1/filesystems/maps/search?q=cache").then().statusCode(200);
    }

    @Test
    void answersThatTheAskerHasAreNotGivenAgain() {
        for (String question : List.of("tree", "search?q=a")) {
            String tag = get(question).statusCode(200).extract().header("ETag");
            given().header("If-None-Match", tag)
                    .get("/api/v1/filesystems/maps/" + question)
                    .then()
                    .statusCode(304);
        }
    }

    @Test
    void wrongQuestionsAreProblemsThatTellWhatToDo() {
        problem("tree?depth=20&top=100", 400, "20 times 100 is more than 500");
        problem("tree?path=/gpfs/carol", 404, "/gpfs/carol");
        problem("tree?nodes=5", 400, "unknown parameter nodes");
        problem("search", 400, "parameter q is missing");
        problem("search?q=alice/tmp", 400, "as path");
        problem("directories?owner=alcie", 400, "did you mean alice?");
        given().get("/api/v1/filesystems/all/tree")
                .then()
                .statusCode(400)
                .body("detail", containsString("one file system"));
    }

    @ParameterizedTest
    @CsvSource({"tree", "search"})
    void everyParameterIsDescribed(String question) {
        Set<String> allowed = question.equals("tree") ? TreemapQuery.PARAMETERS : DirectorySearch.PARAMETERS;
        JsonPath openapi =
                given().accept("application/json").get("/q/openapi?format=json").jsonPath();
        List<Map<String, Object>> parameters =
                openapi.getList("paths.'/api/v1/filesystems/{filesystem}/" + question + "'.get.parameters");
        TreeSet<String> described = new TreeSet<>();
        for (Map<String, Object> parameter : parameters) {
            if ("query".equals(parameter.get("in"))) {
                described.add(String.valueOf(parameter.get("name")));
            }
        }
        TreeSet<String> known = new TreeSet<>(allowed);
        if (question.equals("search")) {
            known.add("format");
        }
        assertThat(described).isEqualTo(known);
        assertThat(parameters).allSatisfy(parameter -> assertThat(parameter).containsKey("description"));
    }
}
