package org.fscensus.store;

/** A generation that was pruned, superseded or deleted, and is served no more. */
public final class GenerationGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param id the generation's id */
    public GenerationGoneException(String id) {
        super("generation " + id + " was superseded, pruned or deleted");
    }
}
