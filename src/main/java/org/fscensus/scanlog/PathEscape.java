package org.fscensus.scanlog;

/** How a log escapes the bytes of its paths. */
public enum PathEscape {
    /** Not at all: the path's bytes stand as they are. */
    NONE,
    /** {@code %XX} by RFC 3986, any byte, {@code /} included (a policy rule with {@code ESCAPE '%...'}). */
    PERCENT,
    /** {@code \n} is a newline and {@code \\} a backslash, nothing else (a policy rule without an ESCAPE clause). */
    BACKSLASH
}
