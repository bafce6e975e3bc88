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
        boolean quoted = needsQuotes(text);
        if (quoted) {
            put((byte) '"');
        }
        int length = text.length();
        for (int i = 0; i < length; ) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += putUtf8(text, i);
                continue;
            }
            if (c == '"') {
                put((byte) '"');
            }
            put((byte) c);
            i++;
        }
        if (quoted) {
            put((byte) '"');
        }
    }

    private static boolean needsQuotes(String text) {
        int length = text.length();
        if (length == 0 || text.charAt(0) == ' ' || text.charAt(length - 1) == ' ') {
            return true;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return false;
    }
}
