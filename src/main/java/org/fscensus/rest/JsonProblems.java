package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells in the caller's terms what is wrong with the JSON of a request: which field, where, and what it should be. */
final class JsonProblems {
    private JsonProblems() {}

    static String detail(JsonProcessingException failure) {
        if (failure instanceof PropertyBindingException unknown) {
            return where(unknown) + ": there is no field '" + unknown.getPropertyName() + "' here; "
                    + knownFields(unknown.getKnownPropertyIds());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatchDetail(mismatch);
        }
        if (failure instanceof JsonMappingException mapping) {
            Throwable cause = mapping.getCause();
            String reason = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
            return where(mapping) + ": " + (reason == null ? mapping.getOriginalMessage() : reason);
        }
        return "The body is no valid JSON" + at(failure.getLocation()) + ": " + firstLine(failure.getOriginalMessage());
    }

    /** Jackson tells its three kinds of mismatch apart by their words only. */
    private static String mismatchDetail(MismatchedInputException mismatch) {
        String words = mismatch.getOriginalMessage();
        if (words.startsWith("No content to map")) {
            return "The body is empty; send a JSON object.";
        }
        return words.startsWith("Trailing token")
                ? "The body goes on after its end" + at(mismatch.getLocation()) + "; send one JSON object."
                : where(mismatch) + " must be " + expected(mismatch.getTargetType()) + ".";
    }

    /** The field by its path, and the place in the text. */
    private static String where(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return (path.isEmpty() ? "The body" : "'" + path + "'") + at(failure.getLocation());
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String knownFields(@Nullable Collection<Object> fields) {
        return fields == null || fields.isEmpty()
                ? "it takes none."
                : "it takes " + fields.stream().map(Object::toString).sorted().collect(Collectors.joining(", ")) + ".";
    }

    /** A Java type in the words of JSON. */
    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        return type == String.class ? "a string" : "a string that can be read as " + type.getSimpleName();
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        // Limits name the method that sets them.
        return line.isEmpty() ? "unreadable." : line.replaceFirst(", from `[^`]*`", "");
    }
}
