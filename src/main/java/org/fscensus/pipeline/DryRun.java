package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.fscensus.census.Census;
import org.fscensus.census.MemoryBudget;
import org.fscensus.census.ScratchSpace;
import org.fscensus.entry.EntryReader;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationFigures;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of a source on one thread, counts it as an import would, and goes by that for the whole. */
final class DryRun {
    /** 86 were measured at 2 and at 20 million directories, see docs/BENCHMARKS.md. */
    private static final long TABLE_BYTES_PER_DIRECTORY = 90;

    /** Measured at 2 million directories. */
    private static final long DATABASE_BYTES_PER_DIRECTORY = 224;

    private final ImportRequest request;
    private final PipelineSettings settings;
    private final Optional<Generation> previous;
    private final Path scratch;
    private final MemoryBudget.Share memory;
    private final ImportProgress progress = new ImportProgress(Clock.systemUTC(), () -> {});
    private final ScanTally tally = new ScanTally();
    private final ImportWarnings warnings = new ImportWarnings();

    /**
     * @param previous what the scan is held against, if there is anything
     * @param scratch a directory of its own
     */
    DryRun(
            ImportRequest request,
            PipelineSettings settings,
            Optional<Generation> previous,
            Path scratch,
            MemoryBudget.Share memory) {
        this.previous = previous;
        this.request = request;
        this.settings = settings;
        this.scratch = scratch;
        this.memory = memory;
    }

    DryRunReport run() throws IOException {
        try (Census census = new Census(request.census(false, scratch), memory);
                ScanInput input =
                        ScanInput.open(request, settings, tally, progress, ScanInput.Extent.BEGINNING, null)) {
            try (EntryReader reader = input.newReader()) {
                new ScanWorker(reader, census.newWorker()).call();
            }
            boolean whole = input.isExhausted();
            census.finishScan(progress::checkCancelled);
            if (whole) {
                warnings.addAll(input.warnings());
            }
            warnings.addScanTimeGuess(request, tally);
            warnings.addServing(request, List.of(), settings.clock().instant());
            warnings.addLines(tally);
            // Of a beginning it is no wonder that files come before their directories.
            warnings.addCensus(census.counters(), whole ? census.unlistedDirectories() : 0);
            return report(input, census, whole);
        }
    }

    private DryRunReport report(ScanInput input, Census census, boolean whole) throws IOException {
        DryRunReport.Failure failure = null;
        try {
            input.finish();
        } catch (ImportFailedException e) {
            failure = DryRunReport.Failure.of(e);
        }
        ImportCounters counters = tally.counters(census);
        DryRunReport.Estimate estimate = estimate(input, counters, census.directories(), whole);
        GenerationFigures found = whole ? counters.figures() : estimate == null ? null : estimate.figures();
        Optional<String> shrunk = shrunk(found);
        if (shrunk.isPresent() && whole && !request.options().acceptShrink()) {
            failure = failure == null ? DryRunReport.Failure.of(ShrinkLimit.failure(request, shrunk.get())) : failure;
        } else {
            shrunk.ifPresent(sentence -> warnings.addAll(List.of(sentence
                    + (whole ? "" : " This is an estimate by the scan's beginning.")
                    + (request.options().acceptShrink()
                            ? " The job accepts it (acceptShrink)."
                            : " The import would fail without acceptShrink: true."))));
        }
        return new DryRunReport(
                request.filesystem(),
                input.format(),
                request.scanTime(),
                whole,
                counters,
                tally.rejectedSample(),
                warnings.list(),
                failure,
                estimate);
    }

    /** @param found totals, or what they are likely to be; null where nobody knows */
    private Optional<String> shrunk(@Nullable GenerationFigures found) {
        return found == null
                ? Optional.empty()
                : previous.flatMap(generation -> settings.maxShrink().exceeded(found, generation));
    }

    private DryRunReport.@Nullable Estimate estimate(
            ScanInput input, ImportCounters counters, long directories, boolean whole) throws IOException {
        Long total = input.total();
        double times = 1;
        if (!whole) {
            if (total == null || counters.bytes() == 0) {
                return null;
            }
            times = Math.max(1, total / (double) counters.bytes());
        }
        long all = (long) (directories * times);
        return new DryRunReport.Estimate(
                (long) (counters.lines() * times),
                (long) (counters.files() * times),
                all,
                (long) (counters.allocatedBytes() * times),
                all * TABLE_BYTES_PER_DIRECTORY,
                settings.memory().limit(),
                input.scratchBytes(),
                ScratchSpace.freeIn(scratch),
                all * DATABASE_BYTES_PER_DIRECTORY);
    }
}
