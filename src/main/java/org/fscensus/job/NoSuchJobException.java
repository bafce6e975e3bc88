package org.fscensus.job;

/** There is no job of that id, or not any more. */
public final class NoSuchJobException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoSuchJobException(String id) {
        super("There is no job " + id
                + "; it may have been forgotten (fscensus.jobs.keep). GET /api/v1/jobs lists all.");
    }
}
