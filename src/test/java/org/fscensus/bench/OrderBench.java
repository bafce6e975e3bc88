package org.fscensus.bench;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.fscensus.census.Census;
import org.fscensus.census.OrderedCensus;
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

/** Numbering and roll-up of a census that has been taken; an op is a directory. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OrderBench {
    @Param({"100000", "2000000"})
    public int directories;

    private @Nullable Census census;

    @Setup
    public void take() throws IOException {
        Census taken = SampleCensus.of(directories, 1);
        taken.finishScan(() -> {});
        census = taken;
    }

    @Benchmark
    public OrderedCensus order(Units units) throws IOException {
        Census census = Objects.requireNonNull(this.census);
        units.ops += census.directories();
        return census.order(1, done -> {});
    }
}
