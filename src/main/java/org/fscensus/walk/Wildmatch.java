package org.fscensus.walk;

/**
 * Shell patterns over bytes as git matches them (its {@code wildmatch.c} with WM_PATHNAME): {@code *}, {@code ?} and
 * brackets never match a slash, {@code **} between slashes matches any number of directories. A name alone has no
 * slash, so that the same rules do for it. One match.
 */
final class Wildmatch {
    private enum Result {
        MATCH,
        NO_MATCH,
        /** No match, and none if a star before it took more. */
        NEVER,
        /** No match, and none if a single star before it took more. */
        NEVER_BUT_BY_DOUBLE_STAR
    }

    private final byte[] pattern;
    private final byte[] text;
    private final int textEnd;

    private Wildmatch(byte[] pattern, byte[] text, int textEnd) {
        this.pattern = pattern;
        this.text = text;
        this.textEnd = textEnd;
    }

    /** Whether a byte does not stand for itself in a pattern. */
    static boolean isSpecial(int b) {
        return b == '*' || b == '?' || b == '[' || b == '\\';
    }

    /** Whether the pattern from {@code patternStart} on matches {@code text[from..to)} as a whole. */
    static boolean matches(byte[] pattern, int patternStart, byte[] text, int from, int to) {
        return new Wildmatch(pattern, text, to).match(patternStart, from) == Result.MATCH;
    }

    /** The pattern's byte, unsigned; 0 behind its end, since paths have no such byte. */
    private int at(int p) {
        return p < pattern.length ? pattern[p] & 0xff : 0;
    }

    private int textAt(int t) {
        return t < textEnd ? text[t] & 0xff : 0;
    }

    private Result match(int patternStart, int textStart) {
        int t = textStart;
        for (int p = patternStart; p < pattern.length; p++, t++) {
            int wanted = at(p);
            int found = textAt(t);
            if (wanted == '*') {
                int afterStars = afterStars(p);
                boolean slashes = isAcrossSlashes(patternStart, p, afterStars);
                if (!slashes && at(afterStars) == '/') {
                    // A star that ends its component ends where that of the text does.
                    t = nextSlash(t);
                    if (t == textEnd) {
                        return Result.NO_MATCH;
                    }
                    p = afterStars;
                    continue;
                }
                return matchRest(afterStars, t, slashes);
            }
            if (found == 0) {
                return Result.NEVER;
            }
            if (wanted == '[') {
                Bracket bracket = new Bracket(pattern, p, found);
                if (bracket.isMalformed()) {
                    return Result.NEVER;
                }
                if (!bracket.isMatch() || found == '/') {
                    return Result.NO_MATCH;
                }
                p = bracket.end();
            } else if (wanted == '?') {
                if (found == '/') {
                    return Result.NO_MATCH;
                }
            } else {
                if (wanted == '\\') {
                    wanted = at(++p);
                }
                if (wanted != found) {
                    return Result.NO_MATCH;
                }
            }
        }
        return t < textEnd ? Result.NO_MATCH : Result.MATCH;
    }

    private int afterStars(int p) {
        int after = p;
        while (at(after) == '*') {
            after++;
        }
        return after;
    }

    /** Whether stars are several, and all there is between slashes. */
    private boolean isAcrossSlashes(int patternStart, int first, int after) {
        return after - first > 1
                && (first == patternStart || at(first - 1) == '/')
                && (after >= pattern.length || at(after) == '/' || (at(after) == '\\' && at(after + 1) == '/'));
    }

    private int nextSlash(int t) {
        int slash = t;
        while (slash < textEnd && text[slash] != '/') {
            slash++;
        }
        return slash;
    }

    /** Matches what is behind stars, which take nothing first, and then more and more. */
    private Result matchRest(int p, int textStart, boolean slashes) {
        if (p >= pattern.length) {
            return slashes || nextSlash(textStart) == textEnd ? Result.MATCH : Result.NO_MATCH;
        }
        // No directory at all, with the slash behind the stars left out.
        if (slashes && at(p) == '/' && match(p + 1, textStart) == Result.MATCH) {
            return Result.MATCH;
        }
        int t = textStart;
        while (t < textEnd) {
            if (!isSpecial(at(p))) {
                while (textAt(t) != 0 && textAt(t) != at(p) && (slashes || textAt(t) != '/')) {
                    t++;
                }
                if (textAt(t) != at(p)) {
                    return slashes ? Result.NEVER : Result.NEVER_BUT_BY_DOUBLE_STAR;
                }
            }
            Result result = match(p, t);
            if (result != Result.NO_MATCH) {
                if (!slashes || result != Result.NEVER_BUT_BY_DOUBLE_STAR) {
                    return result;
                }
            } else if (!slashes && textAt(t) == '/') {
                return Result.NEVER_BUT_BY_DOUBLE_STAR;
            }
            t++;
        }
        return Result.NEVER;
    }
}
