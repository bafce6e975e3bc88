package org.fscensus.census;

/**
 * Two directories were taken for one. The chance is below 1 in 10^12 for an import; the figures cannot be told apart
 * any more, so the import ends, and a new one has a new secret.
 */
public final class HashCollisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HashCollisionException(String path, String other) {
        super("the hashes of " + path + " and " + other + " are the same");
    }
}
