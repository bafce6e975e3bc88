package org.fscensus.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.fscensus.pipeline.ImportSource;

/** The JSON in the control database's columns: times as ISO 8601, fields of later versions skipped. */
final class JobJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(ImportSource.class, Source.class)
            .build();

    /** How the kinds of sources are told apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ImportSource.Logs.class, name = "logs"),
        @JsonSubTypes.Type(value = ImportSource.Upload.class, name = "upload"),
        @JsonSubTypes.Type(value = ImportSource.Tree.class, name = "tree"),
        @JsonSubTypes.Type(value = ImportSource.Published.class, name = "generation")
    })
    private interface Source {}

    private JobJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new JobStoreException(
                    "The control database holds a job that cannot be read: no " + type.getSimpleName() + " in " + json,
                    e);
        }
    }
}
