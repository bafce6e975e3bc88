package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fscensus.app.security.TokensProfile.ADMIN;
import static org.fscensus.app.security.TokensProfile.OF_ALICE;
import static org.fscensus.app.security.TokensProfile.OF_ASP;
import static org.fscensus.app.security.TokensProfile.OF_PATHS;
import static org.fscensus.app.security.TokensProfile.as;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.fscensus.app.security.TokensProfile;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What limited viewers are told. The file system {@code asp} has directories that they may see and others; {@code solo} has
 * the former alone. So the answers about {@code asp} must be those that {@code solo} gives to somebody without limits.
 */
@QuarkusTest
@TestProfile(TokensProfile.class)
class LimitedViewerTest {
    private static final Instant OLD = Instant.parse("2026-01-04T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-01-11T00:00:00Z");
    private static final String ALICE = "/gpfs/alice";
    private static final String TEAM = "/gpfs/team%201";
    private static final String BOTH = "path=" + ALICE + "&path=" + TEAM;

    /** Of one who has files only where limited viewers may not look, as has bob, whose name they must not see either. */
    private static final long HIDDEN_UID = 987_654_321;

    private static final long HIDDEN_BYTES = 777_777_777_664L;

    private static boolean published;

    @Inject
    GenerationStore store;

    @Inject
    Flyway flyway;

    @BeforeEach
    void publish() throws Exception {
        if (published) {
            return;
        }
        published = true;
        flyway.migrate();
        store.recover();
        for (Instant time : List.of(OLD, NEW)) {
            TestStore.publish(store, "asp", time, "asp" + time, tree(time, true));
            TestStore.publish(store, "solo", time, "solo" + time, tree(time, false));
        }
    }

    private static SampleTree tree(Instant time, boolean whole) {
        long scan = time.getEpochSecond();
        long day = 86_400;
        int later = time.equals(NEW) ? 1 : 0;
        SampleTree tree = new SampleTree(scan);
        tree.directory("/gpfs/alice", 1000, 100);
        tree.directory("/gpfs/alice/deep/er", 1000, 100);
        tree.directory("/gpfs/team 1", 1000, 101);
        tree.file("/gpfs/alice", 1000, 100, 4096, 100, scan - 10 * day);
        tree.file("/gpfs/alice", 1002, 100, 8192, 5000, scan - 100 * day);
        tree.file("/gpfs/alice/deep/er", 1000, 100, 1 << 20, 1_000_000, scan - 800 * day);
        tree.file("/gpfs/team 1", 1000, 101, 1 << 22, 4_000_000, scan - 3 * day);
        tree.file("/gpfs/team 1/sub", 1003, 101, 1 << 14, 16_000, scan - 2000 * day);
        for (int i = 0; i < later; i++) {
            tree.file("/gpfs/alice/new", 1000, 100, 12_288, 12_000, scan - day);
        }
        if (whole) {
            tree.directory("/gpfs", 0, 0);
            tree.directory("/gpfs/alice-hidden", HIDDEN_UID, 102);
            for (String directory : List.of("/gpfs", "/gpfs/alice-hidden", "/gpfs/hidden-bob/x", "/a/hidden")) {
                tree.file(directory, 1001, 101, HIDDEN_BYTES + later, 5, scan - 500 * day);
                tree.file(directory, HIDDEN_UID, 102, HIDDEN_BYTES + 7L * later, 5, scan - day);
            }
        }
        return tree;
    }

    private static Response ask(String who, String question) {
        return as(who).urlEncodingEnabled(false).get("/api/v1/filesystems" + question);
    }

    /** An answer without what tells the file systems and generations apart. */
    private static String comparable(Response answer) {
        return answer.asString()
                .replaceAll("20260[0-9]{3}T[0-9]{6}Z-[A-Za-z0-9]+", "GENERATION")
                .replaceAll("20260[0-9]{3}T[0-9]{6}Z-[-A-Za-z0-9:]+", "GENERATION")
                // A cursor is of one question and one generation.
                .replaceAll("\"next\":\"[^\"]*\"", "NEXT")
                .replace("\"solo\"", "\"asp\"")
                .replace("\nsolo,", "\nasp,");
    }

    private static void noSecretIn(Response answer) {
        String all = answer.getHeaders() + answer.asString();
        assertThat(all)
                .doesNotContain("hidden", "bob", Long.toString(HIDDEN_UID), "777777777", "solo")
                .doesNotContain("\"path\":\"/\"", "\"path\":\"/gpfs\"");
    }

    private static String with(String question, String parameters) {
        return question + (question.contains("?") ? "&" : "?") + parameters;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/owners",
                "/owners?format=csv",
                "/owners?limit=1",
                "/groups",
                "/histograms/age",
                "/histograms/size?top=100",
                "/usage",
                "/usage?groupBy=owner,group,age,size",
                "/usage?groupBy=owner&age=1y-&owner=1000",
                "/where?minShare=0.001",
                "/where?by=files&minShare=0.2",
                "/where?owner=1003",
                "/directories?limit=0&sort=path",
                "/directories?limit=0&sort=-size&format=csv",
                "/directories?limit=0&owner=alice",
                "/directories?limit=0&inodeOwner=0",
                "/directories?limit=0&minDepth=2&maxDepth=2",
                "/directories?limit=0&leavesOnly=true",
                "/directories?limit=0&exclude=/gpfs/alice/deep",
                "/search?q=*&limit=0",
                "/search?q=e&limit=0&sort=path"
            })
    void withoutAPathAQuestionIsAboutWhatMayBeSeen(String question) {
        Response answer = ask(OF_PATHS, "/asp" + question);
        Response expected = ask(ADMIN, with("/solo" + question, BOTH));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(comparable(answer)).isEqualTo(comparable(expected));
        assertThat(comparable(ask(OF_PATHS, "/all" + question))).isEqualTo(comparable(answer));
        noSecretIn(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/gpfs," + BOTH,
        "/," + BOTH,
        "/glade/u/alice,path=" + ALICE,
        "/gpfs/alice/deep,path=/gpfs/alice/deep",
        "/gpfs&path=/gpfs/alice," + BOTH,
        "/gpfs/team%201&path=/gpfs/team%201/sub,path=" + TEAM
    })
    void withAPathItIsAboutWhatIsInBoth(String path, String expectedPaths) {
        for (String question : List.of(
                "/owners",
                "/groups",
                "/histograms/age",
                "/histograms/size",
                "/usage?groupBy=owner,age",
                "/where?minShare=0.001",
                "/directories?limit=0&sort=path",
                "/directories?limit=0&minDepth=2&maxDepth=2",
                "/directories?limit=0&minDepth=3&maxDepth=3",
                "/search?q=e&limit=0")) {
            Response answer = ask(OF_PATHS, with("/asp" + question, "path=" + path));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(comparable(answer))
                    .as(question)
                    .isEqualTo(comparable(ask(ADMIN, with("/solo" + question, expectedPaths))));
            noSecretIn(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/directory",
                "/tree?depth=5",
                "/tree?depth=5&groupBy=age,owner,group",
                "/tree?by=files",
                "/history",
                "/growth",
                "/growth?scope=recursive&minChange=1",
                "/growth?by=files&maxDepth=1"
            })
    void aQuestionAboutOneDirectoryIsAboutTheOneThatMayBeSeen(String question) {
        Response answer = ask(OF_ALICE, "/asp" + question);
        String expected = comparable(ask(ADMIN, with("/solo" + question, "path=" + ALICE)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(comparable(answer)).isEqualTo(expected.replaceAll("\"ancestors\":\\[.*]", "\"ancestors\":[]"));
        noSecretIn(answer);
        Response several = ask(OF_PATHS, "/asp" + question);
        several.then().statusCode(400);
        assertThat(several.<String>path("detail")).contains("/gpfs/alice, /gpfs/team 1");
        noSecretIn(several);
    }

    @Test
    void ancestorsAreToldFromThereOn() {
        Response answer = ask(OF_PATHS, "/asp/directory?path=/gpfs/alice/deep/er");
        assertThat(answer.<List<String>>path("ancestors.path")).containsExactly("/gpfs/alice", "/gpfs/alice/deep");
        noSecretIn(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/directory?path=X",
                "/tree?path=X",
                "/history?path=X",
                "/growth?path=X",
                "/owners?path=X",
                "/groups?path=X",
                "/histograms/age?path=X",
                "/histograms/size?path=X",
                "/usage?path=X",
                "/where?path=X",
                "/directories?path=X",
                "/search?q=e&path=X",
                "/owners?exclude=X",
                "/directories?exclude=X",
                "/where?exclude=X&owner=alice",
                "/directories?path=/gpfs/alice&path=X"
            })
    void whatIsHiddenIsAsIfItWereNotThere(String question) {
        for (String hidden : List.of("/gpfs/alice-hidden", "/gpfs/hidden-bob/x", "/a/hidden", "/a")) {
            Response answer = ask(OF_PATHS, "/asp" + question.replace("X", hidden));
            String none = hidden.replaceAll("[a-z]", "z");
            Response missing = ask(OF_PATHS, "/asp" + question.replace("X", none));

            assertThat(answer.statusCode()).as(hidden).isEqualTo(404);
            assertThat(answer.asString().replace("directory " + hidden + " in", "directory " + none + " in"))
                    .isEqualTo(missing.asString());
            assertThat(answer.headers().toString()).isEqualTo(missing.headers().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/directory?path=/gpfs", "/tree?path=/", "/history?path=/gpfs", "/growth?path=/gpfs"})
    void figuresOfAncestorsAreNotTold(String question) {
        Response answer = ask(OF_PATHS, "/asp" + question);
        answer.then().statusCode(404);
        noSecretIn(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/directory",
                "/tree",
                "/history",
                "/growth",
                "/owners",
                "/groups",
                "/histograms/age",
                "/histograms/size",
                "/usage",
                "/where",
                "/directories",
                "/search?q=e"
            })
    void aHiddenFileSystemIsAsIfItWereNotThere(String question) {
        Response answer = ask(OF_ASP, "/solo" + question);
        Response missing = ask(OF_ASP, "/zero" + question);
        answer.then().statusCode(404);
        assertThat(answer.asString().replace("solo", "zero")).isEqualTo(missing.asString());
        assertThat(missing.asString()).contains("there is asp\"");
        assertThat(ask(OF_ASP, "/asp,solo" + question).statusCode())
                .isEqualTo(ask(OF_ASP, "/asp,zero" + question).statusCode())
                .isIn(400, 404);
    }

    @Test
    void allMeansAllThatMayBeSeen() {
        for (String question : List.of("/owners", "/usage?groupBy=group", "/where", "/directories?limit=0&sort=path")) {
            assertThat(ask(OF_ASP, "/all" + question).asString())
                    .isEqualTo(ask(ADMIN, "/asp" + question).asString());
        }
    }

    @Test
    void fileSystemsAreListedWithWhatMayBeSeenOfThem() {
        Response all = ask(OF_ASP, "");
        assertThat(all.<List<String>>path("items.name")).containsExactly("asp");
        assertThat(all.<Object>path("items[0]")).isEqualTo(ask(ADMIN, "").<Object>path("items[0]"));

        for (Response some : List.of(ask(OF_PATHS, ""), ask(OF_PATHS, "/asp"), ask(OF_PATHS, "?format=csv"))) {
            assertThat(some.statusCode()).isEqualTo(200);
            noSecretIn(some);
            assertThat(some.asString()).doesNotContain("\"databaseBytes\"", "\"database\"");
        }
        long bytes = 4096 + 8192 + (1 << 20) + (1 << 22) + (1 << 14) + 12_288;
        Map<String, Object> item = ask(OF_PATHS, "").path("items[0]");
        assertThat(item)
                .containsEntry("files", 6)
                .containsEntry("directories", 6)
                .containsEntry("allocatedBytes", (int) bytes);
        assertThat(ask(OF_PATHS, "/asp").<List<Integer>>path("generations.files"))
                .containsExactly(6, 5);
        assertThat(ask(OF_PATHS, "?format=csv").asString()).contains(",6,6," + bytes + ",");
    }

    @Test
    void namesOfOthersAreNotToldApartFromNoNames() {
        for (String question : List.of("/directories?owner=X", "/usage?owner=X", "/where?group=X", "/where?owner=X")) {
            String of = question.contains("group") ? "root" : "bob";
            Response known = ask(OF_PATHS, "/asp" + question.replace("X", of));
            Response near = ask(OF_PATHS, "/asp" + question.replace("X", of + "b"));
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(near.asString()).isEqualTo(known.asString()).doesNotContain("did you mean");
        }
    }

    @Test
    void aCursorOpensNothing() {
        String question = "/all/directories?limit=1&sort=path";
        String cursor = ask(ADMIN, question).path("next");
        Response answer = ask(OF_ASP, question + "&cursor=" + cursor);
        answer.then().statusCode(410);
    }

    @Test
    void aCursorTellsNoIds() {
        String question = "/asp/directories?limit=2&sort=path";
        String plain = ask(ADMIN, question).path("next");
        String sealed = ask(OF_PATHS, question).path("next");
        String newest = ask(OF_PATHS, "/asp").path("generation");
        assertThat(new String(Base64.getUrlDecoder().decode(plain), StandardCharsets.ISO_8859_1))
                .contains(newest);
        assertThat(new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain(newest);
        assertThat(ask(OF_PATHS, question + "&cursor=" + sealed).<List<String>>path("items.path"))
                .containsExactly("/gpfs/alice/deep/er", "/gpfs/alice/new");
        ask(OF_PATHS, question + "&cursor=" + plain).then().statusCode(400);
        ask(OF_ALICE, question + "&cursor=" + sealed).then().statusCode(400);
    }

    @Test
    void anAnswerOfOneIsNotTheAnswerOfAnother() {
        String tag = ask(ADMIN, "/asp/owners").header("ETag");
        assertThat(ask(OF_PATHS, "/asp/owners").header("ETag")).isNotEqualTo(tag);
        as(OF_PATHS)
                .header("If-None-Match", tag)
                .get("/api/v1/filesystems/asp/owners")
                .then()
                .statusCode(200);
        as(ADMIN)
                .header("If-None-Match", tag)
                .get("/api/v1/filesystems/asp/owners")
                .then()
                .statusCode(304);
    }
}
