package org.fscensus.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to the API's description what calls have in common, so that no resource has to say it: any error is a problem,
 * and all questions fail in the same ways. Runs in the build.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String PROBLEM = "Problem";
    private static final String ANY_ERROR = "default";

    /** The tag of calls that answer from finished scans. */
    static final String QUESTIONS = "Questions";

    /** Sorted, so that every build describes them in the same order. */
    private static final Map<String, String> ERRORS_OF_QUESTIONS = new TreeMap<>(Map.of(
            "400", "A parameter is unknown, malformed or contradicts another; the detail names it",
            "404", "There is no such file system, generation or path",
            "503", "It took too long, or too many others ask; the detail tells what to do"));

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getPaths() == null) {
            return;
        }
        description.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(ApiDescription::describe);
    }

    /** What may be null lists its types; one beside the list would have to hold as well, and rules null out. */
    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getAnyOf() != null) {
            schema.setType(null);
        }
        return schema;
    }

    private static void describe(Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        if (operation.getTags() != null && operation.getTags().contains(QUESTIONS)) {
            ERRORS_OF_QUESTIONS.forEach((status, description) ->
                    operation.getResponses().addAPIResponse(status, problemResponse(description)));
        }
        Map<String, APIResponse> responses = operation.getResponses().getAPIResponses();
        if (!responses.containsKey(ANY_ERROR)) {
            operation
                    .getResponses()
                    .addAPIResponse(ANY_ERROR, problemResponse("Any error; the detail tells what to do."));
        }
        responses.forEach((status, response) -> {
            boolean error = status.startsWith("4") || status.startsWith("5");
            if (error && response.getContent() == null) {
                response.setContent(problemResponse("").getContent());
            }
        });
    }

    private static APIResponse problemResponse(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }
}
