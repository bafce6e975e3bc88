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
        boolean fits = text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        utf8(fits ? text : text.replace("\t", "%09").replace("\n", "%0A").replace("\r", "%0D"));
    }
}
