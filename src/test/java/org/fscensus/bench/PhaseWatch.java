package org.fscensus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.Phase;
import org.fscensus.pipeline.PhaseSnapshot;

/** Looks at the process at the beginning and the end of every phase of one import. */
final class PhaseWatch {
    /** What a phase took: processor seconds of the whole process, and memory. */
    record Usage(double cpuSeconds, MemoryWatch.Peaks memory) {
        static final Usage NONE = new Usage(0, MemoryWatch.Peaks.NONE);
    }

    private final MemoryWatch memory;
    private final ImportProgress progress = new ImportProgress(Clock.systemUTC(), this::phaseChanged);
    private final Map<Phase, Usage> usage = new EnumMap<>(Phase.class);
    private double cpuAtBegin;

    PhaseWatch(MemoryWatch memory) {
        this.memory = memory;
    }

    /** To be given to the import. */
    ImportProgress progress() {
        return progress;
    }

    /** What a phase that has ended took. */
    Usage usage(Phase phase) {
        return usage.getOrDefault(phase, Usage.NONE);
    }

    MemoryWatch.Peaks peaks() {
        return usage.values().stream().map(Usage::memory).reduce(MemoryWatch.Peaks.NONE, MemoryWatch.Peaks::max);
    }

    private void phaseChanged() {
        Phase phase = Objects.requireNonNull(progress.current());
        boolean running = progress.phases().stream().anyMatch(each -> each.state() == PhaseSnapshot.State.RUNNING);
        if (running) {
            memory.begin();
            cpuAtBegin = Machine.cpuSeconds();
        } else if (!usage.containsKey(phase)) {
            try {
                usage.put(phase, new Usage(Machine.cpuSeconds() - cpuAtBegin, memory.end()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
