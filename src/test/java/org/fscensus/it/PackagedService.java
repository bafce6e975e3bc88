package org.fscensus.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged service, running as a process of its own on a free port. */
final class PackagedService implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    /** Does not use the processor for what takes no part in a test. */
    static final String NO_WARM_UP = "-Dfscensus.import.warm-up=false";

    /** What the second compiler takes to make a service quick one that lives for seconds does not get back. */
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

    /** As it is by default, for long imports and for what is measured. */
    static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path output;
    private final int port;
    private final URI base;

    private PackagedService(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
        base = URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Starts it and waits until it answers questions. */
    static PackagedService start(Path data, String... options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(ONE_COMPILER),
                        Stream.of(options),
                        Stream.of(
                                "-Dfscensus.data-dir=" + data,
                                "-Dquarkus.http.port=" + port,
                                "-jar",
                                System.getProperty("fscensus.test.runner")))
                .flatMap(part -> part)
                .toList();
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "service", ".out");
        PackagedService service = new PackagedService(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output,
                port);
        service.awaitReady();
        return service;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (send(request("q/health/ready").build()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notListeningYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        kill();
        throw new IllegalStateException("the service did not start: " + output());
    }

    /** Its address, without a slash at the end. */
    String address() {
        return "http://127.0.0.1:" + base.getPort();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    /** A connection on which nothing is sent yet. */
    Socket connect() throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path).build());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /**
     * What a request came to.
     *
     * @param body as JSON
     * @param retryAfter seconds, as told; empty where they were not
     */
    record Answer(int status, JsonNode body, String retryAfter) {}

    /** Submits a job, which may be refused. */
    Answer post(String body) throws IOException, InterruptedException {
        return answer(request("api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends a file, which may be refused. */
    Answer put(String path, Path file) throws IOException, InterruptedException {
        return answer(request(path).PUT(HttpRequest.BodyPublishers.ofFile(file)));
    }

    private Answer answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request.build());
        return new Answer(
                answer.statusCode(),
                JSON.readTree(answer.body()),
                answer.headers().firstValue("Retry-After").orElse(""));
    }

    /** The status of an answer. */
    int status(String path) throws IOException, InterruptedException {
        return send(request(path).build()).statusCode();
    }

    /** Submits a job and returns its id. */
    String submit(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        if (answer.statusCode() != 202) {
            throw new IOException("the job was answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** The data of a job's events, as they come. */
    Stream<JsonNode> events(String job) throws IOException, InterruptedException {
        HttpRequest stream = HttpRequest.newBuilder(base.resolve("api/v1/jobs/" + job + "/events"))
                .build();
        return client.send(stream, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("data:"))
                .map(line -> parse(line.substring("data:".length())));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Waits until a job is finished, and returns it. */
    JsonNode awaitEnd(String job) throws IOException, InterruptedException {
        while (true) {
            JsonNode present = get("api/v1/jobs/" + job);
            if (!present.path("finishedAt").isNull()
                    && !present.path("finishedAt").isMissingNode()) {
                return present;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    int port() {
        return port;
    }

    ProcessFigures figures() throws IOException {
        return ProcessFigures.of(process.pid());
    }

    /** The sum of a metric over all that it has tags with that text in them for. */
    double metric(String name, String tag) throws IOException, InterruptedException {
        String all = send(request("q/metrics").header("Accept", "text/plain").build())
                .body();
        List<Double> values = all.lines()
                .filter(line -> line.matches(name + "[ {].*") && line.contains(tag))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' '))))
                .toList();
        if (values.isEmpty()) {
            throw new IOException("there is no metric " + name + " " + tag);
        }
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Bytes of the heap that are in use when the collector has done what it can. */
    double heapInUse() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collect = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collect.waitFor() != 0) {
            throw new IOException("jcmd could not have the service collect its garbage");
        }
        return metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** Ends the process as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process as {@code kill} does, and waits for its end. */
    void stop() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the service did not stop: " + output());
        }
    }

    /** What it has printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
