package org.fscensus.store;

import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;

/** The generations on disk and their catalogue: publishes, prunes, hands out for reading. Thread-safe. */
public final class GenerationStore {
    private final Path dataDirectory;
    private final DataSource control;
    private final Clock clock;

    public GenerationStore(Path dataDirectory, DataSource control, Clock clock) {
        this.dataDirectory = dataDirectory;
        this.control = control;
        this.clock = clock;
    }

    @Override
    public String toString() {
        return "GenerationStore[" + dataDirectory + control + clock + "]";
    }
}
