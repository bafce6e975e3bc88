package org.fscensus.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.fscensus.app.security.TokenCommand;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong is told to them; the log has no stack of it, and nothing at the level of errors. */
class QuietLogIT {
    private static final String PROBLEM = "application/problem+json";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @Test
    void mistakesOfUsersLeaveNoStackInTheLog() throws Exception {
        Path data = directory.resolve("data");
        Path incoming = Files.createDirectories(data.resolve("incoming"));
        writeLogs(incoming);
        Path tokens = directory.resolve("tokens");
        String token = makeToken(tokens);
        try (PackagedService service = PackagedService.start(
                data,
                "-Dfscensus.security.tokens-file=" + tokens,
                "-Dfscensus.jobs.queue=20",
                "-Dfscensus.import.warm-up=false")) {
            Client client = new Client(service, "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n");
            client.submit(
                    "{\"source\": {\"path\": \"good.list\"}, \"filesystem\": \"fs\", \"scanTime\": \"2026-01-11\"}");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> client.get("/api/v1/filesystems/fs").startsWith("HTTP/1.1 200 "));

            malformed(client);
            wrongTokens(service);
            wrongJobs(client, incoming);
            vanishing(client);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !client.get("/api/v1/jobs?state=queued").contains("\"state\":\"queued\"")
                            && !client.get("/api/v1/jobs?state=running").contains("\"state\":\"running\""));
            // What is logged of the last clients that left.
            TimeUnit.SECONDS.sleep(1);

            assertThat(service.output().lines())
                    .as("the log")
                    .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by: "))
                    .noneMatch(line -> line.contains(" ERROR "))
                    .anyMatch(line -> line.contains(" WARN ") && line.contains("broken.list.gz: its gzip data"));
        }
    }

    private static void malformed(Client client) throws IOException {
        // The server refuses these before the service sees them, hence without a problem.
        for (String path :
                List.of("/%zz", "/%", "/api/v1/filesystems/%zz", "/api/v1/jobs?limit=%", "/api/v1/jobs?%zz=1")) {
            assertThat(client.get(path)).as(path).startsWith("HTTP/1.1 400 ");
        }
        for (String path : List.of("/api/v1/jobs/%ff", "/api/v1/jobs/a%00b", "/%2e%2e/%2e%2e/etc/passwd")) {
            assertThat(client.get(path)).as(path).startsWith("HTTP/1.1 404 ").contains(PROBLEM);
        }
        for (String path : List.of("/api/v1/jobs?limit=x", "/api/v1/jobs?unknown=1")) {
            assertThat(client.get(path)).as(path).startsWith("HTTP/1.1 400 ").contains(PROBLEM);
        }
        assertThat(client.get("/" + "x".repeat(70_000))).startsWith("HTTP/1.0 414 ");
        assertThat(client.get("/q/health", "X: " + "x".repeat(30_000))).startsWith("HTTP/1.1 431 ");
        assertThat(client.get("/api/v1/filesystems", "Accept: ;;;")).startsWith("HTTP/1.1 4");
        assertThat(client.exchange("BREW /api/v1/jobs HTTP/1.1", "", "")).startsWith("HTTP/1.1 405 ");
        assertThat(client.exchange("GET /q/health HTTP/9.9", "", "")).startsWith("HTTP/");
        assertThat(client.exchange("\u0016\u0003\u0001\u0002", "", "")).startsWith("HTTP/1.0 400 ");
        String json = "POST /api/v1/jobs HTTP/1.1";
        String type = "Content-Type: application/json\r\n";
        assertThat(client.exchange(json, type + "Content-Length: x\r\n", "{}")).startsWith("HTTP/1.1 400 ");
        // Where the next request would begin is unknown then, so the server ends the connection.
        assertThat(client.exchange(json, type + "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\nZZ\r\n"))
                .matches("(?s)|HTTP/1.1 400 .*");
        assertThat(client.exchange(
                        "PUT /api/v1/uploads/x.list?filesystem=up HTTP/1.1",
                        "Transfer-Encoding: chunked\r\n",
                        "5\r\nabcde\r\nZZ\r\n"))
                .matches("(?s)|HTTP/1.1 400 .*");
    }

    private static void wrongTokens(PackagedService service) throws IOException {
        for (String header : List.of("", "Authorization: Bearer fsc_wrong\r\n", "Authorization: Basic eDp5\r\n")) {
            Client client = new Client(service, "Host: localhost\r\n" + header);
            assertThat(client.get("/api/v1/jobs")).startsWith("HTTP/1.1 401 ");
        }
    }

    private static void wrongJobs(Client client, Path incoming) throws IOException {
        for (String body :
                List.of("", "{", "null", "[".repeat(100_000), "{\"x\": 1}", "\u00ff\u00fe", "{\"source\": 1}")) {
            assertThat(client.post(body)).startsWith("HTTP/1.1 400 ").contains(PROBLEM);
        }
        for (String source : List.of("missing.list", "unreadable.list", "a\\u0000b", "../../etc/passwd")) {
            assertThat(client.post("{\"source\": {\"path\": \"" + source + "\"}, \"filesystem\": \"x\"}"))
                    .containsPattern("^HTTP/1.1 4")
                    .contains(PROBLEM);
        }
        for (String source : List.of("broken.list.gz", "no-log.list", "empty.list", "half.json")) {
            client.submit("{\"source\": {\"path\": \"" + source + "\"}, \"filesystem\": \"bad\"}");
            assertThat(client.post(
                            "{\"source\": {\"path\": \"" + source + "\"}, \"filesystem\": \"x\", \"dryRun\": true}"))
                    .startsWith("HTTP/1.1 200 ");
        }
        boolean full = false;
        for (int i = 0; i < 200 && !full; i++) {
            full = client.post("{\"source\": {\"directory\": \"" + incoming + "\"}, \"filesystem\": \"x" + i + "\"}")
                    .startsWith("HTTP/1.1 429 ");
        }
        assertThat(full).as("the queue is full some time").isTrue();
    }

    /** Clients that leave in the midst of everything, in good order or not, at other moments each time. */
    private static void vanishing(Client client) throws Exception {
        for (int i = 0; i < 60; i++) {
            boolean reset = i % 2 == 0;
            client.leave("GET /api/v1/events HTTP/1.1", "", "", reset, i % 12);
            client.leave("GET /api/v1/filesystems/all/directories?limit=0&format=csv HTTP/1.1", "", "", reset, i % 12);
            client.leave("GET /q/metrics HTTP/1.1", "", "", reset, i % 4);
            if (i % 10 == 0) {
                client.leave("PUT /api/v1/uploads/x.list HTTP/1.1", "Content-Length: 100000\r\n", "abc", reset, 50);
                client.leave(
                        "POST /api/v1/jobs HTTP/1.1",
                        "Content-Type: application/json\r\nContent-Length: 1000\r\n",
                        "{\"a\":",
                        reset,
                        50);
            }
        }
    }

    private static void writeLogs(Path incoming) throws IOException {
        try (OutputStream out = Files.newOutputStream(incoming.resolve("good.list"))) {
            new LogGenerator(LogShape.of(20_000, 20_000, 1)).writeTo(out);
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write("no entry\n".repeat(10_000).getBytes(UTF_8));
        }
        Files.write(incoming.resolve("broken.list.gz"), Arrays.copyOf(gzip.toByteArray(), gzip.size() - 10));
        Files.writeString(incoming.resolve("no-log.list"), "hello\n".repeat(100));
        Files.writeString(incoming.resolve("empty.list"), "");
        Files.writeString(
                incoming.resolve("half.json"), "[1,0,{\"progname\":\"ncdu\",\"timestamp\":1},[{\"name\":\"/a\"},{\"na");
        // The superuser reads it all the same, hence a directory.
        Files.createDirectory(incoming.resolve("unreadable.list"));
    }

    private static String makeToken(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = TokenCommand.run(
                List.of("--name", "otto", "--role", "operator", "--append", file.toString()),
                new PrintStream(out, true, UTF_8),
                System.err);
        assertThat(status).isZero();
        return out.toString(UTF_8).strip();
    }

    /** Sends bytes as they are. */
    private record Client(PackagedService service, String headers) {
        String get(String path, String... more) throws IOException {
            return exchange("GET " + path + " HTTP/1.1", String.join("", more) + (more.length > 0 ? "\r\n" : ""), "");
        }

        String post(String body) throws IOException {
            byte[] bytes = body.getBytes(ISO_8859_1);
            return exchange(
                    "POST /api/v1/jobs HTTP/1.1",
                    "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n",
                    body);
        }

        void submit(String body) throws IOException {
            assertThat(post(body)).startsWith("HTTP/1.1 202 ");
        }

        /** The whole answer, up to the end of the connection. */
        String exchange(String line, String more, String body) throws IOException {
            try (Socket socket = service.connect()) {
                write(socket, line, more + "Connection: close\r\n", body);
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            }
        }

        /** Goes away after a while, without having read anything. */
        void leave(String line, String more, String body, boolean reset, int millis)
                throws IOException, InterruptedException {
            try (Socket socket = service.connect()) {
                write(socket, line, more, body);
                TimeUnit.MILLISECONDS.sleep(millis);
                if (reset) {
                    socket.setSoLinger(true, 0);
                }
            }
        }

        private void write(Socket socket, String line, String more, String body) throws IOException {
            try {
                socket.getOutputStream().write((line + "\r\n" + headers + more + "\r\n" + body).getBytes(ISO_8859_1));
            } catch (SocketException e) {
                // It was answered, and the connection closed, before all was sent.
            }
        }
    }
}
