package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.fscensus.query.QuestionException;

/**
 * Writes a list row by row as it is read, so that none is held in memory. A failure in the middle breaks the connection:
 * an answer that looks whole is whole.
 */
final class ListBody<T> implements StreamingOutput {
    private final ListFormat format;
    private final Table<T> table;
    private final RowList<T> rows;
    private final ObjectMapper mapper;

    /** @param rows are closed when they are written */
    ListBody(ListFormat format, Table<T> table, RowList<T> rows, ObjectMapper mapper) {
        this.format = format;
        this.table = table;
        this.rows = rows;
        this.mapper = mapper;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (rows) {
            switch (format) {
                case JSON -> writeJson(out);
                case NDJSON -> writeJsonLines(out);
                case CSV -> writeLines(new CsvLines(out));
                case TSV -> writeLines(new TsvLines(out));
            }
        } catch (QuestionException e) {
            throw new IOException("the list broke off: " + e.getMessage(), e);
        }
    }

    private void writeLines(DelimitedLines lines) throws IOException {
        table.writeNames(lines);
        while (rows.hasNext()) {
            table.write(rows.next(), lines);
        }
        lines.flush();
    }

    private void writeJsonLines(OutputStream out) throws IOException {
        ObjectWriter row = rowWriter();
        try (JsonGenerator json = generator(mapper, out)) {
            json.setRootValueSeparator(null);
            while (rows.hasNext()) {
                row.writeValue(json, rows.next());
                json.writeRaw('\n');
            }
        }
    }

    private void writeJson(OutputStream out) throws IOException {
        ObjectWriter row = rowWriter();
        try (JsonGenerator json = generator(mapper, out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            while (rows.hasNext()) {
                row.writeValue(json, rows.next());
            }
            json.writeEndArray();
            for (Map.Entry<String, Object> field : rows.tail().entrySet()) {
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
    }

    /** A flush behind each row would send each row by itself. */
    private ObjectWriter rowWriter() {
        return mapper.writerFor(table.row()).without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    }

    /** Leaves the stream below alone, and an object that broke off as it is. */
    static JsonGenerator generator(ObjectMapper mapper, OutputStream out) throws IOException {
        JsonGenerator json = mapper.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        return json;
    }
}
