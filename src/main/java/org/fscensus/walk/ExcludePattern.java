package org.fscensus.walk;

import java.util.Arrays;

/**
 * One line of a {@code .gitignore}. Where git's page and git differ, this does as git does: its {@code dir.c} compares
 * what is before the first special character by itself, and only what is behind it as a pattern. Immutable.
 */
final class ExcludePattern {
    private final byte[] pattern;

    /** How much of the pattern, from its beginning, stands for itself. */
    private final int literal;

    private final boolean negative;
    private final boolean directoriesOnly;

    /** Whether it is matched against the whole path, because it has a slash; otherwise against the name. */
    private final boolean anchored;

    /** Whether it is a star and a literal, as most are. */
    private final boolean suffix;

    private ExcludePattern(byte[] pattern, boolean negative, boolean directoriesOnly, boolean anchored) {
        this.pattern = pattern;
        this.negative = negative;
        this.directoriesOnly = directoriesOnly;
        this.anchored = anchored;
        literal = literalLength(pattern, 0);
        suffix =
                !anchored && pattern.length > 0 && pattern[0] == '*' && literalLength(pattern, 1) == pattern.length - 1;
    }

    /** A pattern that is {@code line[0..end)}. */
    static ExcludePattern parse(byte[] line, int end) {
        int from = 0;
        int to = end;
        boolean negative = line[0] == '!';
        if (negative) {
            from++;
        }
        boolean directoriesOnly = to > from && line[to - 1] == '/';
        if (directoriesOnly) {
            to--;
        }
        boolean anchored = false;
        for (int i = from; i < to; i++) {
            anchored |= line[i] == '/';
        }
        if (anchored && line[from] == '/') {
            from++;
        }
        return new ExcludePattern(Arrays.copyOfRange(line, from, to), negative, directoriesOnly, anchored);
    }

    /** Where a line ends without a line break, and without spaces at its end that no backslash protects. */
    static int trimmedEnd(byte[] line) {
        int length = line.length;
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            length--;
        }
        int spaces = -1;
        for (int i = 0; i < length; i++) {
            if (line[i] == ' ') {
                spaces = spaces < 0 ? i : spaces;
            } else {
                spaces = -1;
                if (line[i] == '\\') {
                    i++;
                }
            }
        }
        return spaces < 0 ? length : spaces;
    }

    private static int literalLength(byte[] pattern, int from) {
        int at = from;
        while (at < pattern.length && !Wildmatch.isSpecial(pattern[at])) {
            at++;
        }
        return at - from;
    }

    /** Whether what it matches is kept. */
    boolean isNegative() {
        return negative;
    }

    /** Whether it matches, see {@link ExcludeRules#exclude}. */
    boolean matches(byte[] bytes, int from, int name, int to, boolean isDirectory) {
        if (directoriesOnly && !isDirectory) {
            return false;
        }
        int start = anchored ? from : name;
        int length = to - start;
        if (suffix) {
            int wanted = pattern.length - 1;
            return wanted <= length && Arrays.equals(pattern, 1, pattern.length, bytes, to - wanted, to);
        }
        if (literal > length || !Arrays.equals(pattern, 0, literal, bytes, start, start + literal)) {
            return false;
        }
        if (literal == pattern.length) {
            return literal == length;
        }
        return anchored
                ? Wildmatch.matches(pattern, literal, bytes, start + literal, to)
                : Wildmatch.matches(pattern, 0, bytes, start, to);
    }
}
