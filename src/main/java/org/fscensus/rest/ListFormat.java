package org.fscensus.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The formats in which a list is answered, the one that is given where any will do first. */
enum ListFormat {
    /** One object with {@code items}. */
    JSON(MediaType.APPLICATION_JSON, ""),
    /** A line of column names, then a line for each row, see {@link CsvLines}. */
    CSV("text/csv", ";charset=UTF-8;header=present"),
    /** The same between tabs, see {@link TsvLines}. */
    TSV("text/tab-separated-values", ";charset=UTF-8"),
    /** A line for each row, with the object that the JSON list has in {@code items}. */
    NDJSON("application/x-ndjson", "");

    private final String mediaType;
    private final String parameters;

    ListFormat(String mediaType, String parameters) {
        this.mediaType = mediaType;
        this.parameters = parameters;
    }

    /** Its name in the parameter {@code format}, and at the end of a file's name. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mediaType() {
        return mediaType;
    }

    String contentType() {
        return mediaType + parameters;
    }

    /** Whether its rows are flat, without objects in them: what spreadsheets open. */
    boolean isTable() {
        return this == CSV || this == TSV;
    }

    /** Every name, joined. */
    static String labels() {
        return Arrays.stream(values()).map(ListFormat::label).collect(Collectors.joining(", "));
    }

    /**
     * The format that a request asks for.
     *
     * @param format the parameter, which goes before the header
     * @throws ProblemException if there is no such format, or none that the header takes
     */
    static ListFormat choose(@Nullable String format, Preferences accept) {
        if (format != null) {
            return Arrays.stream(values())
                    .filter(one -> one.label().equals(format))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.badRequest(
                            "parameter format: '" + format + "' is unknown; there are " + labels()));
        }
        if (accept.isEmpty()) {
            return JSON;
        }
        ListFormat best = null;
        double most = 0;
        for (ListFormat one : values()) {
            String family = one.mediaType.substring(0, one.mediaType.indexOf('/'));
            double weight = accept.of(one.mediaType, family + "/*", "*/*");
            if (weight > most) {
                best = one;
                most = weight;
            }
        }
        if (best == null) {
            throw new ProblemException(
                    Status.NOT_ACCEPTABLE,
                    "A list comes as "
                            + Arrays.stream(values()).map(ListFormat::mediaType).collect(Collectors.joining(", "))
                            + "; the header " + HttpHeaders.ACCEPT
                            + " takes none of them. Change it, or say format=" + labels().replace(", ", "|") + ".");
        }
        return best;
    }
}
