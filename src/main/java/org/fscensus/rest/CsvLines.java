package org.fscensus.rest;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Comma-separated values (RFC 4180): lines end in CR LF, and a text stands in quotes, its own quotes doubled, where it
 * holds a comma, a quote or a line break, or begins or ends with a blank, which some readers would drop. An empty text
 * is {@code ""}, no text is nothing.
 */
final class CsvLines extends DelimitedLines {
    CsvLines(OutputStream out) {
        super(out, ',', "\r\n");
    }

    @Override
    void write(String text) throws IOException {
        if (needsQuotes(text)) {
            utf8('"' + text.replace("\"", "\"\"") + '"');
        } else {
            utf8(text);
        }
    }

    private static boolean needsQuotes(String text) {
        return text.isEmpty()
                || text.charAt(0) == ' '
                || text.charAt(text.length() - 1) == ' '
                || text.indexOf(',') >= 0
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0;
    }
}
