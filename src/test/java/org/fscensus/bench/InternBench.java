package org.fscensus.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fscensus.census.Census;
import org.fscensus.census.CensusWorker;
import org.fscensus.entry.EntryBatch;
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

/** Directories that the census meets for the first time, one thread; an op is a directory. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class InternBench {
    @Param({"100000", "2000000"})
    public int directories;

    private List<EntryBatch> stream = List.of();

    @Setup
    public void generate() {
        stream = SampleCensus.directories(directories);
    }

    @Benchmark
    public Census intern(Units units) throws IOException {
        Census census = SampleCensus.empty();
        CensusWorker worker = census.newWorker();
        for (EntryBatch batch : stream) {
            SampleCensus.add(worker, batch);
            units.ops += batch.size;
        }
        return census;
    }
}
