package org.fscensus.scanlog;

/** What ends each record of a log that is made of lines. */
public enum Terminator {
    NEWLINE((byte) '\n'),
    /** Then a record may hold newlines, and so may the names in it. */
    NUL((byte) 0);

    private final byte value;

    Terminator(byte value) {
        this.value = value;
    }

    /** The byte itself. */
    public byte value() {
        return value;
    }
}
