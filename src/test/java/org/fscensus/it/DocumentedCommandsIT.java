package org.fscensus.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command of the README and of the pages in docs, each page as one script, in a directory of its own that looks
 * like a checkout, against one packaged service. Needs bash, curl, jq, sqlite3 and Python with pandas; where one is missing
 * pages are skipped, or fail if the environment has {@code FSCENSUS_REQUIRE_TOOLS=1}.
 */
class DocumentedCommandsIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path RUNNER =
            Path.of("src/test/resources/documented-commands.sh").toAbsolutePath();
    private static final int SECONDS_PER_PAGE = 90;

    @TempDir
    static Path directory = Path.of("");

    private static @Nullable PackagedService service;
    private static String python = "python3";
    private static int page;

    @BeforeAll
    static void startService() throws IOException, InterruptedException {
        findTools();
        Path data = directory.resolve("data");
        DocumentedScans.accounts(directory);
        DocumentedScans.logs(Files.createDirectories(data.resolve("incoming")));
        DocumentedScans.tree(directory.resolve("srv/projects"));
        Files.createDirectories(directory.resolve("etc/fs-census"));
        Files.writeString(directory.resolve(".curlrc"), "fail-with-body\nnoproxy = \"*\"\nmax-time = 60\n");
        service = PackagedService.start(
                data,
                "-Xmx512m",
                PackagedService.NO_WARM_UP,
                "-Dfscensus.import.roots=" + data.resolve("incoming") + "," + directory.resolve("srv"),
                "-Dfscensus.accounts.passwd=" + directory.resolve("passwd"),
                "-Dfscensus.accounts.group=" + directory.resolve("group"),
                "-Dfscensus.accounts.getent=false");
    }

    @AfterAll
    static void stopService() {
        if (service != null) {
            service.close();
        }
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md").map(PROJECT::resolve),
                    docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(PROJECT::relativize)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandOfAPageRuns(Path page) throws IOException, InterruptedException {
        PageScript script = PageScript.of(Files.readAllLines(page), places());
        assertThat(script.mistakes()).isEmpty();
        if (script.blocks() > 0) {
            importWhatIsAskedFor();
            Run run = run(page.getFileName().toString(), script);
            assertThat(run.exit()).as(run.output()).isZero();
            assertThatNoJobHasFailed();
        }
    }

    @Test
    void aBrokenExampleFailsWithItsLine() throws IOException, InterruptedException {
        PageScript script = PageScript.of(
                List.of(
                        "```sh",
                        "U=http://127.0.0.1:8080/api/v1",
                        "curl -s \"$U/filesystems\" | jq .",
                        "```",
                        "and then",
                        "```console",
                        "$ curl -s \"$U/filesystems/none\" | jq .detail",
                        "```"),
                places());
        Run run = run("broken.md", script);
        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("broken.md, line 7: ended with 22");
    }

    @Test
    void blocksOfWhichNobodyCanTellWhetherTheyAreCommandsAreMistakes() {
        assertThat(PageScript.of(List.of("```", "rm x", "```", "<!-- not run: -->", "```bash", "```"), Map.of())
                        .mistakes())
                .hasSize(2);
    }

    /** What stands in the documentation for places of an installation. */
    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("http://127.0.0.1:8080", running().address());
        places.put("/usr/share/fs-census/scan", "deploy/scan");
        for (String inside : List.of("/etc/fs-census", "/backup", "/srv")) {
            places.put(inside + "/", directory + inside + "/");
        }
        places.put("/var/lib/fs-census", directory.resolve("data").toString());
        places.put("/opt/fs-census", "target/quarkus-app");
        return places;
    }

    private static PackagedService running() {
        if (service == null) {
            throw new IllegalStateException("not started");
        }
        return service;
    }

    /** Both scans, where a page has not left them. */
    private static void importWhatIsAskedFor() throws IOException, InterruptedException {
        for (JsonNode filesystem : running().get("api/v1/filesystems").path("items")) {
            if (filesystem.path("name").asText().equals("asp")
                    && running()
                                    .get("api/v1/filesystems/asp")
                                    .path("generations")
                                    .size()
                            == DocumentedScans.ASP.size()) {
                return;
            }
        }
        for (String log : DocumentedScans.ASP) {
            String job = running().submit("{\"source\": {\"path\": \"" + log + "\"}}");
            assertThat(running().awaitEnd(job).path("state").asText()).isEqualTo("succeeded");
        }
    }

    /** A command that submits a job does not wait for it. */
    private static void assertThatNoJobHasFailed() throws IOException, InterruptedException {
        for (JsonNode job : running().get("api/v1/jobs?limit=0").path("items")) {
            JsonNode ended = running().awaitEnd(job.path("id").asText());
            assertThat(ended.path("state").asText()).as(ended.toString()).isIn("succeeded", "cancelled");
        }
    }

    /** How a script went. */
    private record Run(int exit, String output) {}

    private static Run run(String name, PageScript script) throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(directory.resolve("page" + ++page));
        for (String part : List.of("deploy", "docs", "openapi", "src", "target")) {
            Files.createSymbolicLink(checkout.resolve(part), PROJECT.resolve(part));
        }
        Path data = directory.resolve("data");
        Files.createSymbolicLink(checkout.resolve("data"), data);
        for (String log : List.of(DocumentedScans.ASP.get(1), DocumentedScans.OTHERS.get(0))) {
            Files.copy(data.resolve("incoming").resolve(log), checkout.resolve(log));
        }
        Path file = Files.writeString(directory.resolve(name), script.text());
        Path output = directory.resolve(name + ".out");
        ProcessBuilder bash = new ProcessBuilder("bash", RUNNER.toString(), file.toString())
                .directory(checkout.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment()
                .putAll(Map.of(
                        "CURL_HOME", directory.toString(),
                        "HOME", directory.toString(),
                        "PYTHON", python,
                        "FSCENSUS_URL", running().address(),
                        "FSCENSUS_POLL_SECONDS", "0.2"));
        Process process = bash.start();
        try {
            assertThat(process.waitFor(SECONDS_PER_PAGE, TimeUnit.SECONDS))
                    .as("%s has ended: %s", name, Files.readString(output))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static void findTools() throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String tool : List.of("bash", "curl", "jq", "sqlite3")) {
            if (!succeeds("sh", "-c", "command -v " + tool)) {
                missing.add(tool);
            }
        }
        // Debian's has the packages of Debian, whatever comes first on the PATH.
        if (!succeeds(python, "-c", "import pandas")) {
            python = "/usr/bin/python3";
            if (!succeeds("sh", "-c", python + " -c 'import pandas'")) {
                missing.add("python3-pandas");
            }
        }
        if (!missing.isEmpty()) {
            String advice =
                    "The commands of the documentation were not run. Install " + String.join(", ", missing) + ".";
            if ("1".equals(System.getenv("FSCENSUS_REQUIRE_TOOLS"))) {
                Assertions.fail(advice);
            }
            Assumptions.abort(advice);
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
