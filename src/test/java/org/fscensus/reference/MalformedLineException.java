package org.fscensus.reference;

/** A line cannot be read as an entry; the message says why. */
final class MalformedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedLineException(String reason) {
        super(reason);
    }
}
