package org.fscensus.pipeline;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fscensus.census.CensusWorker;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;

/** One worker of a scan: draws batches of entries from the source and hands them to the census. */
final class ScanWorker implements Callable<Void> {
    /** Batches between two looks that others get at the counters: some thousand entries, some milliseconds. */
    private static final int BATCHES = 32;

    private final EntryReader reader;
    private final CensusWorker census;

    /** @param reader closed by the caller */
    ScanWorker(EntryReader reader, CensusWorker census) {
        this.reader = reader;
        this.census = census;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no value but null.
    public Void call() throws IOException {
        EntryBatch batch = new EntryBatch();
        int batches = 0;
        boolean more = true;
        while (more) {
            batch.reset(batch.bytes);
            more = reader.read(batch);
            if (batch.size > 0) {
                census.add(batch);
            }
            if (++batches % BATCHES == 0) {
                census.publishCounters();
            }
        }
        census.publishCounters();
        return null;
    }
}
