package org.fscensus.app;

/** A request that the network guard does not let in; the message tells the caller why and what to do. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RequestRefusedException(LoopbackRules.Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.status = refusal.status();
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
