package org.fscensus.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What an invocation has done. As the benchmarks' unit is the microsecond, their throughput is in millions of
 * {@link #ops} a second and in MB/s ({@link Volume}), and their average time of an op has nanoseconds behind the point.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Units {
    /** Lines, entries, directories or rows, as the benchmark says. */
    public long ops;
}
