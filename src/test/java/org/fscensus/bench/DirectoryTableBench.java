package org.fscensus.bench;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.fscensus.census.CensusWorker;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A worker's hand in the census, one thread, with batches that are parsed already; an op is an entry. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DirectoryTableBench {
    private static final int SECTIONS = 64;

    @Param({"100000", "2000000"})
    public int directories;

    private List<EntryBatch> stream = List.of();
    private @Nullable CensusWorker worker;

    @Setup
    public void fill() throws IOException {
        stream = SampleCensus.stream(directories, SECTIONS);
        worker = SampleCensus.of(directories, 0).newWorker();
    }

    /** All directories are known: looking up and adding up, as for most lines of a scan. */
    @Benchmark
    public void update(Units units) {
        CensusWorker worker = Objects.requireNonNull(this.worker);
        for (EntryBatch batch : stream) {
            SampleCensus.add(worker, batch);
            units.ops += batch.size;
        }
    }
}
