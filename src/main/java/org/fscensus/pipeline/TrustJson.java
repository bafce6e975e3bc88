package org.fscensus.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** A trust report as the databases keep it, see docs/DATABASE.md. The same report is the same text. */
public final class TrustJson {
    /** The key of {@code scan_metadata} that has the report. */
    public static final String KEY = "trust_report";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private TrustJson() {}

    static String write(TrustReport report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a trust report as JSON", e);
        }
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if that is no report
     */
    public static TrustReport read(String json) throws IOException {
        return MAPPER.readValue(json, TrustReport.class);
    }
}
