package org.fscensus.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fscensus.census.CensusCounters;
import org.fscensus.scanlog.RejectedLine;

/** Turns what a scan counted into sentences for the user, always in the same order. */
final class ImportWarnings {
    private final List<String> warnings = new ArrayList<>();

    void addScanTimeGuess(ImportRequest request, ScanTally tally) {
        if (request.scanTimeOrigin() == ImportRequest.ScanTimeOrigin.MODIFICATION_TIME) {
            Instant told = tally.exportTime;
            warnings.add("The scan time " + request.scanTime() + " is "
                    + (request.source() instanceof ImportSource.Logs logs
                            ? "the modification time of " + logs.describe()
                            : "when the log was received")
                    + ", because neither the job (scanTime) nor the file name (YYYYMMDD_...) gives it."
                    + (told == null ? "" : " The export itself says that it was made at " + told + "."));
        }
    }

    void addLines(ScanTally tally) {
        addCount(
                tally.rejectedLines.sum(),
                "could not be read and are in no figure; see the job's rejected lines.",
                "line",
                "lines");
        if (tally.carriageReturns.sum() * 2 > tally.lines.sum()) {
            warnings.add("Most lines end with a carriage return, which belongs to the paths as it stands: was the log"
                    + " changed on its way, by a transfer in text mode perhaps?");
        }
        addErrorNotices(tally);
        addExport(tally);
    }

    private void addErrorNotices(ScanTally tally) {
        long errors = tally.errorNotices.sum();
        List<RejectedLine> sample = tally.errorSample();
        for (RejectedLine line : sample) {
            warnings.add("The listing reports an error in line " + line.lineNumber() + " of " + line.file() + ": "
                    + line.line());
        }
        addCount(errors - sample.size(), "of the listing report errors.", "more line", "more lines");
    }

    private void addExport(ScanTally tally) {
        addCount(
                tally.withoutOwner.sum(),
                "of the export without owner and group, which ncdu writes only with -e, counted as those of"
                        + " 4294967295.",
                "entry",
                "entries");
    }

    void addCensus(CensusCounters counters, long unlistedDirectories) {
        addCount(
                unlistedDirectories,
                "without a line of their own hold listed entries; they are counted, without owner and group.",
                "directory",
                "directories");
        addCount(
                counters.duplicateDirectories(),
                "list a directory a second time; it counts once, with the smallest owner and group.",
                "line",
                "lines");
        addCount(
                counters.futureTimes(),
                "have a time more than 48 hours after the scan; their age counts as 0 days.",
                "file",
                "files");
        addCount(
                counters.overallocatedFiles(),
                "take far more bytes on disk than they are long (more than twice, and 16 MiB); are the sizes those of the"
                        + " right unit?",
                "file",
                "files");
        addCount(
                counters.underallocatedFiles(),
                "of more than 1 TiB take less than a thousandth of that on disk; that may be holes, or a wrong size.",
                "file",
                "files");
        addCount(
                counters.filesWithoutLinkCount(),
                "have no link count, so that hard links among them count each time.",
                "file",
                "files");
    }

    void addAll(List<String> others) {
        warnings.addAll(others);
    }

    boolean isEmpty() {
        return warnings.isEmpty();
    }

    List<String> list() {
        return List.copyOf(warnings);
    }

    private void addCount(long count, String what, String one, String many) {
        if (count > 0) {
            warnings.add(count + " " + (count == 1 ? one : many) + " " + what);
        }
    }
}
