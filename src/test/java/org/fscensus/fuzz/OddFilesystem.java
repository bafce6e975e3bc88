package org.fscensus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fscensus.fuzz.ApiDocument.Operation;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.OldDatabases;
import org.fscensus.store.SampleTree;
import org.fscensus.store.TestStore;

/** What requests are about: a file system of odd names, imported twice, and others that may be deleted. */
final class OddFilesystem {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant SCAN = Instant.parse("2026-01-11T00:00:00Z");
    private static final String DOOMED = "doomed";

    /** As they stand in the log, in ISO-8859-1, and as the API shows them. */
    private static final Map<String, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry("plain", "plain"),
            Map.entry("a b", "a b"),
            Map.entry("100%", "100%25"),
            Map.entry("%41", "%2541"),
            Map.entry("it's; DROP TABLE x --", "it's; DROP TABLE x --"),
            Map.entry("*?[a-z]", "*?[a-z]"),
            Map.entry("\u00ff\u00fe", "%FF%FE"),
            Map.entry("\u00e2\u0082\u00ac", "\u20ac"),
            Map.entry("tab\there", "tab%09here"),
            Map.entry("=1+1", "=1+1"),
            Map.entry("\"quoted\", \\ and <b>", "\"quoted\", \\ and <b>"),
            Map.entry("a".repeat(255), "a".repeat(255)),
            Map.entry("-", "-"),
            Map.entry("...", "...")));

    private final Path data;
    private final GenerationStore store;
    private final KnownThings known;
    private String log = "";
    private int doomed;

    OddFilesystem(Path data, GenerationStore store) {
        this.data = data;
        this.store = store;
        List<String> paths = NAMES.values().stream()
                .flatMap(name -> Stream.of("/gpfs/odd/" + name, "/gpfs/odd/" + name + "/" + name))
                .toList();
        known = new KnownThings(paths);
        known.learn("path", "/");
        known.learn("path", "/gpfs");
    }

    KnownThings known() {
        return known;
    }

    /** Of the file system, as it may be sent. */
    String log() {
        return log;
    }

    /** Imports it as anybody would, twice. */
    void lay(RawClient client) throws Exception {
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        for (int day = 11; day <= 12; day++) {
            log = lines(day);
            String name = "202601" + day + "_fuzz_odd.posix-scan";
            Files.writeString(incoming.resolve(name), log, StandardCharsets.ISO_8859_1);
            known.learn("log", name);
            String id = submit(client, "{\"source\": {\"path\": \"" + name + "\"}}");
            JsonNode job = awaitEnd(client, id);
            assertThat(job.path("state").asText()).as("%s", job).isEqualTo("succeeded");
            learnGeneration("odd", job.path("generation").asText());
            known.learn("GET id", id);
        }
        Files.writeString(incoming.resolve("bad.posix-scan"), "no line of any format\n");
        known.learn("log", "bad.posix-scan");
        known.learn("log", "*.posix-scan");
        known.learn("log", "none.list");
        Path tree = Files.createDirectories(incoming.resolve("tree").resolve("below"));
        Files.writeString(tree.resolve("file"), log, StandardCharsets.ISO_8859_1);
        known.learn("directory", incoming.resolve("tree").toString());
        for (String filesystem : List.of("odd", "all", "odd,doomed", "ODD", "first")) {
            known.learn("GET filesystem", filesystem);
        }
        known.learn("filesystem", "odd");
        known.learn("filesystem", "other");
        known.learn("POST filesystem", "odd");
        known.learn("fileName", "20260113_fuzz_odd.posix-scan");
        known.learn("fileName", "20260113_fuzz_other.posix-scan.gz");
        layOld();
        doom();
    }

    /** One that an earlier version of the program has written. */
    private void layOld() throws Exception {
        Path old = Files.createDirectories(data.resolve("generations/first")).resolve("first.db");
        SampleTree.random(7, SCAN.getEpochSecond(), 30).named("first").writeTo(old);
        OldDatabases.makeFirst(old);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
        store.watch().look();
    }

    private void learnGeneration(String filesystem, String id) {
        known.learn("generation", id);
        known.learn("from", id);
        known.learn("to", id);
        if (filesystem.equals("odd")) {
            known.learn("POST generation", id);
        }
    }

    /** Makes something that may be deleted. */
    private void doom() throws Exception {
        Generation generation = TestStore.publish(
                store,
                DOOMED,
                SCAN.plusSeconds(doomed),
                "doomed-" + doomed++,
                SampleTree.random(doomed, SCAN.getEpochSecond(), 30));
        known.learn("DELETE filesystem", DOOMED);
        known.learnOnly("DELETE generation", generation.id());
    }

    /** Takes up what an answer tells of, and makes again what a request has deleted. */
    void learn(Operation operation, RawClient.Answer answer) throws Exception {
        if (operation.method().equals("DELETE") && answer.status() == 204) {
            doom();
        }
        String tag = answer.headers().get("etag");
        if (tag != null) {
            known.learn("If-None-Match", tag);
        }
        if (answer.status() >= 300
                || !answer.mediaType().equals("application/json")
                || answer.headers().containsKey("content-encoding")) {
            return;
        }
        JsonNode body = JSON.readTree(answer.text());
        if (body.path("next").isTextual()) {
            known.learn("cursor", body.path("next").asText());
        }
        if (operation.id().equals("createJob") || operation.id().equals("uploadLog")) {
            known.learn("GET id", body.path("id").asText());
            known.learn("DELETE id", body.path("id").asText());
        }
        for (JsonNode generation : body.path("generations")) {
            learnGeneration(body.path("name").asText(), generation.path("id").asText());
        }
    }

    private static String submit(RawClient client, String body) throws IOException {
        RawClient.Answer answer = client.send(
                new RawClient.Request("POST", "/api/v1/jobs", Map.of("Content-Type", "application/json"), body, false));
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return JSON.readTree(answer.text()).path("id").asText();
    }

    private static JsonNode awaitEnd(RawClient client, String id) throws IOException, InterruptedException {
        while (true) {
            JsonNode job =
                    JSON.readTree(client.send(new RawClient.Request("GET", "/api/v1/jobs/" + id, Map.of(), null, false))
                            .text());
            if (!List.of("queued", "running").contains(job.path("state").asText())) {
                return job;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static String lines(int day) {
        Random random = new Random(day);
        StringBuilder lines = new StringBuilder();
        int inode = 1;
        for (String name : NAMES.keySet()) {
            String directory = "/gpfs/odd/" + name;
            for (String below : List.of(directory, directory + "/" + name)) {
                lines.append(line(inode++, 'd', 4096, random, below));
                for (int file = 0; file < 1 + random.nextInt(4); file++) {
                    lines.append(
                            line(inode++, 'f', random.nextInt(1 << random.nextInt(28)), random, below + "/" + file));
                }
            }
        }
        return lines.toString();
    }

    private static String line(int inode, char type, int size, Random random, String path) {
        return String.format(
                Locale.ROOT,
                "%d s=%d b=%d u=%d g=%d n=1 type=%s perm=640 a=%d.5 m=%d.5 c=0.0 -- %s%n",
                inode,
                size,
                (size + 511) / 512,
                List.of(0L, 1000L, 4294967295L).get(random.nextInt(3)),
                List.of(0L, 1000L, 4294967295L).get(random.nextInt(3)),
                type,
                SCAN.getEpochSecond() - random.nextInt(400_000_000),
                SCAN.getEpochSecond() - random.nextInt(400_000_000),
                path);
    }
}
