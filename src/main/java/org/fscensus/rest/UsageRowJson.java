package org.fscensus.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.fscensus.query.Account;
import org.fscensus.query.Crosstab;
import org.fscensus.rest.CrosstabViews.UsageRowView;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of usage as {@link UsageRowView} describes them, each account and bucket, of which there are few, by the
 * bytes that it was written with before: an answer may have half a million rows.
 */
final class UsageRowJson extends JsonSerializer<Crosstab.Row> {
    /** What was written in one answer: rows of one account or bucket have the same object. */
    private static final class Written {
        private final IdentityHashMap<Object, SerializedString> texts = new IdentityHashMap<>();

        <T> SerializedString of(T object, Function<T, String> text) {
            SerializedString known = texts.get(object);
            if (known == null) {
                known = new SerializedString(text.apply(object));
                texts.put(object, known);
            }
            return known;
        }
    }

    @Override
    public void serialize(Crosstab.Row row, JsonGenerator json, SerializerProvider provider) throws IOException {
        Written written = written(provider);
        json.writeStartObject();
        write("owner", row.owner(), UsageRowJson::account, json, written);
        write("group", row.group(), UsageRowJson::account, json, written);
        write("age", row.age(), UsageRowJson::bucket, json, written);
        write("size", row.size(), UsageRowJson::bucket, json, written);
        json.writeNumberField("files", row.files());
        json.writeNumberField("allocatedBytes", row.allocatedBytes());
        if (row.apparentBytes() != null) {
            json.writeNumberField("apparentBytes", row.apparentBytes());
        }
        json.writeEndObject();
    }

    private static Written written(SerializerProvider provider) {
        if (provider.getAttribute(Written.class) instanceof Written known) {
            return known;
        }
        Written first = new Written();
        provider.setAttribute(Written.class, first);
        return first;
    }

    private static <T> void write(
            String name, @Nullable T object, Function<T, String> text, JsonGenerator json, Written written)
            throws IOException {
        if (object != null) {
            json.writeFieldName(name);
            json.writeRawValue(written.of(object, text));
        }
    }

    private static String account(Account account) {
        String name = account.name();
        return "{\"id\":" + account.id() + ",\"name\":" + (name == null ? "null" : quoted(name)) + "}";
    }

    private static String bucket(Crosstab.Bucket bucket) {
        return "{\"bucket\":" + bucket.bucket() + ",\"label\":" + quoted(bucket.label()) + "}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
