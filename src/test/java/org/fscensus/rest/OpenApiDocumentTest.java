package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenApiDocumentTest {

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void isTheOneThatIsCommitted(String format) throws IOException {
        Path committed = Path.of("openapi", "openapi." + format);
        assertThat(Files.exists(committed) ? Files.readString(committed) : "no file")
                .as(
                        "%s is stale; refresh it with: mvn -B -ntp -DskipTests package && cp target/openapi/* openapi/",
                        committed)
                .isEqualToNormalizingNewlines(served(format));
    }

    @Test
    void describesNoTestResource() {
        assertThat(served("yaml")).doesNotContain("probe");
    }

    @Test
    void swaggerUiIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    private static String served(String format) {
        return given().queryParam("format", format).get("/q/openapi").asString();
    }
}
