package org.fscensus.store;

import java.io.IOException;
import java.util.function.LongConsumer;

/** A census's usage, to be written once. */
public interface UsageRows {
    /** Of how many parts of the work the progress is told: that of rows is not known beforehand. */
    long steps();

    /**
     * Hands on everything.
     *
     * @param stepsDone told increments, several times a second, {@link #steps} in all; throws to stop
     * @throws IOException if scratch files cannot be read, or the sink cannot be written
     */
    void writeTo(UsageSink sink, LongConsumer stepsDone) throws IOException;
}
