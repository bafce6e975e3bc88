package org.fscensus.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to the API's description what calls have in common, so that no resource has to say it: any error is a problem,
 * and all questions fail in the same ways. Runs in the build.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String PROBLEM = "Problem";
    private static final String ANY_ERROR = "default";
    private static final String MALFORMED = "400";

    /** The tag of calls that answer from finished scans. */
    static final String QUESTIONS = "Questions";

    /** Sorted, so that every build describes them in the same order. */
    private static final Map<String, String> ERRORS_OF_QUESTIONS = new TreeMap<>(Map.of(
            MALFORMED,
            "A parameter is unknown, malformed or contradicts another; the detail names it",
            "404",
            "There is no such file system, generation or path",
            "503",
            "It took too long, or too many others ask; the detail tells what to do"));

    private static final Map<ListFormat, String> LINES = new TreeMap<>(Map.of(
            ListFormat.CSV,
            "RFC 4180 in UTF-8 with a line of column names. Columns are the fields of the JSON list's items; those of an"
                    + " object in a field have both names: recursive.files is recursiveFiles. Lists in a field are left"
                    + " out; what has no value is empty. A text that a spreadsheet would take for a formula gets an"
                    + " apostrophe in front.",
            ListFormat.TSV,
            "The columns of CSV between tabs, without quotes or escapes; a tab or a line break in a name is %09, %0A or"
                    + " %0D.",
            ListFormat.NDJSON,
            "The items of the JSON list, one on each line."));

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
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304",
                            OASFactory.createAPIResponse()
                                    .description("If-None-Match names the answer as it still is."));
        }
        describeFormats(operation);
        describeRefusals(operation);
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

    /** What any call takes amiss. */
    private static void describeRefusals(Operation operation) {
        describeUnlessDescribed(operation, MALFORMED, "A parameter is unknown or malformed; the detail names it.");
        describeUnlessDescribed(operation, "406", "The Accept header takes none of the formats that there are");
        if (operation.getRequestBody() != null) {
            describeUnlessDescribed(operation, "415", "The body is announced as something that is not taken here.");
        }
    }

    private static void describeUnlessDescribed(Operation operation, String status, String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().addAPIResponse(status, problemResponse(description));
        }
    }

    /** Of a list that comes in all formats. */
    private static void describeFormats(Operation operation) {
        APIResponse found = operation.getResponses().getAPIResponse("200");
        Content content = found == null ? null : found.getContent();
        MediaType any = content == null ? null : content.getMediaType(jakarta.ws.rs.core.MediaType.WILDCARD);
        if (found == null || content == null || any == null) {
            return;
        }
        content.removeMediaType(jakarta.ws.rs.core.MediaType.WILDCARD);
        content.addMediaType(ListFormat.JSON.mediaType(), any);
        LINES.forEach((format, description) -> content.addMediaType(
                format.mediaType(),
                OASFactory.createMediaType()
                        .schema(OASFactory.createSchema()
                                .addType(Schema.SchemaType.STRING)
                                .description(description))));
        found.addHeader("Link", header("The next page (rel=next), where there is one, in CSV, TSV and NDJSON"));
        found.addHeader(Replies.PROBLEM, header("A database that is missing from the answer, in CSV, TSV and NDJSON"));
        operation.addParameter(OASFactory.createParameter()
                .name(Asked.FORMAT)
                .in(Parameter.In.QUERY)
                .description("The answer's format; the Accept header decides where not given. Tables asked for in this"
                        + " way come as a file to be saved.")
                .schema(OASFactory.createSchema()
                        .addType(Schema.SchemaType.STRING)
                        .enumeration(Arrays.stream(ListFormat.values())
                                .<Object>map(ListFormat::label)
                                .toList())));
    }

    private static Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
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
