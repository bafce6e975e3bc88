package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * How requests and answers are read and written as JSON: strictly, so that a misspelt or doubled field is an error and
 * not a default that nobody asked for; times as ISO 8601 in UTC.
 */
@Singleton
public class JsonSettings implements ObjectMapperCustomizer {
    /** A request nests an array in an object in an object. */
    private static final int DEEPEST = 20;

    private static final int LONGEST_NUMBER = 100;

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        setScalarCoercion(mapper);
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
    }

    /** {@code "3"} is no number and {@code 1} no truth. */
    @SuppressWarnings("deprecation") // its builder-only successor cannot be applied to a mapper that already exists
    private static void setScalarCoercion(ObjectMapper mapper) {
        mapper.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }
}
