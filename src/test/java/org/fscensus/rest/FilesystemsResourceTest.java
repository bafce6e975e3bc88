package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.fscensus.query.CrosstabQuery;
import org.fscensus.query.DirectoryQuery;
import org.fscensus.query.UsageQuery;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class FilesystemsResourceTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final long DAY = 86_400;

    /** A data directory of the test's own. */
    public static final class OwnData implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "fscensus.data-dir",
                        Files.createTempDirectory("fscensus-rest").toString(),
                        "fscensus.mount-aliases",
                        "/glade/u=/gpfs,/other=/x",
                        "quarkus.http.test-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean published;

    @Inject
    GenerationStore store;

    @Inject
    Flyway flyway;

    @BeforeEach
    void publish() throws Exception {
        publish(store, flyway);
    }

    /** What all tests in this data directory ask about. */
    static void publish(GenerationStore store, Flyway flyway) throws Exception {
        if (published) {
            return;
        }
        published = true;
        flyway.migrate();
        store.recover();
        TestStore.publish(
                store, "asp", SCAN.minusSeconds(7 * DAY), "old", SampleTree.random(1, SCAN.getEpochSecond(), 20));
        TestStore.publish(store, "asp", SCAN, "new", sample());
        TestStore.publish(store, "big", SCAN, "big", SampleTree.random(5, SCAN.getEpochSecond(), 12_000));
    }

    static SampleTree sample() {
        long scan = SCAN.getEpochSecond();
        SampleTree tree = new SampleTree(scan);
        tree.directory("/gpfs", 0, 0);
        tree.directory("/gpfs/alice", 1000, 100);
        tree.directory("/gpfs/alice/%FFodd %25 caf\u00e9", 1000, 100);
        tree.directory("/gpfs/bob", 1001, 101);
        tree.directory("/gpfs/empty", 0, 0);
        tree.file("/gpfs/alice", 1000, 100, 4096, 100, scan - 10 * DAY);
        tree.file("/gpfs/alice/%FFodd %25 caf\u00e9", 1000, 100, 1 << 20, 1_000_000, scan - 800 * DAY);
        tree.file("/gpfs/bob", 1001, 101, 8192, 5000, DirectoryRows.NO_TIME);
        tree.file("/gpfs/bob/unlisted", 4_294_967_295L, 101, 0, 0, scan + DAY);
        return tree;
    }

    private static ValidatableResponse get(String path) {
        return given().urlEncodingEnabled(false)
                .get("/api/v1/filesystems" + path)
                .then();
    }

    private static void problem(String path, int status, String detail) {
        get(path)
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("detail", containsString(detail));
    }

    @Test
    void everyFileSystemIsListedWithItsNewestFigures() {
        get("").statusCode(200)
                .body("items.name", equalTo(List.of("asp", "big")))
                .body("items[0].scanTime", equalTo("2026-01-11T00:00:00Z"))
                .body("items[0].files", equalTo(4))
                .body("items[0].directories", equalTo(5))
                .body("items[0].allocatedBytes", equalTo(4096 + (1 << 20) + 8192))
                .body("items[0].generation", equalTo("20260111T000000Z-new"))
                .body("items[0]", not(hasKey("generations")));
    }

    @Test
    void oneFileSystemHasItsGenerations() {
        get("/ASP")
                .statusCode(200)
                .body("name", equalTo("asp"))
                .body("generations.id", equalTo(List.of("20260111T000000Z-new", "20260104T000000Z-old")))
                .body("generations[0].database", equalTo("generations/asp/20260111T000000Z-new.db"))
                .body("generations[0].databaseBytes", not(equalTo(0)));
    }

    @Test
    void oneDirectoryHasItsFiguresItsOwnersAndItsAncestors() {
        get("/asp/directory?path=/gpfs/alice/%25FFodd%20%2525%20caf%C3%A9")
                .statusCode(200)
                .body("filesystem", equalTo("asp"))
                .body("path", equalTo("/gpfs/alice/%FFodd %25 caf\u00e9"))
                .body("depth", equalTo(3))
                .body("recursive.files", equalTo(1))
                .body("recursive.apparentBytes", equalTo(1_000_000))
                .body("direct.lastAccess", equalTo("2023-11-03T00:00:00Z"))
                .body("owner", equalTo(Map.of("kind", "single", "id", 1000, "name", "alice")))
                .body("group", equalTo(Map.of("kind", "single", "id", 100, "name", "users")))
                .body("inodeOwner", equalTo(Map.of("id", 1000, "name", "alice")))
                .body("ancestors.path", equalTo(List.of("/", "/gpfs", "/gpfs/alice")));
        get("/asp/directory?path=/glade/u/bob/")
                .statusCode(200)
                .body("path", equalTo("/gpfs/bob"))
                .body("owner", equalTo(Map.of("kind", "several")))
                .body("recursive.lastAccess", equalTo("2026-01-12T00:00:00Z"))
                .body("direct.lastAccess", nullValue());
        get("/asp/directory?path=/gpfs/bob/unlisted")
                .statusCode(200)
                .body("listed", equalTo(false))
                .body("inodeOwner", nullValue())
                .body("owner", equalTo(Map.of("kind", "single", "id", 4_294_967_295L)));
        get("/asp/directory?path=/gpfs/empty").body("owner", equalTo(Map.of("kind", "none")));
        get("/asp/directory").statusCode(200).body("path", equalTo("/")).body("recursive.directories", equalTo(6));
    }

    @Test
    void directoriesAreFilteredAndSorted() {
        get("/asp/directories?path=/gpfs&minDepth=2&maxDepth=2")
                .statusCode(200)
                .body("items.path", equalTo(List.of("/gpfs/alice", "/gpfs/bob", "/gpfs/empty")))
                .body("", not(hasKey("next")))
                .body("", not(hasKey("problems")));
        get("/asp/directories?owner=alice&accessedBefore=2y&sort=path")
                .body("items.path", equalTo(List.of("/gpfs/alice/%FFodd %25 caf\u00e9")));
        get("/asp/directories?name=*CAF%C3%89&ignoreCase=true&name=bob")
                .body("items.path", equalTo(List.of("/gpfs/alice/%FFodd %25 caf\u00e9", "/gpfs/bob")));
        get("/asp/directories?minSize=1MiB&generation=20260111T000000Z-new&exclude=/gpfs/alice&sort=-depth")
                .body("items.path", equalTo(List.of("/gpfs", "/")));
    }

    @Test
    void pagesFollowEachOtherAndAreTheWholeListInTheEnd() {
        List<String> whole =
                get("/all/directories?limit=0&sort=files").extract().path("items.path");
        assertThat(whole).hasSizeGreaterThan(3000);
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = get("/all/directories?limit=700&sort=files" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("items.path", String.class));
            cursor = page.get("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());

        assertThat(paged).isEqualTo(whole);
        get("/big/directories").body("items", hasSize(50)).body("", hasKey("next"));
    }

    @Test
    void ownersAndGroupsAreExactAndNamed() {
        get("/asp/owners")
                .statusCode(200)
                .body("total.files", equalTo(4))
                .body("total.allocatedBytes", equalTo(1_060_864))
                .body("items.id", equalTo(List.of(1000, 1001, 4_294_967_295L, 0)))
                .body("items[0].name", equalTo("alice"))
                .body("items[0].fullName", equalTo("Alice A."))
                .body("items[0].files", equalTo(2))
                .body("items[0].directories", equalTo(2))
                .body("items[0].shareOfFiles", equalTo(0.5f))
                .body("items[2]", not(hasKey("name")))
                .body("items[3].directories", equalTo(2));
        get("/asp/groups")
                .body("items.name", equalTo(Arrays.asList("users", "lab", null)))
                .statusCode(200);
        String next =
                get("/asp/owners?limit=3").body("items", hasSize(3)).extract().path("next");
        get("/asp/owners?limit=3&cursor=" + next)
                .body("items.id", equalTo(List.of(0)))
                .body("", not(hasKey("next")));
        int both = get("/asp,big/owners").extract().path("total.files");
        int big = get("/big/owners").extract().path("total.files");
        assertThat(both).isEqualTo(big + 4);
    }

    @Test
    void histogramsHaveEveryBucketAndItsLargestOwners() {
        get("/asp/histograms/age")
                .statusCode(200)
                .body("items", hasSize(11))
                .body("items.files", equalTo(List.of(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)))
                .body("items[5].label", equalTo("2 to 3 years"))
                .body("items[0].topOwners.id", equalTo(List.of(1000, 4_294_967_295L)));
        get("/asp/histograms/size?top=1")
                .statusCode(200)
                .body("items.files", equalTo(List.of(1, 2, 0, 0, 1, 0, 0, 0, 0, 0)))
                .body(
                        "items[1].topOwners",
                        equalTo(List.of(Map.of("id", 1001, "name", "bob", "files", 1, "allocatedBytes", 8192))));
    }

    @Test
    void wrongQuestionsAreProblemsThatNameWhatIsWrong() {
        problem("/nowhere", 404, "no file system 'nowhere'");
        problem("/asp,nowhere/owners", 404, "nowhere");
        problem("/asp/directory?path=/gpfs/carol", 404, "/gpfs/carol");
        problem("/asp/directory?generation=2020", 404, "no generation '2020'");
        problem("/all/directory", 400, "means several");
        problem("/asp,big/owners?generation=20260111T000000Z-new", 400, "means several");
        problem("/asp/directories?colour=red&minsize=3", 400, "colour, minsize");
        problem("?limit=3", 400, "limit");
        problem("/asp/directories?minSize=lots", 400, "minSize");
        problem("/asp/directories?owner=carol", 400, "'carol' is unknown");
        problem("/asp/directories?owner=alice&owner=bob", 400, "owner is given 2 times");
        problem("/asp/directories?cursor=nonsense", 400, "cursor");
        problem("/asp/owners?path=/gpfs/carol", 404, "/gpfs/carol");
        problem("/asp/histograms/age?exclude=/gpfs/carol", 404, "/gpfs/carol");
    }

    @Test
    void aPercentSignThatEncodesNothingIsTheCallersMistake() throws IOException {
        String answer = RawHttp.exchange(
                "GET /api/v1/filesystems/asp/directory?path=/gpfs/50%off HTTP/1.1",
                "Host: localhost:" + RestAssured.port);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void thePathOfADeepDirectoryFitsTheUrl() {
        problem("/asp/directory?path=/gpfs" + "/deep".repeat(800), 404, "/deep/deep");
    }

    @Test
    void anAnswerThatTheAskerHasIsNotGivenAgain() {
        for (String question :
                List.of("", "/asp", "/asp/directory?path=/gpfs", "/all/directories", "/asp/owners", "/all/usage")) {
            String tag = get(question).statusCode(200).extract().header("ETag");
            assertThat(tag).as(question).startsWith("\"");
            given().urlEncodingEnabled(false)
                    .header("If-None-Match", tag)
                    .get("/api/v1/filesystems" + question)
                    .then()
                    .statusCode(304);
            given().urlEncodingEnabled(false)
                    .header("If-None-Match", "\"another\"")
                    .get("/api/v1/filesystems" + question)
                    .then()
                    .statusCode(200);
        }
        assertThat(get("/all/directories").extract().header("ETag"))
                .isNotEqualTo(get("/all/directories?sort=path").extract().header("ETag"));
    }

    @Test
    void aCursorOfAGenerationThatIsGoneIsA410() throws Exception {
        Generation gone =
                TestStore.publish(store, "gone", SCAN, "gone", SampleTree.random(9, SCAN.getEpochSecond(), 100));
        String next = get("/gone/directories?limit=5").statusCode(200).extract().path("next");
        TestStore.publish(store, "gone", SCAN, "gone2", SampleTree.random(8, SCAN.getEpochSecond(), 100));

        problem("/gone/directories?limit=5&cursor=" + next, 410, gone.id());
        for (Generation generation : store.generations("gone")) {
            store.retire(generation);
        }
        problem("/gone", 404, "gone");
    }

    @Test
    void aListThatNobodyReadsIsClosed() {
        for (int i = 0; i < 40; i++) {
            given().head("/api/v1/filesystems/big/directories").then().statusCode(200);
        }
        get("/big/directories").statusCode(200).body("items", hasSize(50));
    }

    @Test
    void aListThatBreaksOffBreaksTheConnection() throws Exception {
        Generation broken =
                TestStore.publish(store, "broken", SCAN, "broken", SampleTree.random(5, SCAN.getEpochSecond(), 12_000));
        Path file = Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class), broken.database());
        byte[] bytes = Files.readAllBytes(file);
        // The rows are at the beginning of the file, usage and indexes follow: this is in the midst of the rows, behind
        // the first thousand,
        // which are read before anything is sent.
        Arrays.fill(bytes, bytes.length / 8, bytes.length / 5, (byte) 0x5a);
        Files.write(file, bytes);
        URI uri = URI.create(
                "http://localhost:" + RestAssured.port + "/api/v1/filesystems/broken/directories?sort=path&limit=0");
        HttpRequest request = HttpRequest.newBuilder(uri).build();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        get("/asp/directories").statusCode(200);
        store.retire(broken);
    }

    @ParameterizedTest
    @CsvSource({"directories", "directory", "owners", "groups", "histograms/age", "histograms/size", "usage"})
    void everyParameterIsDescribed(String question) {
        Map<String, TreeSet<String>> allowed = Map.of(
                "directories", new TreeSet<>(DirectoryQuery.LIST_PARAMETERS),
                "directory", new TreeSet<>(DirectoryQuery.ONE_PARAMETERS),
                "owners", new TreeSet<>(UsageQuery.ACCOUNT_PARAMETERS),
                "groups", new TreeSet<>(UsageQuery.ACCOUNT_PARAMETERS),
                "histograms/age", new TreeSet<>(UsageQuery.HISTOGRAM_PARAMETERS),
                "histograms/size", new TreeSet<>(UsageQuery.HISTOGRAM_PARAMETERS),
                "usage", new TreeSet<>(CrosstabQuery.PARAMETERS));
        JsonPath openapi =
                given().accept("application/json").get("/q/openapi?format=json").jsonPath();
        String operation = "paths.'/api/v1/filesystems/{filesystem}/" + question + "'.get.";
        List<Map<String, Object>> parameters = openapi.getList(operation + "parameters");

        TreeSet<String> described = new TreeSet<>();
        for (Map<String, Object> parameter : parameters) {
            if ("query".equals(parameter.get("in"))) {
                described.add(String.valueOf(parameter.get("name")));
            }
        }
        TreeSet<String> known = new TreeSet<>(allowed.getOrDefault(question, new TreeSet<>()));
        if (!question.equals("directory")) {
            known.add("format");
        }
        assertThat(described).isEqualTo(known);
        assertThat(openapi.getMap(operation + "responses").keySet().toString()).contains("200", "400", "404", "503");
        assertThat(parameters).allSatisfy(parameter -> assertThat(parameter).containsKey("description"));
    }
}
