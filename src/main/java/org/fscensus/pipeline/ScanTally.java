package org.fscensus.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.fscensus.census.Census;
import org.fscensus.census.CensusCounters;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.walk.WalkCounters;
import org.jspecify.annotations.Nullable;

/** What the workers of a scan count beside the census: lines of every kind, and samples of those to be shown. */
final class ScanTally {
    private static final int REJECTED_KEPT = 100;
    private static final int ERRORS_KEPT = 20;

    final LongAdder bytes = new LongAdder();
    final LongAdder lines = new LongAdder();
    final LongAdder noticeLines = new LongAdder();
    final LongAdder errorNotices = new LongAdder();
    final LongAdder rejectedLines = new LongAdder();
    /** When the source itself says that it was made. */
    volatile @Nullable Instant exportTime;
    /** Entries whose owner the source does not tell. */
    final LongAdder withoutOwner = new LongAdder();
    /** Lines with a carriage return before their end. */
    final LongAdder carriageReturns = new LongAdder();

    final RejectReasons reasons = new RejectReasons();
    final LineSamples rejected = new LineSamples(REJECTED_KEPT);
    final LineSamples errors = new LineSamples(ERRORS_KEPT);

    /** Takes the place of lines, where a live tree is walked. */
    private volatile @Nullable Walk walk;

    private record Walk(
            Supplier<WalkCounters> counters,
            Supplier<List<RejectedLine>> problems,
            Supplier<Map<String, Long>> reasons) {}

    /** Has the counters of a walk stand for those of lines. */
    void walkFrom(
            Supplier<WalkCounters> counters,
            Supplier<List<RejectedLine>> problems,
            Supplier<Map<String, Long>> reasons) {
        walk = new Walk(counters, problems, reasons);
    }

    List<RejectReason> rejectReasons() {
        Walk walked = walk;
        return walked == null
                ? reasons.resolve()
                : RejectReason.inOrder(walked.reasons().get().entrySet().stream()
                        .map(reason -> new RejectReason(reason.getKey(), reason.getValue(), null)));
    }

    List<RejectedLine> rejectedSample() {
        Walk walked = walk;
        return walked == null ? rejected.resolve() : walked.problems().get();
    }

    List<RejectedLine> errorSample() {
        return errors.resolve();
    }

    /** Lines that are entries or should have been. */
    long entryLines() {
        return lines.sum() - noticeLines.sum();
    }

    ImportCounters counters(Census census) {
        CensusCounters counted = census.counters();
        Walk walked = walk;
        WalkCounters steps = walked == null ? null : walked.counters().get();
        return new ImportCounters(
                bytes.sum(),
                steps == null ? lines.sum() : steps.entries(),
                counted.files(),
                counted.listedDirectories(),
                census.unlistedDirectories(),
                steps == null ? rejectedLines.sum() : steps.unreadable(),
                noticeLines.sum(),
                counted.allocatedBytes(),
                counted.apparentBytes(),
                steps);
    }
}
