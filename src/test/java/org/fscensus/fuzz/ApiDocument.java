package org.fscensus.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the committed OpenAPI document says of the calls. */
final class ApiDocument {

    private final JsonNode root;

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    static ApiDocument committed() throws IOException {
        return new ApiDocument(
                new ObjectMapper().readTree(Path.of("openapi", "openapi.json").toFile()));
    }

    /** @param in path, query or header */
    record Parameter(
            String name,
            String in,
            boolean required,
            JsonNode schema,
            @Nullable String example) {
        boolean isIn(String place) {
            return in.equals(place);
        }
    }

    /**
     * @param path with the names of parameters in braces
     * @param body the media type of the request's body, null where it has none
     * @param bodySchema missing where there is no body
     */
    record Operation(
            String id,
            String method,
            String path,
            List<Parameter> parameters,
            @Nullable String body,
            JsonNode bodySchema,
            JsonNode responses) {
        Set<String> mediaTypes(int status) {
            Set<String> types = new TreeSet<>();
            responses
                    .path(Integer.toString(status))
                    .path("content")
                    .fieldNames()
                    .forEachRemaining(types::add);
            return types;
        }

        /** Whether a request's target is this call's, and not one of another path. */
        boolean isAt(String target) {
            String[] asked = target.replaceFirst("\\?.*", "").split("/", -1);
            String[] own = path.split("/", -1);
            for (int i = 0; i < own.length && asked.length == own.length; i++) {
                // Without the parameters of a segment, which mean nothing here.
                String value = asked[i].replaceFirst(";.*", "");
                boolean free = own[i].startsWith("{") && !Set.of("", ".", "..").contains(value);
                if (!free && !own[i].equals(asked[i])) {
                    return false;
                }
            }
            return asked.length == own.length;
        }

        boolean declares(int status) {
            return responses.has(Integer.toString(status));
        }
    }

    /** All calls, in the document's order. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                operations.add(operation(path.getKey(), method.getKey(), method.getValue()))));
        return operations;
    }

    private Operation operation(String path, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            parameters.add(new Parameter(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(),
                    parameter.path("schema"),
                    parameter.has("example") ? parameter.path("example").asText() : null));
        }
        Iterator<String> bodies = operation.path("requestBody").path("content").fieldNames();
        String body = bodies.hasNext() ? bodies.next() : null;
        JsonNode schema = body == null
                ? MissingNode.getInstance()
                : operation.path("requestBody").path("content").path(body).path("schema");
        return new Operation(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                body,
                schema,
                operation.path("responses"));
    }

    /** The schema itself, where one only refers to it. */
    JsonNode resolve(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode()
                ? schema
                : resolve(root.at(reference.asText().substring(1)));
    }

    /** What in a problem is not as the document has it; null where all is. */
    @Nullable String faultInProblem(JsonNode problem) {
        return fault(root.at("/components/schemas/Problem"), problem, "");
    }

    /** What in an answer's JSON is not as the document has it; null where all is. */
    @Nullable String fault(Operation operation, int status, JsonNode answer) {
        return fault(
                operation.responses().path(Integer.toString(status)).at("/content/application~1json/schema"),
                answer,
                "");
    }

    private @Nullable String fault(JsonNode given, JsonNode value, String where) {
        JsonNode schema = resolve(given);
        if (schema.has("anyOf")) {
            String last = null;
            for (JsonNode one : schema.path("anyOf")) {
                last = fault(one, value, where);
                if (last == null) {
                    return null;
                }
            }
            return last;
        }
        if (!hasType(schema.path("type"), value)) {
            return where + " is " + value.getNodeType() + ", not " + schema.path("type");
        }
        if (schema.has("enum") && !value.isNull() && !contains(schema.path("enum"), value)) {
            return where + " is " + value + ", none of " + schema.path("enum");
        }
        return value.isObject() ? faultInObject(schema, value, where) : faultInItems(schema, value, where);
    }

    private @Nullable String faultInObject(JsonNode schema, JsonNode value, String where) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                return where + " lacks " + name;
            }
        }
        for (var field : value.properties()) {
            JsonNode property = schema.path("properties").path(field.getKey());
            String place = where + "." + field.getKey();
            String fault =
                    property.isMissingNode() ? place + " is not described" : fault(property, field.getValue(), place);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String faultInItems(JsonNode schema, JsonNode value, String where) {
        for (int i = 0; i < value.size(); i++) {
            String fault = fault(schema.path("items"), value.get(i), where + "[" + i + "]");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasType(JsonNode types, JsonNode value) {
        if (types.isMissingNode()) {
            return true;
        }
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (hasType(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
