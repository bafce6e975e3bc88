package org.fscensus.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fscensus.job.JobEvent;
import org.fscensus.job.JobService;
import org.junit.jupiter.api.Test;

/**
 * Imports for real, one log that can be read and one that cannot, and compares what the monitoring is told with what the
 * files in deploy ask for.
 */
@QuarkusTest
@TestProfile(MonitoringProfile.class)
class MonitoringTest {
    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    @Inject
    Settings settings;

    @Inject
    JobService jobs;

    @Inject
    MeterRegistry registry;

    @SuppressWarnings("NullAway.Init") // injected by the profile
    WebhookInbox inbox;

    @Test
    void alertsAndDashboardAskForWhatThereIs() throws IOException {
        // What there is only while an import runs is looked for when it does.
        Map<String, Set<String>> there = new TreeMap<>();
        jobs.onEvent(event -> {
            if (event.kind() == JobEvent.Kind.PHASE) {
                synchronized (there) {
                    MetricNames.read(metrics(), there);
                }
            }
        });
        String imported = importTree();
        String failed = importNoLog();
        questions();
        tellsReceivers(imported, failed);
        tellsUsage();

        String metrics = metrics();
        assertThat(metrics)
                .contains("fscensus_job_last_end_timestamp_seconds{filesystem=\"monitored\",job_id=\"" + imported
                        + "\",kind=\"import\",state=\"succeeded\"}")
                .contains("fscensus_job_last_end_timestamp_seconds{filesystem=\"broken\",job_id=\"" + failed
                        + "\",kind=\"import\",state=\"failed\"}")
                .contains("fscensus_import_rejected_ratio{filesystem=\"monitored\"} 0.0")
                .containsPattern("fscensus_disk_free_bytes\\{directory=\"scratch\"} [1-9]");
        synchronized (there) {
            MetricNames.read(metrics, there);
            there.put("up", Set.of("job", "instance"));
            List<String> expressions = new ArrayList<>(alerts());
            assertThat(expressions).hasSizeGreaterThan(10);
            expressions.addAll(dashboard());
            assertThat(expressions)
                    .hasSizeGreaterThan(60)
                    .allSatisfy(expression -> assertThat(MetricNames.missing(expression, there))
                            .as(expression)
                            .isEmpty());
        }
    }

    private String importTree() throws IOException {
        Path tree = settings.importRoots().get(0).resolve("tree");
        Path deep = Files.createDirectories(tree.resolve("deep"));
        Files.write(deep.resolve("one"), new byte[5000]);
        Files.write(deep.resolve("two"), new byte[5000]);
        Files.write(tree.resolve("three"), new byte[5000]);
        return submit("{\"source\": {\"directory\": \"" + tree + "\"}, \"filesystem\": \"Monitored\"}", "succeeded");
    }

    private String importNoLog() throws IOException {
        Path log = settings.importRoots().get(0).resolve("20260125_s_broken.list");
        Files.writeString(log, "no log\n");
        return submit("{\"source\": {\"path\": \"" + log + "\"}}", "failed");
    }

    private static String submit(String job, String end) {
        String id = given().contentType(ContentType.JSON)
                .body(job)
                .post("/api/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().untilAsserted(() -> assertThat(
                        given().get("/api/v1/jobs/" + id).then().extract().<String>path("state"))
                .isEqualTo(end));
        return id;
    }

    private void questions() {
        given().get("/api/v1/filesystems/monitored/owners").then().statusCode(200);
        System.gc(); // so that there has been a collection to tell of
        await().until(() -> metrics().contains("fscensus_query_seconds_count"));
    }

    private void tellsReceivers(String imported, String failed) {
        await().untilAsserted(() -> assertThat(deliveries()).containsExactly(2.0, 0.0, 0.0));
        List<WebhookInbox.Message> messages = inbox.messages();
        assertThat(messages).hasSize(3).allMatch(message -> message.isSignedWith(MonitoringProfile.SECRET));
        // The first was refused and came again; in between the other may have come.
        assertThat(messages.get(0).header("Fscensus-Event")).isEqualTo("job.succeeded");
        assertThat(messages.get(0).text())
                .isEqualTo(given().get("/api/v1/jobs/" + imported).asString());
        assertThat(messages)
                .filteredOn(message ->
                        message.header("webhook-id").equals(messages.get(0).header("webhook-id")))
                .hasSize(2);
        assertThat(messages)
                .filteredOn(message -> message.header("Fscensus-Event").equals("job.failed"))
                .singleElement()
                .extracting(WebhookInbox.Message::text)
                .isEqualTo(given().get("/api/v1/jobs/" + failed).asString());
    }

    private List<Double> deliveries() {
        String receiver = WebhookSettings.name(inbox.address());
        return Stream.of("delivered", "failed", "dropped")
                .map(outcome -> registry.get("fscensus.webhook.deliveries")
                        .tags("receiver", receiver, "outcome", outcome)
                        .counter()
                        .count())
                .toList();
    }

    private void tellsUsage() {
        String deep = settings.importRoots().get(0).resolve("tree/deep").toString();
        await().until(() -> metrics().contains("fscensus_path_files"));
        assertThat(metrics())
                .contains("fscensus_filesystem_files{filesystem=\"monitored\"} 3.0")
                .contains("fscensus_filesystem_apparent_bytes{filesystem=\"monitored\"} 15000.0")
                .contains("fscensus_path_files{filesystem=\"monitored\",path=\"" + deep + "\"} 2.0")
                .containsPattern("fscensus_owner_files\\{filesystem=\"monitored\",owner=\"[^\"]+\",uid=\"\\d+\"} 3.0")
                .doesNotContain("/no/such/path");
    }

    private static String metrics() {
        return given().get("/q/metrics").asString().replace(",}", "}");
    }

    private static List<String> alerts() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("prometheus/alerts.yml").toFile());
        return rules.findValuesAsText("expr");
    }

    private static List<String> dashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/dashboards/fs-census.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        for (String query : dashboard.path("templating").findValuesAsText("definition")) {
            Matcher values = LABEL_VALUES.matcher(query);
            assertThat(values.matches()).as(query).isTrue();
            expressions.add("count by (" + values.group(2) + ") (" + values.group(1) + ")");
        }
        return expressions;
    }
}
