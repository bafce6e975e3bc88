package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * The publishing of one generation as a transaction: build the database at {@link #part()}, then {@link #commit}.
 * Closing without a commit deletes it. After a killed process {@link GenerationStore#recover} does either. One thread.
 */
public final class Publication implements AutoCloseable {
    private final GenerationStore store;
    private final Generation draft;
    private final Path part;
    private boolean committed;

    Publication(GenerationStore store, Generation draft, Path part) {
        this.store = store;
        this.draft = draft;
        this.part = part;
    }

    /** Where the database is to be built; there is no file yet, its directory is there. */
    public Path part() {
        return part;
    }

    /**
     * Puts the finished database in its final place and serves it from then on; an older generation of the same scan
     * time, and generations that are kept no longer, go.
     *
     * @param bytesForced told increments while the file is forced to disk, its size in all; an exception from it ends
     *     the commit with nothing published. It is called no more once publishing has begun.
     * @throws OutdatedScanException if newer ones were published meanwhile, and it would not be kept
     * @throws IOException if it could not be published; the previous generation is served on
     */
    public Generation commit(GenerationFigures figures, LongConsumer bytesForced) throws IOException {
        DiskForcer.forceWhole(part, bytesForced);
        Generation generation = new Generation(
                draft.id(),
                draft.filesystem(),
                draft.jobId(),
                draft.scanTime(),
                store.now(),
                figures.files(),
                figures.directories(),
                figures.allocatedBytes(),
                figures.apparentBytes(),
                Files.size(part),
                draft.database(),
                draft.schemaVersion(),
                null);
        store.publish(generation, part);
        committed = true;
        return generation;
    }

    /** Without a commit: deletes what was built. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            DataFiles.delete(part);
        }
    }
}
