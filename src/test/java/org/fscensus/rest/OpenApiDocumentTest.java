package org.fscensus.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpenApiDocumentTest {

    /** Both are compared with their keys sorted: the build and the running service order them differently. */
    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void isTheOneThatIsCommitted(String format) throws IOException {
        Path committed = Path.of("openapi", "openapi." + format);
        assertThat(Files.exists(committed) ? sorted(Files.readString(committed)) : "no file")
                .as(
                        "%s is stale; refresh it with: mvn -B -ntp -DskipTests package && cp target/openapi/* openapi/",
                        committed)
                .isEqualTo(sorted(served(format)));
    }

    @Test
    void describesNoTestResource() {
        assertThat(served("yaml")).doesNotContain("probe");
    }

    @Test
    void whatIsAlwaysThereIsRequired() {
        JsonPath schemas = new JsonPath(served("json")).setRootPath("components.schemas");
        assertThat(schemas.getList("Directory.required", String.class))
                .containsExactlyInAnyOrder("filesystem", "path", "depth", "recursive", "direct", "owner", "group");
        assertThat(schemas.getList("DirectoryList.required", String.class)).containsExactly("items");
        assertThat(schemas.getList("Bucket.required", String.class)).hasSize(7);
    }

    @Test
    void whatMayBeNullIsNotBoundToAnObject() {
        JsonPath schemas = new JsonPath(served("json")).setRootPath("components.schemas");
        for (String field : List.of("Job.properties.error", "DirectoryDetail.properties.inodeOwner")) {
            assertThat(schemas.getMap(field)).as(field).containsKey("anyOf").doesNotContainKey("type");
        }
    }

    @Test
    void swaggerUiIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    private static String sorted(String document) throws IOException {
        // YAML's reader reads JSON as well.
        Object tree = new YAMLMapper().readValue(document, Object.class);
        return new ObjectMapper()
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(tree);
    }

    private static String served(String format) {
        return given().queryParam("format", format).get("/q/openapi").asString();
    }
}
