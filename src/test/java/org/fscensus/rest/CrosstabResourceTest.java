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
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.fscensus.store.GenerationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class CrosstabResourceTest {
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

    private static void problem(String path, int status, String detail) {
        get(path).statusCode(status).contentType(Problem.MEDIA_TYPE).body("detail", containsString(detail));
    }

    @Test
    void usageWithoutGroupsIsItsTotal() {
        get("/asp/usage")
                .statusCode(200)
                .body("groupBy", equalTo(List.of()))
                .body("total", equalTo(Map.of("files", 4, "allocatedBytes", 1_060_864)))
                .body(
                        "rows",
                        equalTo(List.of(Map.of("files", 4, "allocatedBytes", 1_060_864, "apparentBytes", 1_005_100))))
                .body("", not(hasKey("problems")));
        get("/asp/usage?path=/gpfs/empty")
                .statusCode(200)
                .body("rows", equalTo(List.of(Map.of("files", 0, "allocatedBytes", 0, "apparentBytes", 0))));
    }

    @Test
    void rowsHaveTheDimensionsThatAreAskedFor() {
        get("/asp/usage?groupBy=owner,age")
                .statusCode(200)
                .body("groupBy", equalTo(List.of("owner", "age")))
                .body("rows", hasSize(4))
                .body(
                        "rows[0]",
                        equalTo(Map.of(
                                "owner",
                                Map.of("id", 1000, "name", "alice"),
                                "age",
                                Map.of("bucket", 5, "label", "2 to 3 years"),
                                "files",
                                1,
                                "allocatedBytes",
                                1 << 20)))
                .body("rows[3].owner.id", equalTo(4_294_967_295L))
                .body("rows[3].owner.name", nullValue());
        get("/asp/usage?groupBy=group,size&limit=1")
                .body("total.files", equalTo(4))
                .body("rows.group.name", equalTo(List.of("users")))
                .body("rows.size.label", equalTo(List.of("1 to 10 MiB")));
        get("/asp/usage?groupBy=group")
                .body("rows.group.id", equalTo(List.of(100, 101)))
                .body("rows.apparentBytes", equalTo(List.of(1_000_100, 5000)));
    }

    @Test
    void rowsAreATableToo() {
        get("/asp/usage?groupBy=owner,size&age=2y-&format=csv").statusCode(200).body(equalTo("""
                        ownerId,ownerName,groupId,groupName,ageBucket,ageLabel,sizeBucket,sizeLabel,files,\
                        allocatedBytes,apparentBytes\r
                        1000,alice,,,,,4,1 to 10 MiB,1,1048576,\r
                        1001,bob,,,,,1,1 to 10 KiB,1,8192,\r
                        """));
    }

    @Test
    void rowsAreTheSameInEveryFormOfJson() {
        for (String question : List.of("", "groupBy=owner,group&", "groupBy=size,owner,age,group&", "age=0-&")) {
            String lines = get("/asp,big/usage?" + question + "format=ndjson")
                    .statusCode(200)
                    .extract()
                    .asString();
            String whole =
                    get("/asp,big/usage?" + question + "limit=0").extract().asString();
            assertThat(whole)
                    .contains("\"rows\":[" + String.join(",", lines.lines().toList()) + "]");
        }
    }

    @Test
    void filtersAndPathsChooseFiles() {
        get("/asp/usage?groupBy=owner&age=2y-")
                .body("rows.owner.name", equalTo(List.of("alice", "bob")))
                .body("rows[0]", not(hasKey("apparentBytes")));
        get("/asp/usage?groupBy=owner&path=/gpfs/bob&path=/gpfs/bob/unlisted&path=/glade/u/alice&exclude=/gpfs/alice")
                .body("rows.owner.id", equalTo(List.of(1001, 4_294_967_295L)))
                .body("total.files", equalTo(2));
        get("/asp/usage?owner=alice&owner=1001&size=1KiB-1MiB").body("total.files", equalTo(2));
        get("/asp/usage?group=lab&age=0&age=10").body("total.files", equalTo(2));
        int both = get("/asp,big/usage").statusCode(200).extract().path("total.files");
        get("/big/usage").body("total.files", equalTo(both - 4));
    }

    @Test
    void ownersGroupsAndHistogramsAreAnsweredUnderPaths() {
        get("/asp/owners?path=/gpfs/alice")
                .statusCode(200)
                .body("items.id", equalTo(List.of(1000)))
                .body("items[0].fullName", equalTo("Alice A."))
                .body("items[0].shareOfBytes", equalTo(1.0f))
                .body("items[0]", not(hasKey("directories")));
        get("/asp/groups?exclude=/gpfs/alice").body("items.name", equalTo(Arrays.asList("lab")));
        get("/asp/histograms/age?path=/gpfs/bob")
                .body("items.files", equalTo(List.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
                .body("items[10].topOwners.name", equalTo(List.of("bob")));
        get("/asp/histograms/size?path=/gpfs/alice&top=0")
                .body("items.files", equalTo(List.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0)))
                .body("items[1].topOwners", hasSize(0));
    }

    @Test
    void wrongQuestionsAreProblemsThatNameWhatIsWrong() {
        problem("/asp/usage?groupBy=owner,colour", 400, "'colour' is none of owner, group, age, size");
        problem("/asp/usage?age=100d-", 400, "the bounds are 0d, 30d, 90d, 180d, 1y");
        problem("/asp/usage?size=1GB-", 400, "1GiB, 10GiB, 100GiB");
        problem("/asp/usage?owner=carol", 400, "'carol' is unknown");
        problem("/asp/usage?path=/gpfs/carol", 404, "/gpfs/carol");
        problem("/asp/usage?cursor=x", 400, "cursor");
        problem("/asp/usage?limit=-1", 400, "limit");
    }
}
