package org.fscensus.store;

/** The usage relation of a database holds bytes that cannot have been written. */
public final class CorruptUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptUsageException(String what) {
        super("a value of the usage relation " + what);
    }
}
