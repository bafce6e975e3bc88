package org.fscensus.app;

/** A request that is not let in; the message tells the caller why and what to do. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param detail what is wrong and what to do, for people */
    public RequestRefusedException(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
