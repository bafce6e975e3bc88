package org.fscensus.walk;

/**
 * An entry, or a directory's content, that a walk could not have.
 *
 * @param path as text, see {@link org.fscensus.entry.PathText}; a very long one is cut
 * @param operation what was tried
 * @param vanished whether it had gone meanwhile, which is normal in a tree that is in use; otherwise it is unreadable
 * @param reason the system's, in words
 */
public record WalkProblem(String path, Operation operation, boolean vanished, String reason) {
    /** What a walk does with an entry. */
    public enum Operation {
        /** Asking about its size, owner and so on. */
        STAT("asking about"),
        /** Opening a directory. */
        OPEN("opening"),
        /** Listing a directory. */
        READ("listing");

        private final String what;

        Operation(String what) {
            this.what = what;
        }

        /** In words, as in "asking about it failed". */
        public String what() {
            return what;
        }
    }
}
