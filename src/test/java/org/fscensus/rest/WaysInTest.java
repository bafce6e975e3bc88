package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import com.github.luben.zstd.ZstdOutputStream;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.fscensus.reference.ListedInode;
import org.fscensus.reference.ReferenceFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** One tree comes in every way there is, over HTTP and through the real pipeline, and always has the same figures. */
@QuarkusTest
class WaysInTest {
    private static final String JOBS = "/api/v1/jobs";
    private static final String UPLOADS = "/api/v1/uploads/";
    private static final Path INCOMING =
            Path.of("target/test-data/incoming/ways-in").toAbsolutePath();
    private static final Path TREE = INCOMING.resolve("tree");
    private static final String FORMAT = "%i s=%s b=%b u=%U g=%G n=%n type=%y perm=%m a=%A@ m=%T@ c=%C@ -- %p\\n";

    private static byte[] log = {};
    private static @Nullable String expected;

    /** Not before all tests: the address of the service is known only now. */
    @BeforeEach
    void layOut() throws Exception {
        if (expected != null) {
            return;
        }
        delete(INCOMING);
        Random random = new Random(5);
        List<Path> directories = new ArrayList<>(List.of(Files.createDirectories(TREE)));
        for (int i = 0; i < 40; i++) {
            Path parent = directories.get(random.nextInt(directories.size()));
            directories.add(Files.createDirectory(parent.resolve("d " + i + (i % 7 == 0 ? " -- x" : ""))));
        }
        for (int i = 0; i < 300; i++) {
            Path file = directories.get(random.nextInt(directories.size())).resolve("f" + i);
            Files.write(file, new byte[random.nextInt(1 << random.nextInt(18))]);
            if (i % 50 == 0) {
                Files.createLink(TREE.resolve("link" + i), file);
            }
        }
        Files.createSymbolicLink(TREE.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(TREE.resolve("nowhere"), Path.of("/none"));
        log = find(TREE);
        Files.write(INCOMING.resolve("20991231_here_ways.posix-scan"), log);
        succeed(submit("{'source': {'path': 'ways-in/20991231_here_ways.posix-scan'}}"));
        expected = figures();
        assertThat(expected).matches(lines -> lines.lines().count() > 40);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var all = Files.walk(tree)) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static byte[] find(Path root) throws IOException, InterruptedException {
        Process find = new ProcessBuilder("find", root.toString(), "-printf", FORMAT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = find.getInputStream().readAllBytes();
        assertThat(find.waitFor()).isZero();
        return output;
    }

    private static ValidatableResponse submit(String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post(JOBS)
                .then();
    }

    private static ValidatableResponse succeed(ValidatableResponse accepted) {
        String id = accepted.statusCode(202).extract().path("id");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !List.of("queued", "running")
                        .contains(given().get(JOBS + "/" + id).path("state").toString()));
        return given().get(JOBS + "/" + id).then().body("error", nullValue()).body("state", equalTo("succeeded"));
    }

    private static String figures() {
        return figures("ways");
    }

    private static String figures(String filesystem) {
        return given().get("/api/v1/filesystems/" + filesystem + "/directories?limit=0&sort=path&format=ndjson")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static byte[] compressed(String codec, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (codec) {
            case "gz" -> new GZIPOutputStream(bytes);
            case "xz" -> new XZOutputStream(bytes, new LZMA2Options(1));
            case "zst" -> new ZstdOutputStream(bytes);
            case "bz2" -> new BZip2CompressorOutputStream(bytes);
            default -> bytes;
        }) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gz", "xz", "zst", "bz2"})
    void aLogIsUploadedWhateverItIsCompressedWith(String codec) throws Exception {
        byte[] half = Arrays.copyOf(log, log.length / 2);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        // Two members, streams or frames in a row, and the cut in the middle of a line.
        body.write(compressed(codec, half));
        body.write(compressed(codec, Arrays.copyOfRange(log, half.length, log.length)));
        succeed(given().body(body.toByteArray())
                        .put(UPLOADS + "20991231_here_ways.posix-scan." + codec)
                        .then())
                .body("source.upload", equalTo("20991231_here_ways.posix-scan." + codec))
                .body("format", equalTo("posix"))
                .body("phases[0].done", equalTo(body.size()));
        assertThat(figures()).isEqualTo(expected);
        assertThat(Path.of("target/test-data/uploads")).isEmptyDirectory();
    }

    @Test
    void aChunkedUploadOfAnyTypeTakesItsOptionsFromTheQuery() throws Exception {
        succeed(given().contentType("text/weird")
                .body(new java.io.ByteArrayInputStream(log))
                .put(UPLOADS + "any name.log?filesystem=ways&scanTime=2099-12-31&hardLinks=each&maxRejected=0")
                .then());
        assertThat(figures()).isEqualTo(expected);
    }

    @Test
    void aLogThatWasCutOffFailsWithItsOffsetAndPublishesNothing() throws Exception {
        byte[] whole = compressed("gz", log);
        String id = given().body(Arrays.copyOf(whole, whole.length - 10))
                .put(UPLOADS + "20991231_here_ways.posix-scan.gz")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().until(() -> given().get(JOBS + "/" + id).path("state").equals("failed"));
        given().get(JOBS + "/" + id)
                .then()
                .body("error.message", containsString("byte"))
                .body("generation", nullValue());
        assertThat(figures()).isEqualTo(expected);
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        long jobs = count();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String head = "PUT " + UPLOADS + "20991231_here_ways.list HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 1000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(log, 0, 1000);
            socket.getOutputStream().flush();
            await().until(() -> !isEmpty(Path.of("target/test-data/uploads")));
        }
        await().untilAsserted(
                        () -> assertThat(Path.of("target/test-data/uploads")).isEmptyDirectory());
        assertThat(count()).isEqualTo(jobs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gz", "xz", "zst", "bz2"})
    void aDryRunIsContentWithTheBeginningOfALog(String codec) throws Exception {
        long jobs = count();
        byte[] half = Arrays.copyOf(log, log.length / 2);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(compressed(codec, half));
        int first = body.size();
        body.write(compressed(codec, Arrays.copyOfRange(log, half.length, log.length)));
        String address = UPLOADS + "20991231_here_ways.posix-scan." + codec + "?dryRun=true";
        given().body(body.toByteArray())
                .put(address)
                .then()
                .statusCode(200)
                .body("whole", equalTo(true))
                .body("filesystem", equalTo("ways"))
                .body("counters.directories", equalTo(41))
                .body("error", nullValue());
        // The cut goes through a line and, compressed, through the second member, stream or frame.
        int files = given().body(Arrays.copyOf(body.toByteArray(), first + 20))
                .put(address + "&size=" + 10 * (first + 20))
                .then()
                .statusCode(200)
                .body("whole", equalTo(false))
                .body("format", equalTo("posix"))
                .body("counters.rejectedLines", equalTo(0))
                .body("counters.files", greaterThan(100))
                .body("error", nullValue())
                .extract()
                .path("estimate.files");
        assertThat(files).isBetween(1000, 10 * 309);
        assertThat(Path.of("target/test-data/uploads")).isEmptyDirectory();
        assertThat(count()).isEqualTo(jobs);
    }

    /** Regression: its beginning went well, and the log was refused when it was sent. */
    @Test
    void aDryRunOfALogThatWouldBeTooLargeToBeSentSaysSo() {
        given().body(log)
                .put(UPLOADS + "20991231_here_ways.posix-scan?dryRun=true&size=8000000T")
                .then()
                .statusCode(413)
                .contentType(Problem.MEDIA_TYPE);
        assertThat(Path.of("target/test-data/uploads")).isEmptyDirectory();
    }

    @Test
    void aDryRunOfAnExportThatHasBeenCutOffCountsWhatIsThere() {
        String begun =
                "[1,2,{\"timestamp\":4102358400},\n[{\"name\":\"/home/ann\"},\n{\"name\":\"a\",\"dsize\":4096},\n"
                        + "[{\"name\":\"sub\"},\n{\"name\":\"b\",\"dsize\":12288},\n{\"name\":\"c\",\"dsi";
        given().body(begun.getBytes(StandardCharsets.UTF_8))
                .put(UPLOADS + "ann.json?filesystem=exported&dryRun=true&size=100KB")
                .then()
                .statusCode(200)
                .body("format", equalTo("ncdu"))
                .body("whole", equalTo(false))
                .body("counters.files", equalTo(2))
                .body("counters.directories", equalTo(2))
                .body("error", nullValue());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static long count() {
        return given().get(JOBS + "?limit=0")
                .then()
                .extract()
                .<List<?>>path("items")
                .size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?frmat=posix",
                "?format=tar",
                "?workers=many",
                "?size=1000000",
                "?dryRun=perhaps",
                "?dryRun=true&size=10",
                "?scanTime=soon",
            })
    void anUploadWithOptionsThatCannotBeIsRefused(String query) {
        given().body(log)
                .put(UPLOADS + "20991231_here_ways.posix-scan" + query)
                .then()
                .statusCode(400)
                .contentType(Problem.MEDIA_TYPE);
        assertThat(Path.of("target/test-data/uploads")).isEmptyDirectory();
    }

    /** By path, and of the exports as sent too: the one way in for them that is not covered by the others. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSIX")
    void theTreeHasTheSameFiguresInEveryFormat(ReferenceFormat format) throws Exception {
        // GPFS has links, which have no blocks, for small files whose data is in the inode.
        List<ListedInode> tree = ListedInode.find(TREE, "!", "-type", "l");
        succeed(submit(write(tree, ReferenceFormat.POSIX)));
        String posix = withoutAccessOf(format, figures("formats"));
        assertThat(posix.lines()).hasSizeGreaterThan(40);
        String name = format.name().toLowerCase(Locale.ROOT).replace("_nul", "");
        succeed(submit(write(tree, format))).body("format", equalTo(name)).body("counters.rejectedLines", equalTo(0));
        assertThat(withoutAccessOf(format, figures("formats"))).isEqualTo(posix);
        if (format == ReferenceFormat.NCDU) {
            byte[] export = compressed("zst", ListedInode.log(tree, format).getBytes(StandardCharsets.ISO_8859_1));
            succeed(given().body(export)
                            .put(UPLOADS + "20991231_nas1_formats.ncdu.zst?acceptShrink=true")
                            .then())
                    .body("format", equalTo(name))
                    .body("phases[0].done", equalTo(export.length));
            assertThat(withoutAccessOf(format, figures("formats"))).isEqualTo(posix);
        }
    }

    /** Writes a log; returns the job that imports it. */
    private static String write(List<ListedInode> tree, ReferenceFormat format) throws IOException {
        String log = ListedInode.log(tree, format);
        Files.write(INCOMING.resolve("a log"), log.getBytes(StandardCharsets.ISO_8859_1));
        return "{'source': {'path': 'ways-in/a log'}, 'filesystem': 'formats', 'scanTime': '2099-12-31'}";
    }

    /** An export has no access times. */
    private static String withoutAccessOf(ReferenceFormat format, String figures) {
        return format == ReferenceFormat.NCDU ? figures.replaceAll("\"lastAccess\":[^,}]*", "") : figures;
    }

    /** The patterns take some 10 ms for each name, so that a walk that is left alone lasts for many seconds. */
    @Test
    void aWalkThatIsCancelledEndsWithinASecond() throws Exception {
        Path slow = Files.createDirectories(INCOMING.resolve("slow"));
        for (int i = 0; i < 2000; i++) {
            Files.createFile(slow.resolve("a".repeat(200) + i));
        }
        String pattern = "'*" + "a".repeat(100) + "?b'";
        String patterns = String.join(",", Collections.nCopies(1000, pattern));
        String id = submit("{'source': {'directory': 'ways-in/slow'}, 'filesystem': 'slow', 'exclude': [" + patterns
                        + "]}")
                .statusCode(202)
                .extract()
                .path("id");
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> given().get(JOBS + "/" + id).path("state").equals("running"));
        // Within the work: the root has been opened by then, and its first piece of names is being tried.
        Thread.sleep(300);
        given().get(JOBS + "/" + id).then().body("state", equalTo("running"));
        long asked = System.nanoTime();
        given().delete(JOBS + "/" + id).then().statusCode(202);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> !given().get(JOBS + "/" + id).path("state").equals("running"));
        Duration taken = Duration.ofNanos(System.nanoTime() - asked);
        given().get(JOBS + "/" + id).then().body("state", equalTo("cancelled"));
        // A second, and half of one for a machine that has other things to do.
        assertThat(taken).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void anExportOfNcduIsToldByItsContentAndCountsAsItsDirectoriesAreNested() throws Exception {
        String export = """
                [1,2,{"progname":"ncdu","progver":"1.18","timestamp":4102358400},
                [{"name":"/home/ann","ino":1,"uid":1001,"gid":100,"asize":4096,"dsize":4096},
                {"name":"a \\u00fc.txt","ino":2,"uid":1001,"gid":100,"asize":700,"dsize":4096,"mtime":1700000000},
                [{"name":"sub","ino":3,"uid":1001,"gid":100},
                {"name":"b","ino":4,"uid":1002,"gid":100,"asize":10000,"dsize":12288,"mtime":1700000000},
                {"name":"empty","ino":5,"uid":1002,"gid":100,"mtime":1700000000}]]]
                """;
        succeed(given().body(compressed("gz", export.getBytes(StandardCharsets.UTF_8)))
                        .put(UPLOADS + "ann.json.gz?filesystem=exported&scanTime=2099-12-31&ageFrom=modify")
                        .then())
                .body("format", equalTo("ncdu"))
                .body("options.maxRejected", equalTo("1%"))
                .body("counters.files", equalTo(3))
                .body("counters.directories", equalTo(2))
                .body("counters.rejectedLines", equalTo(0));
        given().get("/api/v1/filesystems/exported/directory?path=/home/ann")
                .then()
                .statusCode(200)
                .body("recursive.files", equalTo(3))
                .body("recursive.allocatedBytes", equalTo(4096 + 12288))
                .body("recursive.apparentBytes", equalTo(10700))
                .body("direct.files", equalTo(1))
                .body("owner.kind", equalTo("several"));
    }

    @Test
    void severalFilesOfAnyCompressionAreOneScan() throws Exception {
        Path parts = Files.createDirectories(INCOMING.resolve("parts"));
        String[] lines = new String(log, StandardCharsets.UTF_8).split("(?<=\n)", -1);
        List<String> codecs = List.of("plain", "gz", "xz", "zst", "bz2");
        for (int i = 0; i < codecs.size(); i++) {
            StringBuilder part = new StringBuilder();
            for (int line = i; line < lines.length; line += codecs.size()) {
                part.append(lines[line]);
            }
            Files.write(
                    parts.resolve("20991231_here_ways.posix-scan." + i),
                    compressed(codecs.get(i), part.toString().getBytes(StandardCharsets.UTF_8)));
        }
        succeed(submit("{'source': {'paths': ['ways-in/parts/*.posix-scan.[0-3]', 'ways-in/p*/*.4']}}"))
                .body("source.paths.size()", equalTo(5));
        assertThat(figures()).isEqualTo(expected);
    }

    @Test
    void aLiveTreeGivesTheFiguresOfItsListing() {
        String body = "{'source': {'directory': 'ways-in/tree'}, 'filesystem': 'ways', 'scanTime': '2099-12-31'}";
        succeed(submit(body))
                .body("format", equalTo("walk"))
                .body("phases[0].unit", equalTo("directories"))
                .body("phases[0].done", equalTo(41))
                .body("counters.walk.directoriesRead", equalTo(41))
                .body("counters.walk.unreadable", equalTo(0))
                .body("counters.walk.slowest.size()", greaterThan(0));
        assertThat(figures()).isEqualTo(expected);
        given().get("/q/metrics")
                .then()
                .body(containsString("fscensus_walk_directories_total{filesystem=\"ways\"}"))
                .body(containsString("fscensus_walk_seconds_total{filesystem=\"ways\",step=\"stat\"}"));
    }

    @Test
    void whatATreesPatternsExcludeIsInNoFigure() {
        succeed(submit("{'source': {'directory': 'ways-in/tree'}, 'filesystem': 'fewer', 'exclude': ['f*', 'd */']}"))
                .body("counters.files", equalTo(8))
                .body("counters.directories", equalTo(1));
        submit("{'source': {'directory': 'ways-in/tree'}}")
                .statusCode(400)
                .body("detail", containsString("filesystem"));
    }

    @Test
    void aJobTellsHowItReadsAsANewJobWouldSayIt() {
        String again = "{'source': {'directory': 'ways-in/tree'}, 'filesystem': 'fewer', 'scanTime': '2099-12-31', %s}";
        Map<String, Object> told = succeed(submit(again.formatted("'exclude': ['f*'], 'hardLinks': 'once',"
                        + " 'ageFrom': 'modify', 'maxRejected': 7, 'workers': 1, 'oneFileSystem': true")))
                .extract()
                .path("options");
        assertThat(told)
                .containsEntry("exclude", List.of("f*"))
                .containsEntry("hardLinks", "once")
                .containsEntry("ageFrom", "modify")
                .containsEntry("maxRejected", "7")
                .containsEntry("oneFileSystem", true)
                .containsEntry("acceptShrink", false);
        String json = told.entrySet().stream()
                .map(option -> "'" + option.getKey() + "': "
                        + (option.getValue() instanceof String ? "'" + option.getValue() + "'" : option.getValue()))
                .collect(Collectors.joining(", "))
                .replace("[f*]", "['f*']");
        succeed(submit(again.formatted(json))).body("options.hardLinks", equalTo("once"));
    }

    @Test
    void aDryRunAnswersAtOnceAndLeavesNothing() {
        long jobs = count();
        submit("{'source': {'path': 'ways-in/20991231_here_ways.posix-scan'}, 'dryRun': true}")
                .statusCode(200)
                .body("filesystem", equalTo("ways"))
                .body("format", equalTo("posix"))
                .body("scanTime", equalTo("2099-12-31T00:00:00Z"))
                .body("whole", equalTo(true))
                .body("counters.directories", equalTo(41))
                .body("error", nullValue())
                .body("estimate.directories", greaterThan(40));
        submit("{'source': {'directory': 'ways-in/tree'}, 'filesystem': 'ways', 'dryRun': true}")
                .statusCode(200)
                .body("counters.walk.directoriesRead", equalTo(41));
        assertThat(count()).isEqualTo(jobs);
    }
}
