package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import org.fscensus.query.DirectoryList;
import org.fscensus.query.QuestionException;
import org.fscensus.rest.FilesystemViews.DirectoryView;

/**
 * Writes a list of directories as it is read, so that no list is held in memory. A failure in the middle breaks the
 * connection: an answer that looks whole is whole.
 */
final class DirectoryJson implements StreamingOutput {
    private final DirectoryList list;
    private final ObjectMapper mapper;

    /** @param list is closed when it is written */
    DirectoryJson(DirectoryList list, ObjectMapper mapper) {
        this.list = list;
        this.mapper = mapper;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        ObjectWriter rows = mapper.writerFor(DirectoryView.class);
        JsonGenerator json = mapper.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        try (list;
                json) {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            while (list.hasNext()) {
                rows.writeValue(json, DirectoryView.of(list.next()));
            }
            json.writeEndArray();
            String next = list.nextCursor();
            if (next != null) {
                json.writeStringField("next", next);
            }
            if (!list.problems().isEmpty()) {
                json.writeObjectField("problems", DatabaseProblemView.of(list.problems()));
            }
            json.writeEndObject();
        } catch (QuestionException e) {
            throw new IOException("the list broke off: " + e.getMessage(), e);
        }
    }
}
