package org.fscensus.census;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.fscensus.entry.EntryBatch;

/** Hands entries by their paths to a worker, in batches as a scan makes them. One thread. */
final class BatchFeed {
    private static final int BYTES = 1 << 16;

    private final CensusWorker worker;
    private final EntryBatch batch = new EntryBatch();
    private byte[] bytes = new byte[BYTES];
    private int used;

    BatchFeed(CensusWorker worker) {
        this.worker = worker;
        batch.reset(bytes);
    }

    /** A directory's own line. */
    void directory(String path, int uid, int gid) throws IOException {
        add(path, true, uid, gid);
    }

    /** An empty file. */
    void file(String path) throws IOException {
        add(path, false, 0, 0);
    }

    private void add(String path, boolean directory, int uid, int gid) throws IOException {
        byte[] written = path.getBytes(StandardCharsets.ISO_8859_1);
        if (batch.isFull() || used + written.length + EntryBatch.PADDING > bytes.length) {
            flush();
            bytes = new byte[Math.max(BYTES, written.length + EntryBatch.PADDING)];
            batch.reset(bytes);
        }
        System.arraycopy(written, 0, bytes, used, written.length);
        int i = batch.size++;
        batch.pathStart[i] = used;
        batch.pathEnd[i] = used + written.length;
        batch.nameStart[i] = used + path.lastIndexOf('/') + 1;
        batch.directory[i] = directory;
        batch.uid[i] = uid;
        batch.gid[i] = gid;
        used += written.length;
    }

    /** Hands over what is left. */
    void flush() throws IOException {
        worker.add(batch);
        batch.reset(bytes);
        used = 0;
    }
}
