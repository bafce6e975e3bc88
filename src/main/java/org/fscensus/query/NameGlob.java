package org.fscensus.query;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.fscensus.entry.PathText;

/**
 * A shell pattern for names, turned into what SQLite's GLOB understands: {@code *}, {@code ?}, {@code [a-z]},
 * {@code [!a-z]}. A bracket that is not closed stands for itself. {@code %XX} stands for a byte, as in paths;
 * one that is no valid UTF-8 matches any other such byte, for GLOB does not tell them apart.
 */
final class NameGlob {
    private NameGlob() {}

    /** The pattern's bytes; to be matched against the name's lower case where case is ignored. */
    static byte[] toSqlite(String pattern, boolean ignoreCase) {
        StringBuilder glob = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int c = pattern.codePointAt(at);
            if (c == '[') {
                int end = endOfClass(pattern, at);
                if (end < 0) {
                    glob.append("[[]");
                    at++;
                } else {
                    appendClass(glob, pattern.substring(at + 1, end), ignoreCase);
                    at = end + 1;
                }
                continue;
            }
            appendOne(glob, c, ignoreCase);
            at += Character.charCount(c);
        }
        return decode(glob.toString());
    }

    /** The closing bracket of a class that opens at {@code open}; one that comes first belongs to the class. */
    private static int endOfClass(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static void appendClass(StringBuilder glob, String content, boolean ignoreCase) {
        boolean negated = content.startsWith("!") || content.startsWith("^");
        String members = negated ? content.substring(1) : content;
        glob.append(negated ? "[^" : "[");
        if (ignoreCase) {
            // Ranges of letters in both cases: SQLite lowers ASCII only, and only the name.
            String lower = members.toLowerCase(Locale.ROOT);
            String upper = members.toUpperCase(Locale.ROOT);
            glob.append(lower).append(upper.equals(lower) || isAscii(members) ? "" : upper);
        } else {
            glob.append(members);
        }
        glob.append(']');
    }

    private static void appendOne(StringBuilder glob, int c, boolean ignoreCase) {
        if (!ignoreCase) {
            glob.appendCodePoint(c);
        } else if (c < 0x80) {
            glob.append((char) Character.toLowerCase(c));
        } else {
            int lower = Character.toLowerCase(c);
            int upper = Character.toUpperCase(c);
            if (lower == upper) {
                glob.appendCodePoint(c);
            } else {
                glob.append('[').appendCodePoint(lower).appendCodePoint(upper).append(']');
            }
        }
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static byte[] decode(String glob) {
        return PathText.decode(glob);
    }
}
