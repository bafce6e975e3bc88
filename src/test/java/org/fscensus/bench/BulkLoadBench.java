package org.fscensus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.fscensus.census.Census;
import org.fscensus.census.OrderedCensus;
import org.fscensus.store.GenerationWriter;
import org.fscensus.store.Loader;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The rows of an ordered census into a database file, without indexes and with them; an op is a row. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BulkLoadBench {
    @Param({"100000"})
    public int directories;

    @Param({"PAGES", "JDBC"})
    public Loader loader = Loader.PAGES;

    private @Nullable OrderedCensus ordered;
    private Path file = Path.of("unused");

    @Setup
    public void take() throws IOException {
        Census census = SampleCensus.of(directories, 1);
        census.finishScan(() -> {});
        ordered = census.order(1, done -> {});
    }

    @Setup(Level.Invocation)
    public void name() throws IOException {
        file = Files.createTempFile("fscensus-bench", ".sqlite");
    }

    @TearDown(Level.Invocation)
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public void load(Units units, Volume volume) throws IOException {
        write(units, volume, false);
    }

    @Benchmark
    public void loadAndIndex(Units units, Volume volume) throws IOException {
        write(units, volume, true);
    }

    private void write(Units units, Volume volume, boolean index) throws IOException {
        try (GenerationWriter writer = new GenerationWriter(file, loader)) {
            units.ops += writer.writeDirectories(Objects.requireNonNull(ordered).rows(), done -> {});
            if (index) {
                writer.createIndexes(done -> {});
            }
        }
        volume.bytes += Files.size(file);
    }
}
