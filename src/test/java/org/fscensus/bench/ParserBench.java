package org.fscensus.bench;

import java.util.concurrent.TimeUnit;
import org.fscensus.entry.EntryBatch;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LogFormat;
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
import org.openjdk.jmh.infra.Blackhole;

/** Splitting a log at its line ends and parsing every line; an op is a line. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParserBench {
    private static final int SECTIONS = 16;

    private final byte[][] sections = new byte[SECTIONS][];
    private final EntryBatch batch = new EntryBatch();
    private LineParser parser = Lines.newParser();

    /** The same entries in another format have other lines, and other lengths of them. */
    @Param({"GPFS", "POSIX", "LUSTRE"})
    public LogFormat format = LogFormat.GPFS;

    @Setup
    public void generate() {
        var all = SampleCensus.sections(100_000, 12);
        for (int i = 0; i < SECTIONS; i++) {
            byte[] lines = Lines.of(all, i);
            sections[i] = format == LogFormat.GPFS ? lines : Lines.as(format, lines);
        }
        parser = Lines.newParser(format);
    }

    @Benchmark
    public void parse(Units units, Volume volume, Blackhole blackhole) {
        for (byte[] section : sections) {
            units.ops += Lines.parse(section, parser, batch, full -> blackhole.consume(full.size));
            volume.bytes += section.length - EntryBatch.PADDING;
        }
    }
}
