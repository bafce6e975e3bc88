package org.fscensus.pipeline;

import java.io.Closeable;
import java.io.IOException;
import org.fscensus.entry.EntryReader;

/** One file of a scan, opened. Its readers are drawn from by the workers, the rest is called by one thread at a time. */
interface LogPart extends Closeable {
    /** Whether another file is better read beside this one; as {@link org.fscensus.scanlog.LogSource#isOneStream()}. */
    boolean isOneStream();

    /** A reader for one more worker. */
    EntryReader newReader() throws IOException;

    /**
     * Looks, once all is read, how the file ends, and checks that it is still what was opened.
     *
     * @throws IOException if it changed
     */
    void finish() throws IOException;
}
