package org.fscensus.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.fscensus.generator.LogSections;
import org.fscensus.scanlog.Chunk;
import org.fscensus.scanlog.ChunkDriver;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.Terminator;

/**
 * A generated log that never is anywhere as a whole: each worker makes the section that it is about to parse. So neither
 * disk nor pipe is in the way, and a log may be larger than both; but the workers' time holds the generator's, which is
 * counted apart.
 *
 * <p>Offsets only ascend, as a section's place is not known before all others are made.
 */
final class GeneratedSource implements LogSource {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** More than any section has bytes. */
    private static final long OFFSET_STEP = 1L << 30;

    private final Supplier<LogSections> log;
    private final ThreadLocal<LogSections> sections;
    private final AtomicLong next = new AtomicLong();
    private final LongAdder cpuNanos = new LongAdder();

    /** @param log gives each thread the sections of the same log */
    GeneratedSource(Supplier<LogSections> log) {
        this.log = log;
        sections = ThreadLocal.withInitial(log);
    }

    @Override
    public long sizeInBytes() {
        return UNKNOWN_SIZE;
    }

    @Override
    public LogSource head() {
        return new GeneratedSource(log);
    }

    /** Does nothing: its lines end with newlines, as no format is made here that has others. */
    @Override
    public void terminatedBy(Terminator terminator) {}

    @Override
    public int next(Chunk chunk) {
        long index = next.getAndIncrement();
        LogSections mine = sections.get();
        if (index >= mine.count()) {
            return -1;
        }
        long begin = THREADS.getCurrentThreadCpuTime();
        ChunkDriver.fill(chunk, index, index * OFFSET_STEP, mine.get(index));
        cpuNanos.add(THREADS.getCurrentThreadCpuTime() - begin);
        return chunk.end();
    }

    /** Processor time that making the sections took so far. */
    double cpuSeconds() {
        return cpuNanos.sum() / 1e9;
    }

    @Override
    public boolean endsWithTerminator() {
        return true;
    }

    @Override
    public void checkUnchanged() {}

    @Override
    public void close() {}
}
