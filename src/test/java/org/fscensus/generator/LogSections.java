package org.fscensus.generator;

import java.nio.ByteBuffer;

/** A generated log by sections of whole lines, which can be made in any order. For one thread. */
public interface LogSections {
    /** How many there are; one after the other they are the log. */
    long count();

    /** A section, all that is left in the buffer; good until the next call. */
    ByteBuffer get(long index);
}
