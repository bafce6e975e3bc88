package org.fscensus.walk;

import java.nio.charset.StandardCharsets;

/**
 * A set of bytes in a {@link Wildmatch} pattern, such as {@code [!a-z[:digit:]]}; classes are those of ASCII. For one
 * match.
 */
final class Bracket {
    /** A malformed set matches nothing. */
    private static final int MALFORMED = -1;

    private final byte[] pattern;
    private final int found;

    private int end;
    private boolean negated;
    private boolean in;

    /**
     * Looks for a byte.
     *
     * @param start where the pattern has the opening bracket
     * @param found the byte, unsigned
     */
    Bracket(byte[] pattern, int start, int found) {
        this.pattern = pattern;
        this.found = found;
        end = read(start + 1);
    }

    boolean isMalformed() {
        return end == MALFORMED;
    }

    /** Where the closing bracket is. */
    int end() {
        return end;
    }

    /** Whether the byte is in the set, or not in it where that is negated. */
    boolean isMatch() {
        return in != negated;
    }

    private int at(int i) {
        return i < pattern.length ? pattern[i] & 0xff : 0;
    }

    private int read(int start) {
        int p = start;
        if (at(p) == '!' || at(p) == '^') {
            negated = true;
            p++;
        }
        // What a range can begin with, 0 for nothing. A closing bracket at the beginning is one of the set.
        int previous = 0;
        do {
            int b = at(p);
            if (b == '-' && previous != 0 && at(p + 1) != 0 && at(p + 1) != ']') {
                p = skipBackslash(p + 1);
                b = at(p);
                in |= previous <= found && found <= b;
                previous = 0;
            } else if (b == '[' && at(p + 1) == ':' && classEnd(p) != p) {
                int close = classEnd(p);
                if (close == MALFORMED || !readClass(p + 2, close - 1)) {
                    return MALFORMED;
                }
                p = close;
                previous = 0;
            } else {
                p = skipBackslash(p);
                b = at(p);
                in |= b == found;
                previous = b;
            }
            if (b == 0) {
                return MALFORMED;
            }
            p++;
        } while (at(p) != ']');
        return p;
    }

    private int skipBackslash(int p) {
        return at(p) == '\\' ? p + 1 : p;
    }

    /** Where the bracket is that ends a class begun at {@code p}; {@code p} if it is no class but single bytes. */
    private int classEnd(int p) {
        int close = p + 2;
        while (at(close) != 0 && at(close) != ']') {
            close++;
        }
        if (at(close) == 0) {
            return MALFORMED;
        }
        return close > p + 2 && at(close - 1) == ':' ? close : p;
    }

    /** Adds a class by its name; false if there is none of that name. */
    private boolean readClass(int from, int to) {
        boolean printed = found > ' ' && found < 0x7f;
        boolean upper = found >= 'A' && found <= 'Z';
        boolean lower = found >= 'a' && found <= 'z';
        boolean digit = found >= '0' && found <= '9';
        boolean blank = found == ' ' || found == '\t';
        switch (new String(pattern, from, to - from, StandardCharsets.ISO_8859_1)) {
            case "alnum" -> in |= upper || lower || digit;
            case "alpha" -> in |= upper || lower;
            case "blank" -> in |= blank;
            case "cntrl" -> in |= found < ' ' || found == 0x7f;
            case "digit" -> in |= digit;
            case "graph" -> in |= printed;
            case "lower" -> in |= lower;
            case "print" -> in |= printed || found == ' ';
            case "punct" -> in |= printed && !upper && !lower && !digit;
            case "space" -> in |= blank || found == '\n' || found == '\r';
            case "upper" -> in |= upper;
            case "xdigit" -> in |= Character.digit(found, 16) >= 0 && found < 0x80;
            default -> {
                return false;
            }
        }
        return true;
    }
}
