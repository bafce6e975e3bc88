package org.fscensus.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads CSV by the grammar of RFC 4180 and nothing else: line breaks are CR LF, a quote in a bare cell is an error. */
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /** Every row by the names of the first line; nothing between two commas is null. */
    static List<Map<String, @Nullable String>> rows(String text) {
        Csv csv = new Csv(text);
        List<@Nullable String> names = csv.line();
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        while (csv.at < text.length()) {
            List<@Nullable String> cells = csv.line();
            if (cells.size() != names.size()) {
                throw new IllegalArgumentException(names + " are the columns of " + cells);
            }
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(String.valueOf(names.get(i)), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<@Nullable String> line() {
        List<@Nullable String> cells = new ArrayList<>();
        while (true) {
            cells.add(text.startsWith("\"", at) ? quoted() : bare());
            if (text.startsWith("\r\n", at)) {
                at += 2;
                return cells;
            }
            if (!text.startsWith(",", at)) {
                throw new IllegalArgumentException("neither a comma nor CR LF at " + at + " of " + text);
            }
            at++;
        }
    }

    private String quoted() {
        StringBuilder cell = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('"', at);
            cell.append(text, at, quote);
            at = quote + 1;
            if (!text.startsWith("\"", at)) {
                return cell.toString();
            }
            cell.append('"');
            at++;
        }
    }

    private @Nullable String bare() {
        int from = at;
        while (",\"\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return from == at ? null : text.substring(from, at);
    }
}
