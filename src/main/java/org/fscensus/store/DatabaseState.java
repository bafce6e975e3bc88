package org.fscensus.store;

import java.util.Locale;

/** How it stands with a database in the data directory. */
public enum DatabaseState {
    /** Questions are answered from it. */
    SERVED,
    /** Questions should be answered from it, and cannot: it was cut off, or could not be read lately. */
    BROKEN,
    /** It was published, and its file is gone. */
    MISSING,
    /** It was put there by hand, and cannot be served. */
    REFUSED,
    /** It was put there by hand, and may not be whole yet. */
    ARRIVING;

    /** For the monitoring. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
