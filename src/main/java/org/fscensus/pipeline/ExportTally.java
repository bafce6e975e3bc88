package org.fscensus.pipeline;

import org.fscensus.scanlog.NcduExport;

/** Counts what an export has that is no entry, as lines of a log are counted: its info blocks are the lines. */
final class ExportTally implements NcduExport.Listener {
    private final FileTally file;
    private final ScanTally tally;

    ExportTally(FileTally file, ScanTally tally) {
        this.file = file;
        this.tally = tally;
    }

    @Override
    public void rejected(long offset, long block, String reason, byte[] bytes, int length) {
        tally.lines.increment();
        tally.rejectedLines.increment();
        file.entryLines.increment();
        file.rejectedLines.increment();
        tally.rejected.offer(file, offset, 0, block, reason, bytes, 0, length);
        tally.reasons.add(file, offset, 0, block, reason);
    }

    @Override
    public void excluded() {
        tally.lines.increment();
        tally.noticeLines.increment();
    }

    @Override
    public void unreadable(long offset, long block, boolean entry, byte[] bytes, int length) {
        if (!entry) {
            tally.lines.increment();
            tally.noticeLines.increment();
        }
        tally.errorNotices.increment();
        tally.errors.offer(file, offset, 0, block, "error", bytes, 0, length);
    }
}
