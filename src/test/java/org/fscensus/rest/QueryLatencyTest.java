package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueryLatencyTest {
    private static final String ENDPOINT = "/api/v1/filesystems/{fs}/probe/number";

    @Inject
    MeterRegistry meters;

    @Test
    void timesQuestionsByTheTemplateOfTheirPath() {
        long before = count(ENDPOINT);
        given().get("/api/v1/filesystems/asp/probe/number?n=1").then().statusCode(200);
        given().get("/api/v1/filesystems/cgd/probe/number?n=2").then().statusCode(200);
        given().get("/api/v1/filesystems/cgd/nothing").then().statusCode(404);

        await().untilAsserted(() -> assertThat(count(ENDPOINT)).isEqualTo(before + 2));
        assertThat(given().get("/q/metrics").asString())
                .contains("fscensus_query_seconds_bucket{endpoint=\"" + ENDPOINT + "\",le=\"0.1\"}")
                .contains("fscensus_query_seconds_count{endpoint=\"" + ENDPOINT + "\"}");
        assertThat(meters.find("fscensus.query").timers())
                .extracting(timer -> timer.getId().getTag("endpoint"))
                .allMatch(endpoint -> !endpoint.contains("cgd") && !endpoint.contains("nothing"));
    }

    private long count(String endpoint) {
        var timer = meters.find("fscensus.query").tag("endpoint", endpoint).timer();
        return timer == null ? 0 : timer.count();
    }
}
