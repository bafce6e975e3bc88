package org.fscensus.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.fscensus.census.CensusCounters;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.Generation;

/** Turns what a scan counted into sentences for the user, always in the same order. */
final class ImportWarnings {
    /** Scan times may be those of another zone. */
    private static final Duration DAY = Duration.ofDays(1);

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

    /**
     * Of scans that are not what is served once they are published, or for longer than they should be. What is known of
     * them changes with time: it says nothing about the scan itself.
     *
     * @param kept generations of the file system, newest first
     */
    void addServing(ImportRequest request, List<Generation> kept, Instant now) {
        Instant scanTime = request.scanTime();
        if (scanTime.isAfter(now.plus(DAY))) {
            long days = ChronoUnit.DAYS.between(now, scanTime);
            warnings.add("The scan time " + scanTime + " is " + days + (days == 1 ? " day" : " days")
                    + " in the future: until then this scan is served instead of every later one. If that is a mistake,"
                    + " delete the generation, and give the right scanTime.");
        }
        if (!kept.isEmpty() && kept.get(0).scanTime().isAfter(scanTime)) {
            warnings.add("A later scan, of " + kept.get(0).scanTime() + ", is what is served; this one is history.");
        }
    }

    void addLines(ScanTally tally) {
        addCount(
                tally.rejectedLines.sum(),
                "line could not be read and is in no figure; see the job's rejected lines.",
                "lines could not be read and are in no figure; see the job's rejected lines.");
        if (tally.carriageReturns.sum() * 2 > tally.lines.sum()) {
            warnings.add("Most lines end with a carriage return, which belongs to the paths as it stands: was the log"
                    + " changed on its way, by a transfer in text mode perhaps? Take them off (dos2unix), and import it"
                    + " again.");
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
        addCount(
                errors - sample.size(),
                "more line of the listing reports an error.",
                "more lines of the listing report errors.");
    }

    private void addExport(ScanTally tally) {
        addCount(
                tally.withoutOwner.sum(),
                "entry of the export has no owner and group, which ncdu writes only with -e, and counts as one of"
                        + " 4294967295.",
                "entries of the export have no owner and group, which ncdu writes only with -e, and count as those of"
                        + " 4294967295.");
    }

    void addCensus(CensusCounters counters, long unlistedDirectories) {
        addCount(
                unlistedDirectories,
                "directory without a line of its own holds listed entries; it is counted, without owner and group.",
                "directories without a line of their own hold listed entries; they are counted, without owner and group.");
        addCount(
                counters.duplicateDirectories(),
                "line lists a directory a second time; it counts once, with the smallest owner and group.",
                "lines list a directory a second time; it counts once, with the smallest owner and group.");
        addCount(
                counters.futureTimes(),
                "file has a time more than 48 hours after the scan; its age counts as 0 days.",
                "files have a time more than 48 hours after the scan; their age counts as 0 days.");
        addCount(
                counters.overallocatedFiles(),
                "file takes far more bytes on disk than it is long (more than twice, and 16 MiB); are the sizes those of"
                        + " the right unit?",
                "files take far more bytes on disk than they are long (more than twice, and 16 MiB); are the sizes those"
                        + " of the right unit?");
        addCount(
                counters.underallocatedFiles(),
                "file of more than 1 TiB takes less than a thousandth of that on disk; that may be holes, or a wrong"
                        + " size.",
                "files of more than 1 TiB take less than a thousandth of that on disk; that may be holes, or a wrong"
                        + " size.");
        addCount(
                counters.filesWithoutLinkCount(),
                "file has no link count, so that hard links to it count each time.",
                "files have no link count, so that hard links among them count each time.");
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

    private void addCount(long count, String one, String many) {
        if (count > 0) {
            warnings.add(count + " " + (count == 1 ? one : many));
        }
    }
}
