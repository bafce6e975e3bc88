package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats and codings of lists, their tags, and what goes in headers. */
@QuarkusTest
@TestProfile(FilesystemsResourceTest.OwnData.class)
class FormatsHttpTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final String BASE = "/api/v1/filesystems";
    private static final String LIST = "/nasty/directories?limit=0&sort=path";

    /** Names that some format or reader stumbles over, as the API shows them. */
    private static final List<String> NAMES = List.of(
            "=cmd|' C calc'!A0",
            "a,b",
            "say \"x\"",
            "\"",
            "it's",
            "%0Anewline%0D",
            "%09tab",
            "back\\slash\\n",
            " blank ",
            "%FF%FE",
            "100%25",
            "caf\u00e9 \ud83d\ude00",
            "a;b|c",
            "-- x");

    /** Generations are not called the same twice. */
    private static int published;

    private final ObjectMapper mapper = new ObjectMapper();

    @Inject
    GenerationStore store;

    @Inject
    Flyway flyway;

    @SuppressWarnings("NullAway.Init") // published before each test
    private Generation generation;

    @BeforeEach
    void publish() throws Exception {
        flyway.migrate();
        SampleTree tree = new SampleTree(SCAN.getEpochSecond());
        tree.directory("/gpfs", 0, 0);
        for (int i = 0; i < NAMES.size(); i++) {
            String path = "/gpfs/" + NAMES.get(i);
            tree.directory(path, 1000 + i, 100 + i % 3);
            if (i % 4 != 3) {
                tree.file(path, 1000 + i, 100, 4096L << i, (long) 1e15 + i, SCAN.getEpochSecond() - 86_400L * i * 99);
            }
        }
        tree.file("/gpfs/unlisted", 4_294_967_295L, 101, 0, 0, SCAN.getEpochSecond());
        generation = TestStore.publish(store, "nasty", SCAN, "nasty" + published++, tree);
    }

    @AfterEach
    void retire() throws Exception {
        store.retire(generation);
    }

    private static ValidatableResponse get(String question, String accept) {
        return given().urlEncodingEnabled(false)
                .header("Accept", accept)
                .get(BASE + question)
                .then();
    }

    private static String with(String question, String parameter) {
        return question + (question.contains("?") ? "&" : "?") + parameter;
    }

    private static HttpResponse<byte[]> exchange(String question, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + BASE + question));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** By the documented rule: both names of a field in an object, lists left out. */
    static Map<String, String> flat(String prefix, JsonNode item) {
        Map<String, String> flat = new TreeMap<>();
        item.properties().forEach(field -> {
            String name = field.getKey();
            String full = prefix.isEmpty() ? name : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flat.putAll(flat(full, value));
            } else if (!value.isArray() && !value.isNull()) {
                flat.put(full, value.asText());
            }
        });
        return flat;
    }

    static Map<String, String> present(Map<String, @Nullable String> row) {
        Map<String, String> present = new TreeMap<>();
        row.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return present;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {LIST, "", "/nasty/owners", "/nasty/groups", "/nasty/histograms/age", "/nasty/histograms/size"})
    void everyFormatHasTheSameRows(String question) throws Exception {
        JsonNode items =
                mapper.readTree(exchange(with(question, "format=json")).body()).get("items");
        List<Map<String, String>> rows = new ArrayList<>();
        items.forEach(item -> rows.add(flat("", item)));
        assertThat(rows).hasSizeGreaterThan(0);

        String csv = new String(exchange(with(question, "format=csv")).body(), StandardCharsets.UTF_8);
        assertThat(Csv.rows(csv).stream().map(FormatsHttpTest::present).toList())
                .isEqualTo(rows);

        String[] tsv =
                new String(exchange(with(question, "format=tsv")).body(), StandardCharsets.UTF_8).split("\n", -1);
        List<Map<String, String>> fromTsv = new ArrayList<>();
        String[] names = tsv[0].split("\t", -1);
        for (String line : Arrays.asList(tsv).subList(1, tsv.length - 1)) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).hasSameSizeAs(names);
            Map<String, String> row = new TreeMap<>();
            for (int i = 0; i < cells.length; i++) {
                if (!cells[i].isEmpty()) {
                    row.put(names[i], cells[i]);
                }
            }
            fromTsv.add(row);
        }
        assertThat(tsv[tsv.length - 1]).isEmpty();
        assertThat(fromTsv).isEqualTo(rows);

        String lines = new String(exchange(with(question, "format=ndjson")).body(), StandardCharsets.UTF_8);
        assertThat(lines).endsWith("}\n");
        List<JsonNode> fromLines = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            fromLines.add(mapper.readTree(line));
        }
        assertThat(fromLines).containsExactlyElementsOf(items);
    }

    @Test
    void namesComeThrough() throws Exception {
        String csv = new String(exchange(with(LIST, "format=csv")).body(), StandardCharsets.UTF_8);
        assertThat(Csv.rows(csv).stream().map(row -> row.get("path")))
                .containsAll(NAMES.stream().map(name -> "/gpfs/" + name).toList());
        assertThat(csv)
                .startsWith("filesystem,path,depth,recursiveFiles,recursiveDirectories,recursiveAllocatedBytes,"
                        + "recursiveApparentBytes,recursiveLastAccess,directFiles,directDirectories,directAllocatedBytes,"
                        + "directApparentBytes,directLastAccess,ownerKind,ownerId,ownerName,groupKind,groupId,groupName"
                        + "\r\n")
                .contains("nasty,/gpfs/=cmd|' C calc'!A0,2,1,0,4096,1000000000000000,2026-01-11T00:00:00Z,1,0,4096,"
                        + "1000000000000000,2026-01-11T00:00:00Z,single,1000,alice,single,100,users\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|application/json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8|application/json",
                "text/csv|text/csv;charset=UTF-8;header=present",
                "TEXT/CSV; header=absent|text/csv;charset=UTF-8;header=present",
                "text/tab-separated-values|text/tab-separated-values;charset=UTF-8",
                "application/x-ndjson|application/x-ndjson",
                "text/*|text/csv",
                "application/*|application/json",
                "application/json;q=0.5, text/csv;q=0.9|text/csv",
                "application/json;q=0.5, */*|text/csv",
                "text/csv;q=0, text/*|text/tab-separated-values",
                "image/png, application/x-ndjson;q=0.1|application/x-ndjson"
            })
    void theAcceptHeaderChooses(String accept, String contentType) {
        get(LIST, accept).statusCode(200).header("Content-Type", startsWith(contentType));
        get("/nasty/owners", accept).statusCode(200).header("Content-Type", startsWith(contentType));
        get("", accept).statusCode(200).header("Content-Type", startsWith(contentType));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "text/html", "application/json;q=0, text/plain", "*/*;q=0"})
    void whatNothingSuitsIsTold(String accept) {
        get(LIST, accept)
                .statusCode(406)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("text/csv, text/tab-separated-values, application/x-ndjson"))
                .body("detail", containsString("format=json|csv|tsv|ndjson"));
        get(with(LIST, "format=tsv"), accept).statusCode(200);
    }

    @Test
    void wrongFormatsAreNamed() {
        get(with(LIST, "format=xml"), "*/*")
                .statusCode(400)
                .body("detail", containsString("'xml' is unknown; there are json, csv, tsv, ndjson"));
        get(with(LIST, "colour=red"), "*/*").statusCode(400).body("detail", containsString("format,"));
        get("/nasty/directory?format=csv", "*/*").statusCode(400).body("detail", containsString("format"));
        get(LIST, "text/csv;q=much").statusCode(400).body("detail", containsString("Accept has 'q=much'"));
    }

    @Test
    void tablesThatTheUrlAsksForAreSaved() {
        get(with(LIST, "format=csv"), "*/*")
                .header("Content-Disposition", equalTo("attachment; filename=\"nasty-directories.csv\""));
        get("/nasty/histograms/age?format=tsv", "*/*")
                .header("Content-Disposition", equalTo("attachment; filename=\"nasty-histograms-age.tsv\""));
        get("?format=csv", "*/*").header("Content-Disposition", equalTo("attachment; filename=\"filesystems.csv\""));
        for (String shown : List.of("format=ndjson", "format=json", "sort=path")) {
            assertThat(get("/nasty/directories?" + shown, "text/csv;q=0.5, */*;q=0.1")
                            .extract()
                            .headers()
                            .hasHeaderWithName("Content-Disposition"))
                    .as(shown)
                    .isFalse();
        }
    }

    @Test
    void theNextPageIsInAHeader() {
        List<String> paths = new ArrayList<>();
        String question = "/nasty/directories?cursor=&sort=-path&format=csv&limit=4".replace("cursor=&", "");
        while (question != null) {
            ValidatableResponse page = get(question, "*/*").statusCode(200);
            Csv.rows(page.extract().asString()).forEach(row -> paths.add(String.valueOf(row.get("path"))));
            String link = page.extract().header("Link");
            assertThat(link == null
                            || link.matches("<\\?sort=-path&format=csv&limit=4&cursor=[A-Za-z0-9_-]+>; rel=\"next\""))
                    .as("%s", link)
                    .isTrue();
            question = link == null ? null : "/nasty/directories" + link.substring(1, link.indexOf('>'));
        }
        List<String> whole =
                get("/nasty/directories?limit=0&sort=-path", "*/*").extract().path("items.path");
        assertThat(paths).isEqualTo(whole);
        assertThat(get("/nasty/directories?limit=4", "*/*").extract().header("Link"))
                .isNull();
        // A cursor is the question's, not the format's.
        String next = get("/nasty/owners?limit=3", "*/*").extract().path("next");
        get("/nasty/owners?limit=3&format=csv&cursor=" + next, "*/*").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIST,
                "",
                "/nasty/owners",
                "/nasty/groups",
                "/nasty/histograms/age",
                "/nasty/histograms/size",
                "/nasty"
            })
    void everyRepresentationHasATagOfItsOwn(String question) throws Exception {
        Set<String> tags = new HashSet<>();
        List<String> formats = question.equals("/nasty")
                ? List.of("application/json")
                : List.of("application/json", "text/csv", "text/tab-separated-values", "application/x-ndjson");
        for (String format : formats) {
            HttpResponse<byte[]> plain = exchange(question, "Accept", format);
            HttpResponse<byte[]> zipped = exchange(question, "Accept", format, "Accept-Encoding", "br, gzip;q=0.8");
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                    .isEqualTo(plain.body());
            for (HttpResponse<byte[]> one : List.of(plain, zipped)) {
                String tag = one.headers().firstValue("ETag").orElseThrow();
                assertThat(tag).startsWith("\"");
                assertThat(tags.add(tag)).as(tag).isTrue();
                assertThat(one.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
                assertThat(one.headers().firstValue("Cache-Control")).hasValue("no-cache");
            }
            String plainTag = plain.headers().firstValue("ETag").orElseThrow();
            String zippedTag = zipped.headers().firstValue("ETag").orElseThrow();
            for (String known : List.of(plainTag, "\"x\", " + plainTag, "W/" + plainTag, "*")) {
                HttpResponse<byte[]> same = exchange(question, "Accept", format, "If-None-Match", known);
                assertThat(same.statusCode()).as(known).isEqualTo(304);
                assertThat(same.body()).isEmpty();
                assertThat(same.headers().firstValue("ETag")).hasValue(plainTag);
                assertThat(same.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
            }
            assertThat(exchange(question, "Accept", format, "If-None-Match", zippedTag)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(exchange(question, "Accept", format, "If-None-Match", zippedTag, "Accept-Encoding", "gzip")
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    @Test
    void compressionIsForThoseWhoWantIt() throws Exception {
        for (String wanted :
                List.of("gzip", "GZIP", "x-gzip", "*", "deflate, gzip;q=0.5", "gzip;q=0.5, identity;q=0.5")) {
            assertThat(exchange(LIST, "Accept-Encoding", wanted).headers().firstValue("Content-Encoding"))
                    .as(wanted)
                    .hasValue("gzip");
        }
        for (String not : List.of("identity", "br", "gzip;q=0", "*, gzip;q=0", "gzip;q=0.1, identity")) {
            assertThat(exchange(LIST, "Accept-Encoding", not).headers().firstValue("Content-Encoding"))
                    .as(not)
                    .isEmpty();
        }
    }

    @Test
    void whatNamesItsGenerationMayBeKept() {
        for (String pinned : List.of("/nasty/owners", "/nasty/directories")) {
            get(with(pinned, "generation=" + generation.id()), "text/csv")
                    .statusCode(200)
                    .header("Cache-Control", equalTo("private, max-age=3600, immutable"));
        }
        String next = get("/nasty/directories?limit=2", "*/*").extract().path("next");
        get("/nasty/directories?limit=2&cursor=" + next, "*/*")
                .header("Cache-Control", equalTo("private, max-age=3600, immutable"));
    }

    @Test
    void aHeadHasTheHeadersOfTheAnswer() {
        given().header("Accept", "text/csv")
                .head(BASE + LIST)
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/csv"))
                .header("ETag", equalTo(get(LIST, "text/csv").extract().header("ETag")));
    }

    @ParameterizedTest
    @CsvSource({
        "json, identity",
        "csv, identity",
        "tsv, identity",
        "ndjson, identity",
        "json, gzip",
        "csv, gzip",
        "ndjson, gzip"
    })
    void aListThatBreaksOffNeverLooksWhole(String format, String coding) throws Exception {
        Generation torn = TestStore.publish(
                store, "torn", SCAN, "torn" + published++, SampleTree.random(5, SCAN.getEpochSecond(), 12_000));
        try {
            Path data = Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class));
            Path file = data.resolve(torn.database());
            byte[] bytes = Files.readAllBytes(file);
            // Amid the rows, behind those that are read before anything is sent.
            Arrays.fill(bytes, bytes.length / 8, bytes.length / 5, (byte) 0x5a);
            Files.write(file, bytes);
            String question = "/torn/directories?sort=path&limit=0&format=" + format;
            assertThat(statusOfWhatEnds(question, coding)).isNotEqualTo(200);
        } finally {
            store.retire(torn);
        }
    }

    /** The status of an answer that comes to its end, 0 of one that does not. */
    private static int statusOfWhatEnds(String question, String coding) throws InterruptedException {
        try {
            return exchange(question, "Accept-Encoding", coding).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void whatIsMissingIsToldInAHeader() throws Exception {
        Generation torn = TestStore.publish(
                store, "torn", SCAN, "torn" + published++, SampleTree.random(5, SCAN.getEpochSecond(), 100));
        try {
            Path data = Path.of(ConfigProvider.getConfig().getValue("fscensus.data-dir", String.class));
            Files.write(data.resolve(torn.database()), new byte[4096]);
            for (String question :
                    List.of("/nasty,torn/directories", "/nasty,torn/owners", "/nasty,torn/histograms/age")) {
                for (String format : List.of("text/csv", "text/tab-separated-values", "application/x-ndjson")) {
                    HttpResponse<byte[]> answer = exchange(question, "Accept", format);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.headers().firstValue("Fscensus-Problem").orElse(""))
                            .as("%s as %s", question, format)
                            .contains("the database of torn", torn.id());
                    assertThat(answer.headers().firstValue("ETag")).isEmpty();
                    assertThat(answer.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
                }
                assertThat(exchange(question).headers().firstValue("Fscensus-Problem"))
                        .isEmpty();
            }
        } finally {
            store.retire(torn);
        }
    }

    @Test
    void eventsAreNeverCompressed() throws IOException {
        assertThat(RawHttp.firstComment(
                        "GET /api/v1/events HTTP/1.1", "Host: localhost:" + RestAssured.port, "Accept-Encoding: gzip"))
                .startsWith(":");
    }
}
