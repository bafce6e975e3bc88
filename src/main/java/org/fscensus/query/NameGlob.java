package org.fscensus.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.fscensus.entry.PathText;

/**
 * A shell pattern for names, turned into what SQLite's GLOB understands: {@code *}, {@code ?}, {@code [a-z]},
 * {@code [!a-z]}. A bracket that is not closed stands for itself. {@code %XX} stands for a byte, as in paths, and never
 * for a wildcard; one that is no valid UTF-8 matches any other such byte, for GLOB does not tell them apart.
 */
final class NameGlob {
    private static final int ESCAPE_LENGTH = 3;

    private NameGlob() {}

    /** The pattern's bytes; to be matched against the name's lower case where case is ignored. */
    static byte[] toSqlite(String pattern, boolean ignoreCase) {
        ByteArrayOutputStream glob = new ByteArrayOutputStream();
        int at = 0;
        while (at < pattern.length()) {
            int c = pattern.codePointAt(at);
            int end = c == '[' ? endOfClass(pattern, at) : -1;
            if (isEscape(pattern, at)) {
                appendLiteral(glob, escaped(pattern, at, ignoreCase));
                at += ESCAPE_LENGTH;
            } else if (end >= 0) {
                appendClass(glob, pattern.substring(at + 1, end), ignoreCase);
                at = end + 1;
            } else if (c == '[') {
                appendLiteral(glob, c);
                at++;
            } else {
                append(glob, oneInBothCases(c, ignoreCase));
                at += Character.charCount(c);
            }
        }
        return glob.toByteArray();
    }

    private static boolean isEscape(String pattern, int at) {
        return pattern.charAt(at) == '%'
                && at + ESCAPE_LENGTH <= pattern.length()
                && PathText.decode(pattern.substring(at, at + ESCAPE_LENGTH)).length == 1;
    }

    private static int escaped(String pattern, int at, boolean ignoreCase) {
        int b = PathText.decode(pattern.substring(at, at + ESCAPE_LENGTH))[0] & 0xff;
        return ignoreCase && b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b;
    }

    private static void appendLiteral(ByteArrayOutputStream glob, int b) {
        if (b == '*' || b == '?' || b == '[') {
            glob.write('[');
            glob.write(b);
            glob.write(']');
        } else {
            glob.write(b);
        }
    }

    private static void append(ByteArrayOutputStream glob, String text) {
        glob.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The closing bracket of a class that opens at {@code open}; one that comes first belongs to the class. */
    private static int endOfClass(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static void appendClass(ByteArrayOutputStream glob, String content, boolean ignoreCase) {
        boolean negated = content.startsWith("!") || content.startsWith("^");
        String all = negated ? content.substring(1) : content;
        boolean bracketFirst = all.startsWith("]");
        String given = bracketFirst ? all.substring(1) : all;
        // Ranges of letters in both cases: SQLite lowers ASCII only, and only the name.
        StringBuilder special = new StringBuilder(bracketFirst ? "]" : "");
        byte[] members = members(ignoreCase ? given.toLowerCase(Locale.ROOT) : given, ignoreCase, special);
        byte[] others = ignoreCase && !isAscii(given)
                ? members(given.toUpperCase(Locale.ROOT), false, new StringBuilder())
                : new byte[0];
        boolean caret = special.indexOf("^") >= 0;
        if (caret && !negated && special.chars().allMatch(c -> c == '^') && members.length == 0) {
            glob.write('^');
            return;
        }
        // Where each of these stands for itself: a bracket first, then a hyphen, a caret anywhere but first.
        append(glob, negated ? "[^" : "[");
        append(glob, special.indexOf("]") >= 0 ? "]" : "");
        append(glob, special.indexOf("-") >= 0 ? "-" : "");
        glob.writeBytes(members);
        glob.writeBytes(others);
        append(glob, caret ? "^]" : "]");
    }

    /** A class's members as bytes, without escaped ones that would mean more than themselves: these go to the last. */
    private static byte[] members(String given, boolean ignoreCase, StringBuilder special) {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        int at = 0;
        while (at < given.length()) {
            if (!isEscape(given, at)) {
                int c = given.codePointAt(at);
                append(members, Character.toString(c));
                at += Character.charCount(c);
                continue;
            }
            int b = escaped(given, at, ignoreCase);
            if (b == ']' || b == '-' || b == '^') {
                special.append((char) b);
            } else {
                members.write(b);
            }
            at += ESCAPE_LENGTH;
        }
        return members.toByteArray();
    }

    private static String oneInBothCases(int c, boolean ignoreCase) {
        String itself = Character.toString(c);
        if (!ignoreCase) {
            return itself;
        }
        String lower = Character.toString(Character.toLowerCase(c));
        String upper = Character.toString(Character.toUpperCase(c));
        return c < 0x80 || lower.equals(upper) ? lower : "[" + lower + upper + "]";
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
