package org.fscensus.store;

/** A database that does not hold what it should; it must not be published. */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String check;
    private final String expected;
    private final String found;

    VerificationException(String check, String expected, String found) {
        super("the database is wrong: " + check + ": expected " + expected + ", found " + found);
        this.check = check;
        this.expected = expected;
        this.found = found;
    }

    /** What was checked. */
    public String check() {
        return check;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
