package org.fscensus.entry;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where one worker of an import draws entries from, if its source is not made of lines that any worker can read by
 * itself: a live directory tree, or a document whose entries have their paths from what stands around them. Each worker
 * has a reader of its own and calls it from one thread; readers of one source share its work.
 */
public interface EntryReader extends Closeable {
    /**
     * Puts the source's next entries into a batch.
     *
     * @param batch empty on call, see {@link EntryBatch#reset}; its bytes are the reader's, valid until the next call
     * @return whether there may be more; false, perhaps with the last entries in the batch, only when every entry of the
     *     whole source has been drawn by some reader
     * @throws IOException if the source cannot be read; says what and where. What was drawn before does not count then
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    boolean read(EntryBatch batch) throws IOException;
}
