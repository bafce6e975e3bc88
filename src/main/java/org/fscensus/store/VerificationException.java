package org.fscensus.store;

/** A database that does not hold what it should; it must not be published. */
public final class VerificationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param check what was compared */
    VerificationException(String check, String expected, String found) {
        super(check + ": expected " + expected + ", found " + found);
    }
}
