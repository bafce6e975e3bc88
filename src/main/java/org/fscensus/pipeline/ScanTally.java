package org.fscensus.pipeline;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.fscensus.census.Census;
import org.fscensus.census.CensusCounters;
import org.fscensus.scanlog.RejectedLine;

/** What the workers of a scan count beside the census: lines of every kind, and samples of those to be shown. */
final class ScanTally {
    private static final int REJECTED_KEPT = 100;
    private static final int ERRORS_KEPT = 20;

    final LongAdder bytes = new LongAdder();
    final LongAdder lines = new LongAdder();
    final LongAdder noticeLines = new LongAdder();
    final LongAdder errorNotices = new LongAdder();
    final LongAdder rejectedLines = new LongAdder();
    /** Lines with a carriage return before their end. */
    final LongAdder carriageReturns = new LongAdder();

    final LineSamples rejected = new LineSamples(REJECTED_KEPT);
    final LineSamples errors = new LineSamples(ERRORS_KEPT);

    List<RejectedLine> rejectedSample() {
        return rejected.resolve();
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
        return new ImportCounters(
                bytes.sum(),
                lines.sum(),
                counted.files(),
                counted.listedDirectories(),
                census.unlistedDirectories(),
                rejectedLines.sum(),
                noticeLines.sum(),
                counted.allocatedBytes(),
                counted.apparentBytes());
    }
}
