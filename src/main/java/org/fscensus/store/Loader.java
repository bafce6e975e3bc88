package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Path;

/** How the file of a generation is written. It holds the same rows either way, and SQLite reads it either way. */
public enum Loader {
    /** Page after page, in SQLite's format but without SQLite: several times as fast. */
    PAGES,
    /** Through SQLite. */
    JDBC;

    BulkLoader open(Path file, Runnable fileMayHaveGrown) throws IOException {
        return switch (this) {
            case PAGES -> new PageLoader(file, fileMayHaveGrown);
            case JDBC -> new JdbcLoader(file, fileMayHaveGrown);
        };
    }
}
