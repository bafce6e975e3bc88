package org.fscensus.fuzz;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bodies of JSON: such as the document describes, with something wrong in them, and such as are none. */
final class JsonBodies {
    private static final int TOO_LARGE = 1_100_000;
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "1.0",
            "1.5",
            "1e400",
            "-0",
            "01",
            "+1",
            ".5",
            "NaN",
            "Infinity",
            "9223372036854775808",
            "123456789".repeat(20),
            "\"\"",
            "\"3\"",
            "\"true\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "'single'",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "[1,2]",
            "[\"*\",\"?\"]",
            "{\"a\":1}",
            "{\"path\":null}",
            "{\"path\":\"a.log\",\"path\":\"b.log\"}",
            "[".repeat(50) + "]".repeat(50),
            "[".repeat(100_000),
            "{\"a\":".repeat(30) + "1" + "}".repeat(30),
            "\"" + "x".repeat(100_000) + "\"",
            "undefined",
            "");

    private final ApiDocument document;
    private final KnownThings known;

    JsonBodies(ApiDocument document, KnownThings known) {
        this.document = document;
        this.known = known;
    }

    /** With a byte for each character. */
    String body(JsonNode schema, Random random) {
        return new String(bytes(schema, random), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(JsonNode schema, Random random) {
        String good = object(document.resolve(schema), random, random.nextInt(3) == 0 ? 2 : 0);
        return switch (random.nextInt(16)) {
            case 0 -> Hostile.mutilated(good, random).getBytes(StandardCharsets.UTF_8);
            case 1 -> Hostile.mutilated(good, random).getBytes(StandardCharsets.ISO_8859_1);
            case 2 -> odd(random).getBytes(StandardCharsets.UTF_8);
            case 3 -> (good + odd(random)).getBytes(StandardCharsets.UTF_8);
            case 4 -> rare(good, random);
            default -> good.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] rare(String good, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> good.getBytes(StandardCharsets.UTF_16);
            case 1 -> ("\ufeff" + good).getBytes(StandardCharsets.UTF_8);
            case 2 -> new byte[0];
            case 3 -> (good + " ".repeat(TOO_LARGE)).getBytes(StandardCharsets.UTF_8);
            case 4 -> ("{\"exclude\":[" + "\"a\",".repeat(100_000) + "\"b\"]}").getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] noise = new byte[random.nextInt(100)];
                random.nextBytes(noise);
                yield noise;
            }
        };
    }

    private static String odd(Random random) {
        return random.nextBoolean() ? ODD_VALUES.get(random.nextInt(ODD_VALUES.size())) : quoted(Hostile.text(random));
    }

    /** @param wrong how many of the fields are something else, about */
    private String object(JsonNode schema, Random random, int wrong) {
        List<String> fields = new ArrayList<>();
        for (var property : schema.path("properties").properties()) {
            boolean required = schema.path("required").toString().contains('"' + property.getKey() + '"');
            if (required || random.nextInt(6) == 0) {
                String value = random.nextInt(8) < wrong
                        ? odd(random)
                        : value(property.getKey(), document.resolve(property.getValue()), random, wrong);
                fields.add(quoted(property.getKey()) + ":" + value);
            }
        }
        if (fields.isEmpty() && !schema.path("properties").isEmpty()) {
            // Of alternatives none is required; the first is the plainest.
            var first = schema.path("properties").properties().iterator().next();
            fields.add(quoted(first.getKey()) + ":"
                    + value(first.getKey(), document.resolve(first.getValue()), random, wrong));
        }
        if (wrong > 0 && random.nextInt(8) == 0) {
            fields.add(quoted(Hostile.text(random)) + ":" + odd(random));
        }
        if (wrong > 0 && !fields.isEmpty() && random.nextInt(8) == 0) {
            fields.add(fields.get(random.nextInt(fields.size())));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private String value(String name, JsonNode schema, Random random, int wrong) {
        if (schema.has("properties")) {
            return object(schema, random, wrong);
        }
        if (schema.has("enum")) {
            return schema.path("enum")
                    .get(random.nextInt(schema.path("enum").size()))
                    .toString();
        }
        String types = schema.path("type").toString();
        if (types.contains("array")) {
            return "[" + value(name, schema.path("items"), random, wrong) + "]";
        }
        if (types.contains("integer")) {
            return String.valueOf(1 + random.nextInt(3));
        }
        if (types.contains("boolean")) {
            return String.valueOf(random.nextBoolean());
        }
        // A file's name in a body is no path of a scan.
        String kind = name.startsWith("path") && !name.equals("pathEscape") ? "log" : name;
        return quoted(known.knows(kind) ? known.any(kind, random) : Hostile.text(random));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
