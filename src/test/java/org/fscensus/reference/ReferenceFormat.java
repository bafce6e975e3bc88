package org.fscensus.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a log is written, and what each of its lines is. */
public enum ReferenceFormat {
    GPFS,
    POSIX,
    POSIX_NUL,
    LUSTRE,
    LUSTRE_NUL,
    /** Not made of lines: its info blocks are taken for them. */
    NCDU;

    /** The directory that its part of the corpus is in. */
    String directory() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its lines tell how many links an inode has. */
    boolean hasLinkCounts() {
        return this != LUSTRE && this != LUSTRE_NUL;
    }

    /** What ends a record. */
    char terminator() {
        return this == POSIX_NUL || this == LUSTRE_NUL ? '\0' : '\n';
    }

    /** The records of a log without their terminators, one byte a character; the last one may lack it. */
    public List<String> lines(String log) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < log.length()) {
            int end = log.indexOf(terminator(), from);
            if (this == LUSTRE_NUL && log.charAt(from) == '#') {
                // A comment is a line, whatever ends the records.
                int newline = log.indexOf('\n', from);
                end = newline >= 0 && (end < 0 || newline < end) ? newline : end;
            }
            lines.add(log.substring(from, end < 0 ? log.length() : end));
            from = end < 0 ? log.length() : end + 1;
        }
        return lines;
    }

    /** What a record is; never fails. */
    ReferenceLine parse(String line, ReferenceOptions options) {
        return switch (this) {
            case GPFS -> new ReferenceParser(options).parse(line);
            case NCDU -> throw new IllegalArgumentException("an export has no lines");
            case POSIX, POSIX_NUL, LUSTRE, LUSTRE_NUL -> new ReferenceKeyValueParser(options).parse(line);
        };
    }

    /** What everything in a log is, in its order. */
    static List<ReferenceLine> read(byte[] log, ReferenceOptions options) {
        ReferenceFormat format = options.format();
        if (format == NCDU) {
            return ReferenceNcdu.read(log, options);
        }
        return format.lines(new String(log, StandardCharsets.ISO_8859_1)).stream()
                .map(line -> format.parse(line, options))
                .toList();
    }

    /** Whether anything in a log is an entry. */
    static boolean hasEntry(byte[] log, ReferenceOptions options) {
        return read(log, options).stream().anyMatch(ReferenceLine.Entry.class::isInstance);
    }
}
