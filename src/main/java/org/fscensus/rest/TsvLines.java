package org.fscensus.rest;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Tab-separated values (IANA, text/tab-separated-values): lines end in LF, and nothing is quoted or escaped, so that
 * {@code cut}, {@code awk} and {@code sort} see texts as they are, backslashes too. The one thing that the type cannot
 * hold, a tab or a line break in a text, shows as {@code %09}, {@code %0A} or {@code %0D}. That is how paths show them
 * anyway, so only names of users and groups can be concerned; those who want such a name exactly take JSON or CSV.
 */
final class TsvLines extends DelimitedLines {
    TsvLines(OutputStream out) {
        super(out, '\t', "\n");
    }

    @Override
    void write(String text) throws IOException {
        int length = text.length();
        for (int i = 0; i < length; ) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += putUtf8(text, i);
                continue;
            }
            switch (c) {
                case '\t' -> ascii("%09");
                case '\n' -> ascii("%0A");
                case '\r' -> ascii("%0D");
                default -> put((byte) c);
            }
            i++;
        }
    }
}
