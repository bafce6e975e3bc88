package org.fscensus.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fscensus.fuzz.ApiDocument.Operation;
import org.fscensus.fuzz.ApiDocument.Parameter;
import org.jspecify.annotations.Nullable;

/** Makes requests of calls: mostly as the document says, with one or two values that are not. */
final class RequestMaker {
    private final KnownThings known;
    private final JsonBodies bodies;
    private final String log;

    /** @param log what is sent where a body is no JSON */
    RequestMaker(ApiDocument document, KnownThings known, String log) {
        this.known = known;
        this.bodies = new JsonBodies(document, known);
        this.log = log;
    }

    RawClient.Request make(Operation operation, Random random) {
        // Every third is meant to be answered.
        boolean good = random.nextInt(3) == 0;
        String path = operation.path();
        List<String> query = new ArrayList<>();
        Map<String, String> headers = headers(operation, good, random);
        for (Parameter parameter : operation.parameters()) {
            if (parameter.isIn("path")) {
                String value = pathValue(operation, parameter, good, random);
                path = path.replace("{" + parameter.name() + "}", value);
            } else if (parameter.isIn("query")) {
                addTo(query, operation, parameter, good, random);
            } else if (random.nextBoolean()) {
                headers.put(parameter.name(), headerValue(value(operation, parameter, good, random)));
            }
        }
        if (!good && random.nextInt(8) == 0) {
            query.add(random.nextBoolean() ? Hostile.escaped(random) : Hostile.escape(Hostile.text(random)) + "=1");
        }
        Collections.shuffle(query, random);
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        String body = body(operation, good, random);
        return new RawClient.Request(operation.method(), target, headers, body, random.nextInt(4) == 0);
    }

    private void addTo(List<String> query, Operation operation, Parameter parameter, boolean good, Random random) {
        int size = operation.parameters().size();
        if (!parameter.required() && random.nextInt(size) >= 3) {
            return;
        }
        int times = parameter.schema().path("type").asText().equals("array") || !good ? 1 + random.nextInt(8) / 7 : 1;
        for (int i = 0; i < times; i++) {
            query.add(parameter.name() + "="
                    + (!good && random.nextInt(10) == 0
                            ? Hostile.escaped(random)
                            : Hostile.escape(value(operation, parameter, good, random))));
        }
    }

    private String pathValue(Operation operation, Parameter parameter, boolean good, Random random) {
        if (good || random.nextInt(4) > 0) {
            return Hostile.escape(goodValue(operation, parameter, random));
        }
        return random.nextInt(3) == 0
                ? Hostile.escaped(random)
                : Hostile.escape(Hostile.text(random)).replace("/", "%2F");
    }

    private String value(Operation operation, Parameter parameter, boolean good, Random random) {
        if (good || random.nextInt(3) > 0) {
            return goodValue(operation, parameter, random);
        }
        return random.nextInt(4) == 0
                ? Hostile.mutilated(goodValue(operation, parameter, random), random)
                : Hostile.text(random);
    }

    private String goodValue(Operation operation, Parameter parameter, Random random) {
        String own = operation.method() + " " + parameter.name();
        if (known.knows(own)) {
            return known.any(own, random);
        }
        var schema = parameter.schema();
        if (schema.has("enum")) {
            return schema.path("enum")
                    .get(random.nextInt(schema.path("enum").size()))
                    .asText();
        }
        if (schema.path("type").asText().equals("integer")) {
            int least = schema.path("minimum").asInt();
            return String.valueOf(least
                    + random.nextInt(1 + Math.min(60, schema.path("maximum").asInt(60) - least)));
        }
        if (schema.path("type").asText().equals("boolean")) {
            return String.valueOf(random.nextBoolean());
        }
        if (known.knows(parameter.name())) {
            return known.any(parameter.name(), random);
        }
        String example = parameter.example();
        return example == null ? Hostile.text(random) : example;
    }

    private Map<String, String> headers(Operation operation, boolean good, Random random) {
        Map<String, String> headers = new TreeMap<>();
        if (operation.body() != null) {
            headers.put(
                    "Content-Type",
                    good || random.nextInt(12) > 0 ? operation.body() : headerValue(Hostile.text(random)));
        }
        if (good || random.nextInt(3) > 0) {
            return headers;
        }
        List<String> names = List.of(
                "Accept",
                "Accept-Encoding",
                "If-None-Match",
                "Range",
                "Content-Type",
                "Origin",
                "Authorization",
                "Cookie");
        String name = names.get(random.nextInt(names.size()));
        boolean usual = known.knows(name) && random.nextBoolean();
        headers.put(name, usual ? known.any(name, random) : headerValue(Hostile.text(random)));
        return headers;
    }

    private @Nullable String body(Operation operation, boolean good, Random random) {
        if (operation.body() == null) {
            return good || random.nextInt(12) > 0 ? null : latin1(Hostile.text(random));
        }
        if (!operation.body().equals("application/json")) {
            return good || random.nextBoolean() ? log : latin1(Hostile.text(random));
        }
        return bodies.body(operation.bodySchema(), random);
    }

    /** Without what no header may hold: of such the server says no more than that they are no HTTP. */
    private static String headerValue(String text) {
        return latin1(text).replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "");
    }

    /** The bytes of a text, each as a character. */
    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
