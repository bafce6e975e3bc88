package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fscensus.job.FakeImporter;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobService;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(JobsTestProfile.class)
class EventsResourceTest {
    private static final String JOBS = "api/v1/jobs/";

    @Inject
    FakeImporter importer;

    @Inject
    JobService jobs;

    @ConfigProperty(name = "fscensus.data-dir")
    Path data;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI base;

    private final HttpClient client = HttpClient.newHttpClient();

    /** One server-sent event as it came. */
    private record Event(String name, String id, String data, long millis) {
        String state() {
            return JsonPath.from(data).getString("state");
        }
    }

    @Test
    void aJobCanBeFollowedToItsEnd() throws Exception {
        String id = accept("asp");
        List<Event> events = new CopyOnWriteArrayList<>();
        CompletableFuture<HttpResponse<Stream<String>>> answer =
                client.sendAsync(get(JOBS + id + "/events").build(), HttpResponse.BodyHandlers.ofLines());
        HttpResponse<Stream<String>> response = answer.get();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> collect(response.body(), events));
        await().until(() ->
                events.stream().filter(event -> event.name().equals("progress")).count() >= 4);
        importer.finish(id);
        end.get();

        assertThat(events).extracting(Event::name).contains("state", "phase", "progress");
        assertThat(events.get(0).name()).isEqualTo("state");
        assertThat(events.get(0).state()).isIn("queued", "running");
        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("state");
        assertThat(last.state()).isEqualTo("succeeded");
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates().doesNotContain("");
        List<Event> progress =
                events.stream().filter(event -> event.name().equals("progress")).toList();
        for (int tick = 1; tick < progress.size(); tick++) {
            // Each second, and half a second of grace for a machine that does other things as well.
            assertThat(progress.get(tick).millis() - progress.get(tick - 1).millis())
                    .isLessThan(1500);
            assertThat(progress.get(tick).data())
                    .isNotEqualTo(progress.get(tick - 1).data());
        }
        // Polling shows the same object.
        assertThat(given().get("/" + JOBS + id).asString()).isEqualTo(last.data());
        assertReconnecting(id, last, events.get(1));
    }

    private void assertReconnecting(String id, Event last, Event earlier) throws Exception {
        HttpResponse<String> afterTheEnd = client.send(
                get(JOBS + id + "/events").header("Last-Event-ID", last.id()).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(afterTheEnd.statusCode()).isEqualTo(204);
        HttpResponse<Stream<String>> missedTheEnd = client.send(
                get(JOBS + id + "/events").header("Last-Event-ID", earlier.id()).build(),
                HttpResponse.BodyHandlers.ofLines());
        List<Event> events = new ArrayList<>();
        collect(missedTheEnd.body(), events);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo(last.id());
            assertThat(event.data()).isEqualTo(last.data());
        });
    }

    @Test
    void allJobsCanBeFollowedAndAFollowerThatLeavesIsForgotten() throws Exception {
        HttpResponse<java.io.InputStream> response =
                client.send(get("api/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        List<Event> events = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> collect(
                new java.io.BufferedReader(
                                new java.io.InputStreamReader(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                        .lines(),
                events));
        String first = accept("asp");
        importer.finish(first);
        String second = accept("cgd");
        importer.finish(second);

        await().until(() -> events.stream()
                .filter(event -> event.name().equals("state") && event.state().equals("succeeded"))
                .map(event -> JsonPath.from(event.data()).getString("id"))
                .toList()
                .containsAll(List.of(first, second)));
        assertThat(end).isNotDone();
        assertThat(jobs.followers()).isEqualTo(1);
        response.body().close();
        String third = accept("asp");

        await().until(() -> jobs.followers() == 0);
        importer.finish(third);
        await().until(() -> given().get("/" + JOBS + third).path("state").equals("succeeded"));
    }

    @Test
    void eventsTellWhenToReconnectAndStreamsBeginWithAHeartbeatWhereNothingHappens() throws Exception {
        String id = accept("asp");
        importer.finish(id);
        await().until(() -> given().get("/" + JOBS + id).path("state").equals("succeeded"));

        String answer = RawHttp.exchange(
                "GET /" + JOBS + id + "/events HTTP/1.1", "Host: localhost", "Accept: text/event-stream");
        assertThat(answer.lines()).contains("retry:2000", "event:state", "id:" + JobEvent.finalId(id));

        assertThat(RawHttp.firstComment("GET /api/v1/events HTTP/1.1", "Host: localhost", "Accept: text/event-stream"))
                .isEqualTo(":heartbeat");
        await().until(() -> jobs.followers() == 0);
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(base.resolve("/" + path)).header("Accept", "text/event-stream");
    }

    private String accept(String filesystem) throws IOException {
        Path log = data.resolve("incoming/20260125_csfs1_" + filesystem + ".list");
        Files.writeString(log, "a line\n");
        return given().contentType(ContentType.JSON)
                .body("{\"source\": {\"path\": \"" + log + "\"}}")
                .post("/api/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** Reads events until the stream ends or breaks. */
    private static void collect(Stream<String> lines, List<Event> events) {
        StringBuilder name = new StringBuilder();
        StringBuilder id = new StringBuilder();
        StringBuilder body = new StringBuilder();
        try {
            lines.forEach(line -> {
                if (line.isEmpty() && !body.isEmpty()) {
                    events.add(new Event(name.toString(), id.toString(), body.toString(), System.currentTimeMillis()));
                    List.of(name, id, body).forEach(field -> field.setLength(0));
                } else if (line.startsWith("event:")) {
                    name.append(line.substring("event:".length()).strip());
                } else if (line.startsWith("id:")) {
                    id.append(line.substring("id:".length()).strip());
                } else if (line.startsWith("data:")) {
                    body.append(line.substring("data:".length()).strip());
                }
            });
        } catch (java.io.UncheckedIOException e) {
            // The test has closed the stream.
            assertThat(e).hasMessageContaining("closed");
        }
    }
}
